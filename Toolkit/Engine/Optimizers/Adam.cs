using System.Numerics;
using System.Runtime.InteropServices;
using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Optimizers;

/// <summary>
/// The rules of <see cref="AdamOptions"/> and <see cref="AdamWOptions"/>, which differ in where the weight decay goes.
/// </summary>
internal sealed class Adam : Optimizer
{
    private readonly AdamOptions _options;
    private readonly bool _decoupled;
    private readonly float[][] _mean, _square;
    private double _meanCorrection, _squareCorrection;

    public Adam(AdamOptions options, IEnumerable<Parameter> parameters, IEnumerable<double>? rates) : base(options, parameters, rates)
    {
        _options = options;
        _decoupled = options is AdamWOptions;
        _mean = [.. Parameters.Select(parameter => new float[parameter.Values.Length])];
        _square = [.. Parameters.Select(parameter => new float[parameter.Values.Length])];
    }

    internal override IReadOnlyList<(string Name, float[][] Values)> Moments => [("mean", _mean), ("square", _square)];

    private protected override void BeginStep(int step)
    {
        // The moments start at 0; these corrections make them unbiased.
        _meanCorrection = 1 - Math.Pow(_options.Beta1, step);
        _squareCorrection = Math.Sqrt(1 - Math.Pow(_options.Beta2, step));
    }

    private protected override void Update(
        int index, Range range, Span<float> values, ReadOnlySpan<float> gradient, float scale, double weightDecay, double learningRate)
    {
        Span<float> mean = _mean[index].AsSpan(range), square = _square[index].AsSpan(range);
        Update(
            MemoryMarshal.Cast<float, Vector<float>>(values),
            MemoryMarshal.Cast<float, Vector<float>>(gradient),
            MemoryMarshal.Cast<float, Vector<float>>(mean),
            MemoryMarshal.Cast<float, Vector<float>>(square),
            scale,
            weightDecay,
            learningRate);

        Vector<float> lastValues = VectorTail.Load(values), lastGradient = VectorTail.Load(gradient);
        Vector<float> lastMean = VectorTail.Load(mean), lastSquare = VectorTail.Load(square);
        Update(new(ref lastValues), new(ref lastGradient), new(ref lastMean), new(ref lastSquare), scale, weightDecay, learningRate);
        VectorTail.Store(lastValues, values);
        VectorTail.Store(lastMean, mean);
        VectorTail.Store(lastSquare, square);
    }

    private void Update(
        Span<Vector<float>> values,
        ReadOnlySpan<Vector<float>> gradient,
        Span<Vector<float>> mean,
        Span<Vector<float>> square,
        float scale,
        double weightDecay,
        double learningRate)
    {
        float beta1 = (float)_options.Beta1, beta2 = (float)_options.Beta2;
        float newMean = (float)(1 - _options.Beta1), newSquare = (float)(1 - _options.Beta2);
        float gradientDecay = _decoupled ? 0 : (float)weightDecay;
        float shrink = _decoupled ? (float)(1 - learningRate * weightDecay) : 1;
        float rate = (float)(learningRate / _meanCorrection);
        float correction = (float)_squareCorrection;
        var epsilon = new Vector<float>((float)_options.Epsilon);
        for (int i = 0; i < values.Length; i++)
        {
            Vector<float> g = gradient[i] * scale + values[i] * gradientDecay;
            Vector<float> m = mean[i] * beta1 + g * newMean;
            Vector<float> s = square[i] * beta2 + g * g * newSquare;
            mean[i] = m;
            square[i] = s;
            values[i] = values[i] * shrink - m * rate / (Vector.SquareRoot(s) / correction + epsilon);
        }
    }
}
