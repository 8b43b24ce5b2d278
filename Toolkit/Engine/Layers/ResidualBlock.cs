using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Layers;

/// <summary>What the two kinds of block share: a branch of convolutions with a batch norm each, and a shortcut.</summary>
internal abstract class ResidualBlock : Layer
{
    protected ResidualBlock(BlockSpec spec, LayerContext context)
    {
        Spec = spec;
        Context = context;
        bool preActivated = spec.Version == ResNetVersion.V2;
        Convolutions = [.. spec.Convolutions.Select(convolution => new Conv2d(convolution, context))];
        Norms = [.. spec.Norms.Select(norm => new BatchNorm2d(norm, relu: true, context))];
        if (spec.Projection is not null)
            Projection = new Conv2d(spec.Projection, context);
        if (spec.ProjectionNorm is not null)
            ProjectionNorm = new BatchNorm2d(spec.ProjectionNorm, relu: false, context);
        if (spec.Shortcut == ShortcutPath.Subsample)
            Subsample = new Subsample(spec.Stride, spec.OutputChannels, context);
        IEnumerable<Layer> branch = Convolutions.Zip(Norms)
            .SelectMany(pair => preActivated ? new Layer[] { pair.Second, pair.First } : [pair.First, pair.Second]);
        Layers = [.. branch, .. new Layer?[] { Projection, ProjectionNorm, Subsample }.OfType<Layer>()];
    }

    public override IEnumerable<LayerParameter> Parameters => Layers.SelectMany(layer => layer.Parameters);

    protected BlockSpec Spec { get; }

    protected LayerContext Context { get; }

    protected Conv2d[] Convolutions { get; }

    protected BatchNorm2d[] Norms { get; }

    protected Conv2d? Projection { get; }

    protected BatchNorm2d? ProjectionNorm { get; }

    protected Subsample? Subsample { get; }

    private Layer[] Layers { get; }

    public static ResidualBlock Create(BlockSpec spec, LayerContext context) =>
        spec.Version == ResNetVersion.V2 ? new PreActivationBlock(spec, context) : new PostActivationBlock(spec, context);

    public override void Dispose()
    {
        foreach (Layer layer in Layers)
            layer.Dispose();
    }
}
