using System.Numerics;
using System.Runtime.InteropServices;
using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Optimizers;

/// <summary>The rule of <see cref="SgdOptions"/>.</summary>
internal sealed class Sgd : Optimizer
{
    private readonly SgdOptions _options;
    private readonly float[][] _velocity;

    public Sgd(SgdOptions options, IEnumerable<Parameter> parameters, IEnumerable<double>? rates) : base(options, parameters, rates)
    {
        _options = options;
        _velocity = [.. Parameters.Select(parameter => new float[parameter.Values.Length])];
    }

    internal override IReadOnlyList<(string Name, float[][] Values)> Moments => [("velocity", _velocity)];

    private protected override void BeginStep(int step) { }

    private protected override void Update(
        int index, Range range, Span<float> values, ReadOnlySpan<float> gradient, float scale, double weightDecay, double learningRate)
    {
        Span<float> velocity = _velocity[index].AsSpan(range);
        float decay = (float)weightDecay, rate = (float)learningRate;
        Update(
            MemoryMarshal.Cast<float, Vector<float>>(values),
            MemoryMarshal.Cast<float, Vector<float>>(gradient),
            MemoryMarshal.Cast<float, Vector<float>>(velocity),
            scale,
            decay,
            rate);

        Vector<float> lastValues = VectorTail.Load(values), lastGradient = VectorTail.Load(gradient), lastVelocity = VectorTail.Load(velocity);
        Update(new(ref lastValues), new(ref lastGradient), new(ref lastVelocity), scale, decay, rate);
        VectorTail.Store(lastValues, values);
        VectorTail.Store(lastVelocity, velocity);
    }

    private void Update(
        Span<Vector<float>> values, ReadOnlySpan<Vector<float>> gradient, Span<Vector<float>> velocity, float scale, float decay, float rate)
    {
        float momentum = (float)_options.Momentum;
        bool nesterov = _options.Nesterov;
        for (int i = 0; i < values.Length; i++)
        {
            Vector<float> g = gradient[i] * scale + values[i] * decay;
            Vector<float> v = velocity[i] * momentum + g;
            velocity[i] = v;
            values[i] -= (nesterov ? g + v * momentum : v) * rate;
        }
    }
}
