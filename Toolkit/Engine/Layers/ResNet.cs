using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>A member of the family as differentiable layers: pixels [batch][height][width][3] in, logits [batch][1][1][classes] out.</summary>
internal sealed class ResNet : Layer
{
    private readonly LayerContext _context;
    private readonly Layer[] _layers;
    private readonly int _first;

    public ResNet(ResNetSpec spec, LayerContext context)
    {
        _context = context;
        ResNetLayout layout = new(spec);
        List<Layer> layers = [];
        if (layout.DataNorm is not null)
            layers.Add(new BatchNorm2d(layout.DataNorm, relu: false, context));
        _first = layers.Count;
        layers.Add(new Conv2d(layout.Stem, context));
        if (layout.StemNorm is not null)
            layers.Add(new BatchNorm2d(layout.StemNorm, relu: true, context));
        if (layout.StemPool is not null)
            layers.Add(new MaxPool2d(layout.StemPool, context));
        layers.AddRange(layout.Blocks.Select(block => ResidualBlock.Create(block, context)));
        if (layout.LastNorm is not null)
            layers.Add(new BatchNorm2d(layout.LastNorm, relu: true, context));
        layers.Add(new GlobalAveragePool2d(context));
        layers.Add(new Linear(layout.Classifier, context));
        _layers = [.. layers];
    }

    public override IEnumerable<LayerParameter> Parameters => _layers.SelectMany(layer => layer.Parameters);

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
        Tensor gradient = BackwardTo(dy, _first + 1);
        ((Conv2d)_layers[_first]).BackwardParameters(gradient);
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
