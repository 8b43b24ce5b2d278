using MLResNet.Engine.Layers;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Tests.Layers;

/// <summary>
/// Holds a layer's backward pass against finite differences of its forward pass: for the loss L = sum(y * direction), the
/// derivative along a random unit step of the input, and of each parameter, is the step times the gradient.
/// </summary>
/// <remarks>
/// Directional derivatives test all elements of a gradient at once, and central differences along them rise well above the
/// rounding of float32, which single elements do not. Several random directions make a compensating error as good as impossible.
/// </remarks>
internal static class GradientCheck
{
    private const int Directions = 4;

    public static void Run(Layer layer, LayerContext context, Tensor x, double step = 1e-2, double tolerance = 5e-3, int seed = 1)
    {
        Random random = new(seed);
        Tensor y = layer.Forward(x, training: true);
        using Tensor direction = new(y.Batch, y.Height, y.Width, y.Channels);
        Fill(direction.Span, random);
        Tensor dx = layer.Backward(direction);

        // What rounding alone may do to a difference of two losses: some parameters of a whole network (a bias that a batch norm
        // takes away again) have no influence beyond that.
        double noise = 0;
        for (int i = 0; i < y.Span.Length; i++)
            noise += Math.Abs((double)y.Span[i] * direction.Span[i]) * 1e-6;

        Compare("input", dx.Span, x.Span);
        foreach (LayerParameter parameter in layer.Parameters.Where(parameter => parameter.Gradient is not null))
            Compare(parameter.Parameter.Name, parameter.Gradient!.Array, parameter.Values.Array);
        context.Pool.Return(dx);

        void Compare(string name, ReadOnlySpan<float> gradientSpan, Span<float> values)
        {
            float[] gradient = gradientSpan.ToArray(), original = values.ToArray();
            double scale = Math.Sqrt(gradient.Sum(g => (double)g * g));
            Assert.True(scale > 0, $"The gradient of {name} is zero everywhere.");
            for (int trial = 0; trial < Directions; trial++)
            {
                float[] move = new float[original.Length];
                Fill(move, random);
                // Half the way along the gradient itself, so that the derivative is not lost among many elements.
                for (int i = 0; i < move.Length; i++)
                    move[i] += (float)(gradient[i] / scale * Math.Sqrt(move.Length));
                double length = Math.Sqrt(move.Sum(m => (double)m * m));
                double expected = 0;
                for (int i = 0; i < move.Length; i++)
                {
                    move[i] = (float)(move[i] / length * step * Math.Sqrt(move.Length));
                    expected += (double)move[i] * gradient[i];
                }
                double difference = (Loss(values, original, move, 1) - Loss(values, original, move, -1)) / 2;
                original.CopyTo(values);
                Assert.True(
                    Math.Abs(difference - expected) <= tolerance * Math.Abs(expected) + noise,
                    $"{name}: finite differences give {difference}, the backward pass {expected}.");
            }
        }

        double Loss(Span<float> values, float[] original, float[] move, float sign)
        {
            for (int i = 0; i < original.Length; i++)
                values[i] = original[i] + sign * move[i];
            ReadOnlySpan<float> output = layer.Forward(x, training: true).Span, weights = direction.Span;
            double loss = 0;
            for (int i = 0; i < output.Length; i++)
                loss += (double)output[i] * weights[i];
            return loss;
        }
    }

    /// <summary>Numbers between -1 and 1.</summary>
    public static void Fill(Span<float> values, Random random)
    {
        foreach (ref float value in values)
            value = (float)(random.NextDouble() * 2 - 1);
    }
}
