using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>v1 (He et al. 2015): convolution, norm, ReLU; the last ReLU follows the addition of the shortcut.</summary>
internal sealed class PostActivationBlock(BlockSpec spec, LayerContext context) : ResidualBlock(spec, context)
{
    public override Tensor Forward(Tensor x, bool training)
    {
        Tensor? shortcut = Spec.Shortcut switch
        {
            ShortcutPath.Identity => x,
            ShortcutPath.Subsample => Subsample!.Forward(x, training),
            ShortcutPath.Projection => ProjectionNorm!.Forward(Projection!.Forward(x, training), training),
            _ => null,
        };
        Tensor y = x;
        for (int i = 0; i < Convolutions.Length; i++)
        {
            y = Convolutions[i].Forward(y, training);
            y = Norms[i].Forward(y, training, i == Convolutions.Length - 1 ? shortcut : null);
        }
        return y;
    }

    public override Tensor Backward(Tensor dy)
    {
        int last = Convolutions.Length - 1;
        Tensor? shortcut = Spec.Shortcut == ShortcutPath.None ? null : Context.Pool.RentLike(dy);
        Tensor gradient = Context.Pool.RentLike(dy);
        Norms[last].Backward(dy, gradient, addend: null, shortcut);
        for (int i = last; i > 0; i--)
        {
            Tensor above = gradient;
            gradient = Convolutions[i].Backward(above);
            Context.Pool.Return(above);
            Norms[i - 1].Backward(gradient, gradient, addend: null, residualGradient: null);
        }
        Tensor dx = ThroughShortcut(shortcut, gradient);
        Context.Pool.Return(gradient);
        return dx;
    }

    // The first convolution's gradient lands on top of the shortcut's, so that nothing is added up afterwards.
    private Tensor ThroughShortcut(Tensor? shortcut, Tensor gradient)
    {
        Tensor dx;
        switch (Spec.Shortcut)
        {
            case ShortcutPath.Identity:
                dx = shortcut!;
                Convolutions[0].Backward(gradient, dx, accumulate: true);
                return dx;
            case ShortcutPath.Projection:
                ProjectionNorm!.Backward(shortcut!, shortcut!, addend: null, residualGradient: null);
                dx = Projection!.Backward(shortcut!);
                Convolutions[0].Backward(gradient, dx, accumulate: true);
                break;
            case ShortcutPath.Subsample:
                dx = Convolutions[0].Backward(gradient);
                Subsample!.Backward(shortcut!, dx);
                break;
            default:
                return Convolutions[0].Backward(gradient);
        }
        Context.Pool.Return(shortcut!);
        return dx;
    }
}
