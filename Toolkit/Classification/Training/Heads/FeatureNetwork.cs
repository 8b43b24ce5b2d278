using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Inference;
using MLResNet.Loading;

namespace MLResNet.Training.Heads;

/// <summary>
/// A backbone that gives features: in one piece, or from the end of stages that keep what they make of an image for a training
/// that follows. Either way the features are the same bits.
/// </summary>
internal sealed class FeatureNetwork : IDisposable
{
    private readonly InferencePlan? _whole;
    private readonly FrozenStages? _first;
    private readonly StagePlan? _rest;

    /// <param name="backbone">The network.</param>
    /// <param name="first">Its first stages, if they are shared; they are not disposed of.</param>
    /// <param name="compute">How to compute.</param>
    public FeatureNetwork(PretrainedBackbone backbone, FrozenStages? first, ComputeOptions compute)
    {
        _first = first;
        if (first is null)
            _whole = InferencePlan.CreateForFeatures(backbone.Spec, backbone.Parameters, compute);
        else
            _rest = StagePlan.CreateAfter(backbone.Spec, backbone.Parameters, first.Stages, compute);
    }

    /// <summary>Computes the features of a batch.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="pixels">Their pixels: the batch's, or what became of them.</param>
    /// <param name="isVaried">Whether the pixels are other than the files have them.</param>
    /// <param name="features">[images][features], written.</param>
    public void Run(ImageBatch batch, ReadOnlySpan<float> pixels, bool isVaried, Span<float> features)
    {
        if (_first is null)
        {
            _whole!.Run(pixels, batch.Count, batch.Size, batch.Size, features);
            return;
        }
        (int height, int width) = _first.Run(batch, pixels, isVaried, out ReadOnlySpan<float> maps);
        _rest!.Run(maps, batch.Count, height, width, features);
    }

    public void Dispose()
    {
        _whole?.Dispose();
        _rest?.Dispose();
    }
}
