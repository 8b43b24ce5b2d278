using MLResNet.Engine;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Loading;

namespace MLResNet.Training;

/// <summary>
/// The first stages of a network while the last ones are trained. What they make of an image as its file has it is computed once
/// and kept, as far as memory goes: for the head's features, for batch norms that adapt, and for every epoch that does not vary
/// its images.
/// </summary>
internal sealed class FrozenStages : IDisposable
{
    private readonly StagePlan _plan;
    private readonly Dictionary<string, float[]> _known = [];
    private long _room;
    private float[] _maps = [];
    private int _size;

    /// <param name="parameters">The network.</param>
    /// <param name="stages">How many of its first stages.</param>
    /// <param name="threads">Threads to use; 0 for one a core.</param>
    public FrozenStages(NetworkParameters parameters, int stages, int threads)
    {
        Stages = stages;
        _plan = StagePlan.Create(parameters.Spec, parameters, stages, new ComputeOptions { Threads = threads });
        Forget();
    }

    /// <summary>How many stages they are.</summary>
    public int Stages { get; }

    /// <summary>What the stages make of a batch.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="pixels">Their pixels: the batch's, or what became of them.</param>
    /// <param name="isVaried">Whether the pixels are other than the files have them, so that nothing is known of them.</param>
    /// <param name="maps">[images][height][width][channels], good until the next call.</param>
    /// <returns>Rows and columns of a map.</returns>
    public (int Height, int Width) Run(
        ImageBatch batch, ReadOnlySpan<float> pixels, bool isVaried, out ReadOnlySpan<float> maps)
    {
        (int height, int width) = _plan.MapSize(batch.Size, batch.Size);
        int length = height * width * _plan.Channels;
        if (_maps.Length < batch.Count * length)
            _maps = new float[batch.Count * length];
        Span<float> all = _maps.AsSpan(0, batch.Count * length);
        maps = all;
        if (!isVaried && TryRecall(batch, length, all))
            return (height, width);
        _plan.Run(pixels, batch.Count, batch.Size, batch.Size, all);
        if (!isVaried)
            Remember(batch, length, all);
        return (height, width);
    }

    /// <summary>Gives back the memory of what is known.</summary>
    public void Forget()
    {
        _known.Clear();
        _room = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    }

    public void Dispose() => _plan.Dispose();

    private bool TryRecall(ImageBatch batch, int length, Span<float> maps)
    {
        if (_size != batch.Size)
            return false;
        for (int i = 0; i < batch.Count; i++)
        {
            if (!_known.TryGetValue(batch.PathOf(i), out float[]? known))
                return false;
            known.CopyTo(maps[(i * length)..]);
        }
        return true;
    }

    private void Remember(ImageBatch batch, int length, ReadOnlySpan<float> maps)
    {
        if (_size != batch.Size)
            Forget();
        _size = batch.Size;
        for (int i = 0; i < batch.Count && _room >= length * sizeof(float); i++)
        {
            if (_known.TryAdd(batch.PathOf(i), maps.Slice(i * length, length).ToArray()))
                _room -= length * sizeof(float);
        }
    }
}
