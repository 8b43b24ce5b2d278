using MLResNet.Engine;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Loading;

namespace MLResNet.Training;

/// <summary>
/// The first stages of a network while the last ones are trained. Where images are not varied from epoch to epoch, what the first stages make of
/// them is computed once and kept, as far as memory goes.
/// </summary>
internal sealed class FrozenStages : IDisposable
{
    private readonly StagePlan _plan;
    private readonly float[]?[] _known;
    private long _room;
    private float[] _maps = [];

    /// <param name="parameters">The network.</param>
    /// <param name="stages">How many of its first stages.</param>
    /// <param name="threads">Threads to use; 0 for one a core.</param>
    /// <param name="images">Images of the training, if they are the same in each epoch; otherwise 0.</param>
    public FrozenStages(NetworkParameters parameters, int stages, int threads, int images)
    {
        _plan = StagePlan.Create(parameters.Spec, parameters, stages, new ComputeOptions { Threads = threads });
        _known = new float[images][];
        _room = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    }

    /// <summary>What the stages make of a batch.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="pixels">Their pixels: the batch's, or what became of them.</param>
    /// <param name="maps">[images][height][width][channels], good until the next call.</param>
    /// <returns>Rows and columns of a map.</returns>
    public (int Height, int Width) Run(ImageBatch batch, ReadOnlySpan<float> pixels, out ReadOnlySpan<float> maps)
    {
        (int height, int width) = _plan.MapSize(batch.Size, batch.Size);
        int length = height * width * _plan.Channels;
        if (_maps.Length < batch.Count * length)
            _maps = new float[batch.Count * length];
        Span<float> all = _maps.AsSpan(0, batch.Count * length);
        maps = all;
        if (TryRecall(batch, length, all))
            return (height, width);
        _plan.Run(pixels, batch.Count, batch.Size, batch.Size, all);
        Remember(batch, length, all);
        return (height, width);
    }

    public void Dispose() => _plan.Dispose();

    private bool TryRecall(ImageBatch batch, int length, Span<float> maps)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (_known.Length == 0 || _known[batch.Indices[i]] is not { } known)
                return false;
            known.CopyTo(maps[(i * length)..]);
        }
        return true;
    }

    private void Remember(ImageBatch batch, int length, ReadOnlySpan<float> maps)
    {
        for (int i = 0; i < batch.Count && _known.Length > 0; i++)
        {
            if (_known[batch.Indices[i]] is not null || _room < length * sizeof(float))
                continue;
            _known[batch.Indices[i]] = maps.Slice(i * length, length).ToArray();
            _room -= length * sizeof(float);
        }
    }
}
