using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>v2 (He et al. 2016): norm, ReLU, convolution; nothing after the addition of the shortcut.</summary>
internal sealed class PreActivationBlock(BlockSpec spec, LayerContext context) : ResidualBlock(spec, context)
{
    public override Tensor Forward(Tensor x, bool training)
    {
        Tensor activated = Norms[0].Forward(x, training);
        Tensor? shortcut = Spec.Shortcut switch
        {
            ShortcutPath.Identity => x,
            ShortcutPath.Subsample => Subsample!.Forward(x, training),
            ShortcutPath.Projection => Projection!.Forward(Spec.ProjectionTakesPreActivation ? activated : x, training),
            _ => null,
        };
        Tensor y = activated;
        for (int i = 0; i < Convolutions.Length; i++)
        {
            if (i > 0)
                y = Norms[i].Forward(y, training);
            y = Convolutions[i].Forward(y, i == Convolutions.Length - 1 ? shortcut : null);
        }
        return y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor gradient = dy;
        for (int i = Convolutions.Length - 1; i > 0; i--)
        {
            Tensor above = gradient;
            gradient = Convolutions[i].Backward(above);
            if (above != dy)
                Context.Pool.Return(above);
            Norms[i].Backward(gradient, gradient, addend: null, residualGradient: null);
        }
        Tensor activated = Convolutions[0].Backward(gradient);
        Context.Pool.Return(gradient);

        Tensor? addend = null;
        if (Spec.Shortcut == ShortcutPath.Identity)
            addend = dy;
        else if (Spec.Shortcut == ShortcutPath.Projection && Spec.ProjectionTakesPreActivation)
            Projection!.Backward(dy, activated, accumulate: true);
        Norms[0].Backward(activated, activated, addend, residualGradient: null);

        if (Spec.Shortcut == ShortcutPath.Subsample)
            Subsample!.Backward(dy, activated);
        else if (Spec.Shortcut == ShortcutPath.Projection && !Spec.ProjectionTakesPreActivation)
            Projection!.Backward(dy, activated, accumulate: true);
        return activated;
    }
}
