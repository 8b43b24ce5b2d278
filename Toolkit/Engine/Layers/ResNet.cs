using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>
/// A member of the family as differentiable layers, or its last stages: pixels or the map of the stage before in, logits
/// [batch][1][1][classes] out.
/// </summary>
internal sealed class ResNet : Layer
{
    private readonly LayerContext _context;
    private readonly Layer[] _layers;
    private readonly int[] _depths; // of each layer: 0 behind the last stage, 1 in it, and so on
    private readonly int? _stem; // the first convolution; none if the first layers are not here

    /// <param name="spec">The network.</param>
    /// <param name="context">Where to compute.</param>
    /// <param name="stages">How many of its last stages there are, and what follows them; of all, the stem too.</param>
    public ResNet(ResNetSpec spec, LayerContext context, int stages)
    {
        _context = context;
        ResNetLayout layout = new(spec);
        int all = spec.Depths.Length;
        List<(Layer Layer, int Depth)> layers = [];
        InputChannels = spec.InputChannels;
        if (stages == all)
        {
            if (layout.DataNorm is not null)
                layers.Add((new BatchNorm2d(layout.DataNorm, relu: false, context), all));
            _stem = layers.Count;
            layers.Add((new Conv2d(layout.Stem, context), all));
            if (layout.StemNorm is not null)
                layers.Add((new BatchNorm2d(layout.StemNorm, relu: true, context), all));
            if (layout.StemPool is not null)
                layers.Add((new MaxPool2d(layout.StemPool, context), all));
        }
        else
        {
            InputChannels = layout.Blocks.Last(block => block.Stage < all - stages).OutputChannels;
        }
        layers.AddRange(layout.Blocks.Where(block => block.Stage >= all - stages)
            .Select(block => ((Layer)ResidualBlock.Create(block, context), all - block.Stage)));
        if (layout.LastNorm is not null)
            layers.Add((new BatchNorm2d(layout.LastNorm, relu: true, context), 0));
        layers.Add((new GlobalAveragePool2d(context), 0));
        layers.Add((new Linear(layout.Classifier, context), 0));
        _layers = [.. layers.Select(layer => layer.Layer)];
        _depths = [.. layers.Select(layer => layer.Depth)];
    }

    /// <summary>Channels of what <see cref="Forward"/> takes.</summary>
    public int InputChannels { get; }

    public override IEnumerable<LayerParameter> Parameters => _layers.SelectMany(layer => layer.Parameters);

    /// <summary>
    /// How far from the end each of <see cref="Parameters"/> is: 0 behind the last stage, 1 in it, the stem as the first stage.
    /// </summary>
    public IEnumerable<int> Depths => _layers.Zip(_depths).SelectMany(pair => pair.First.Parameters.Select(_ => pair.Second));

    public override Tensor Forward(Tensor x, bool training)
    {
        foreach (Layer layer in _layers)
            x = layer.Forward(x, training);
        return x;
    }

    public override Tensor Backward(Tensor dy) => BackwardTo(dy, 0);

    /// <summary>As <see cref="Backward"/>, without the gradient of the pixels, which training has no use for.</summary>
    public void BackwardParameters(Tensor dy)
    {
        Tensor gradient = BackwardTo(dy, _stem + 1 ?? 0);
        if (_stem is { } stem)
            ((Conv2d)_layers[stem]).BackwardParameters(gradient);
        Release(gradient, dy);
    }

    public override void Dispose()
    {
        foreach (Layer layer in _layers)
            layer.Dispose();
    }

    private Tensor BackwardTo(Tensor dy, int end)
    {
        Tensor gradient = dy;
        for (int i = _layers.Length - 1; i >= end; i--)
        {
            Tensor above = gradient;
            gradient = _layers[i].Backward(above);
            Release(above, dy);
        }
        return gradient;
    }

    private void Release(Tensor gradient, Tensor callers)
    {
        if (gradient != callers)
            _context.Pool.Return(gradient);
    }
}
