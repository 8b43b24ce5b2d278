using MLResNet.Engine.Networks;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Optimizers;

/// <summary>
/// Updates parameters in place from their gradients. Holds the moments of its parameters, one or two float arrays as large as
/// they are. Each element is updated by itself, so the result does not depend on the vector width.
/// </summary>
public abstract class Optimizer
{
    private readonly OptimizerOptions _options;
    private readonly Parameter[] _parameters;
    private readonly double[] _rates;
    private readonly ArrayParts _parts;

    private protected Optimizer(OptimizerOptions options, IEnumerable<Parameter> parameters, IEnumerable<double>? rates)
    {
        _options = options;
        _parameters = [.. parameters];
        _rates = rates is null ? [.. _parameters.Select(_ => 1.0)] : [.. rates];
        if (_rates.Length != _parameters.Length || _rates.Any(rate => !(rate >= 0 && double.IsFinite(rate))))
            throw new ArgumentException($"{_parameters.Length} parameters take as many rates, each 0 or more.", nameof(rates));
        _parts = new ArrayParts(_parameters.Select(parameter => parameter.Values.Length));
    }

    /// <summary>The optimizer that the options ask for.</summary>
    /// <param name="options">Rule and its constants.</param>
    /// <param name="parameters">What it updates: those of a network's parameters that are to be trained.</param>
    /// <param name="rates">What the learning rate of each parameter is multiplied with, 0 or more; null for 1.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there is not a rate for each parameter.</exception>
    public static Optimizer Create(OptimizerOptions options, IEnumerable<Parameter> parameters, IEnumerable<double>? rates = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parameters);
        options.Validate();
        return options switch
        {
            SgdOptions sgd => new Sgd(sgd, parameters, rates),
            AdamOptions adam => new Adam(adam, parameters, rates),
            _ => throw new ArgumentException($"There is no optimizer for {options.GetType().Name}.", nameof(options)),
        };
    }

    /// <summary>The parameters that are updated.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Steps taken so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Clips the gradients, if the options say so, and moves every parameter.</summary>
    /// <param name="gradients">One array a parameter, in the same order and of the same length.</param>
    /// <param name="learningRate">Length of the step, 0 or more.</param>
    /// <exception cref="ArgumentException">A gradient is missing or of another length; nothing was moved.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not a number; nothing was moved.</exception>
    public void Step(IReadOnlyList<float[]> gradients, double learningRate) => Step(gradients, learningRate, ThreadTeam.Shared(1));

    /// <summary>The same, shared out among threads; the result does not depend on how many.</summary>
    internal void Step(IReadOnlyList<float[]> gradients, double learningRate, ThreadTeam team)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (!(learningRate >= 0 && double.IsFinite(learningRate)))
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate must be 0 or more.");
        if (gradients.Count != _parameters.Length)
            throw new ArgumentException($"{_parameters.Length} parameters take as many gradients, not {gradients.Count}.", nameof(gradients));
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (gradients[i].Length != _parameters[i].Values.Length)
                throw new ArgumentException($"The gradient of '{_parameters[i].Name}' has another length than the parameter.", nameof(gradients));
        }

        Steps++;
        float scale = _options.MaxGradientNorm is { } most ? GradientNorm.ScaleTo(most, gradients) : 1;
        BeginStep(Steps);
        UpdateJob job = new(this, gradients, scale, learningRate);
        team.Run(_parts.Count, ref job);
    }

    /// <summary>Takes what is the same for all parameters of this step, the first step being 1.</summary>
    private protected abstract void BeginStep(int step);

    /// <summary>
    /// What the rule remembers of earlier gradients: by name, one array a parameter, in their order. Not copies.
    /// </summary>
    internal abstract IReadOnlyList<(string Name, float[][] Values)> Moments { get; }

    /// <summary>Goes on after so many steps, as whoever has set the <see cref="Moments"/> says.</summary>
    internal void ContinueAfter(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        Steps = steps;
    }

    /// <summary>Moves a part of one parameter against its gradient times scale.</summary>
    /// <param name="index">The parameter.</param>
    /// <param name="range">Which of its elements <paramref name="values"/> and <paramref name="gradient"/> are.</param>
    private protected abstract void Update(
        int index, Range range, Span<float> values, ReadOnlySpan<float> gradient, float scale, double weightDecay, double learningRate);

    private readonly struct UpdateJob(Optimizer optimizer, IReadOnlyList<float[]> gradients, float scale, double learningRate) : IParallelJob
    {
        public void Execute(int part)
        {
            (int index, Range range) = optimizer._parts[part];
            Parameter parameter = optimizer._parameters[index];
            double decay = parameter.Kind == ParameterKind.Weight ? optimizer._options.WeightDecay : 0;
            optimizer.Update(
                index, range, parameter.Values.AsSpan(range), gradients[index].AsSpan(range), scale, decay, learningRate * optimizer._rates[index]);
        }
    }
}
