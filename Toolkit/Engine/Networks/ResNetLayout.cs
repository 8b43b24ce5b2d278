using System.Collections.Immutable;

namespace MLResNet.Engine.Networks;

/// <summary>
/// A spec spelled out layer by layer, in the order of execution: data norm, stem, blocks, last norm, global pooling, classifier.
/// Whatever runs, counts or stores a network walks this.
/// </summary>
internal sealed partial class ResNetLayout
{
    private readonly ResNetSpec _spec;

    /// <summary>Spells out a spec.</summary>
    /// <exception cref="ArgumentException">The spec describes no network.</exception>
    public ResNetLayout(ResNetSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        _spec = spec;

        if (spec.DataNorm) DataNorm = Norm("bn_data", spec.InputChannels) with { Affine = false };
        Stem = Convolution("conv1", spec.InputChannels, spec.StemWidth, spec.StemKernel, spec.StemStride);
        if (spec.StemNorm) StemNorm = Norm("bn1", spec.StemWidth);
        if (spec.StemPool) StemPool = new(new(3, 2, spec.StemPoolPadding), spec.StemPoolPadsZeros);
        Blocks = SpellBlocks();
        if (spec.Version == ResNetVersion.V2) LastNorm = Norm("bn_last", spec.FeatureCount());
        Classifier = new("fc", spec.FeatureCount(), spec.Classes);

        long values = Parameters().Sum(parameter => parameter.Length);
        if (values > int.MaxValue)
            throw new ArgumentException($"Network '{spec.Id}' cannot be built: its {values} parameters are more than {int.MaxValue}.", nameof(spec));
    }

    /// <summary>Batch norm on the pixels, if any; no ReLU follows.</summary>
    public NormSpec? DataNorm { get; }

    /// <summary>The first convolution.</summary>
    public ConvolutionSpec Stem { get; }

    /// <summary>Batch norm after the first convolution, if any; a ReLU follows.</summary>
    public NormSpec? StemNorm { get; }

    /// <summary>Max pooling at the end of the stem, if any.</summary>
    public MaxPoolSpec? StemPool { get; }

    /// <summary>All blocks of all stages.</summary>
    public ImmutableArray<BlockSpec> Blocks { get; }

    /// <summary>v2: batch norm after the last block; a ReLU follows.</summary>
    public NormSpec? LastNorm { get; }

    /// <summary>The classifier, which reads the pooled features.</summary>
    public LinearSpec Classifier { get; }

    /// <summary>All parameters, in the order of torchvision's state dictionaries.</summary>
    public IEnumerable<ParameterDescription> Parameters() =>
    [
        .. DataNorm?.Parameters() ?? [],
        .. Stem.Parameters(),
        .. StemNorm?.Parameters() ?? [],
        .. Blocks.SelectMany(block => block.Parameters()),
        .. LastNorm?.Parameters() ?? [],
        .. Classifier.Parameters(),
    ];

    /// <summary>Multiply-adds of all convolutions and the classifier for one image.</summary>
    public long MultiplyAdds(int height, int width)
    {
        long total = 0;
        Add(Stem);
        if (StemPool is not null) Shrink(StemPool.Window);
        foreach (BlockSpec block in Blocks)
        {
            // The projection sees the block's input, the branch shrinks it.
            if (block.Projection is { } projection)
            {
                total += projection.MultiplyAdds(projection.Window.OutputSize(height), projection.Window.OutputSize(width));
            }
            foreach (ConvolutionSpec convolution in block.Convolutions) Add(convolution);
        }
        return total + (long)Classifier.Inputs * Classifier.Outputs;

        void Add(ConvolutionSpec convolution)
        {
            Shrink(convolution.Window);
            total += convolution.MultiplyAdds(height, width);
        }

        void Shrink(SlidingWindow window) => (height, width) = (window.OutputSize(height), window.OutputSize(width));
    }
}
