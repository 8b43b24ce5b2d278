using System.Collections.Immutable;
using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>Checks and changes the order of axes, from an origin's to ours.</summary>
internal static class WeightAxes
{
    /// <summary>Whether a tensor of this shape holds a parameter in this layout.</summary>
    public static bool Fit(IReadOnlyList<int> shape, ParameterDescription parameter, WeightLayout layout, ResNetSpec spec) =>
        shape.SequenceEqual(SourceShape(parameter, layout, spec))
        || parameter.Shape is [int classes, int features] && shape.SequenceEqual(layout == WeightLayout.OutFirst
            ? [classes, features, 1, 1]
            : [1, 1, features, classes]);

    /// <summary>A tensor's dimensions in our order.</summary>
    public static ImmutableArray<int> OurShape(ImmutableArray<int> shape, WeightLayout layout) => (layout, shape) switch
    {
        (WeightLayout.OutLast, [int inputs, int outputs]) => [outputs, inputs],
        (WeightLayout.OutLast, [int height, int width, int inputs, int outputs]) => [outputs, inputs, height, width],
        (WeightLayout.Depthwise, [int height, int width, int outputs, int perGroup]) => [outputs, perGroup, height, width],
        _ => shape,
    };

    /// <summary>The values in our order: those given, where it is the same.</summary>
    public static float[] Arrange(float[] values, ParameterDescription parameter, WeightLayout layout, ResNetSpec spec)
    {
        if (layout == WeightLayout.OutFirst || parameter.Shape.Length < 2)
            return values;

        // Ours is [group][out of the group][in of the group][tap]. OutLast is [tap][in of the group][group][out of the group],
        // Depthwise [tap][group][in of the group][out of the group].
        int outputs = parameter.Shape[0], inputs = parameter.Shape[1];
        int taps = values.Length / Math.Max(1, outputs * inputs);
        int groups = layout == WeightLayout.Depthwise ? spec.Groups : 1;
        int perGroup = outputs / groups;
        var arranged = new float[values.Length];
        int from = 0;
        for (int tap = 0; tap < taps; tap++)
            for (int group = 0; group < groups; group++)
                for (int input = 0; input < inputs; input++)
                    for (int output = 0; output < perGroup; output++)
                        arranged[((group * perGroup + output) * inputs + input) * taps + tap] = values[from++];
        return arranged;
    }

    private static int[] SourceShape(ParameterDescription parameter, WeightLayout layout, ResNetSpec spec) => (parameter.Shape, layout) switch
    {
        ([int classes, int features], WeightLayout.OutLast) => [features, classes],
        ([int outputs, int inputs, int height, int width], WeightLayout.OutLast) => [height, width, inputs, outputs],
        ([int outputs, int inputs, int height, int width], WeightLayout.Depthwise) =>
            [height, width, inputs * spec.Groups, outputs / spec.Groups],
        _ => [.. parameter.Shape],
    };
}
