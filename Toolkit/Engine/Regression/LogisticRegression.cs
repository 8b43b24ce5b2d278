using MLResNet.Engine.Optimizers;

namespace MLResNet.Engine.Regression;

/// <summary>
/// Logistic regression on features that stay as they are, multinomial or one a label: the head of a network whose other layers
/// are frozen. Features are standardised (mean 0, deviation 1), which the fitted layer makes up for, so that it takes features as
/// they come.
/// </summary>
/// <remarks>
/// Minimises the mean log-loss (of several labels the sum of theirs) plus L2 / 2 times the sum of the squared weights of
/// standardised features by L-BFGS. The same input gives the same bits on any number of threads. One fit at a time.
/// </remarks>
public sealed class LogisticRegression : IDisposable
{
    private const int MostIterations = 1000;

    private readonly ComputeContext _context;
    private readonly StandardizedFeatures _features;
    private readonly float[] _weights;
    private readonly Func<float[], IRowLoss> _lossOf;

    /// <summary>Takes features, which are copied, and labels.</summary>
    /// <param name="features">[rows][width], finite.</param>
    /// <param name="width">Features a row, at least 1.</param>
    /// <param name="labels">A class a row, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="weights">
    /// How much each row counts, for the standardisation too: 0 or more, some above 0; empty for all alike.
    /// </param>
    /// <param name="options">Threads and instructions; null for all cores and the widest.</param>
    /// <exception cref="ArgumentException">Lengths do not agree, or a number is out of its range.</exception>
    public LogisticRegression(
        ReadOnlySpan<float> features, int width, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<float> weights = default,
        ComputeOptions? options = null)
        : this(features, width, labels.Length, classes, weights, LossOf(labels, classes), options)
    {
    }

    private LogisticRegression(
        ReadOnlySpan<float> features, int width, int rows, int classes, ReadOnlySpan<float> weights, Func<float[], IRowLoss> lossOf,
        ComputeOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (rows == 0 || features.Length != (long)rows * width)
        {
            throw new ArgumentException(
                $"{rows} rows of {width} features are {(long)rows * width} numbers, not {features.Length}.", nameof(features));
        }
        if (!weights.IsEmpty && weights.Length != rows)
            throw new ArgumentException($"{rows} rows take as many weights, not {weights.Length}.", nameof(weights));
        _weights = weights.IsEmpty ? [.. Enumerable.Repeat(1f, rows)] : weights.ToArray();
        CheckWeights(_weights, nameof(weights));
        _lossOf = lossOf;
        foreach (float feature in features)
        {
            if (!float.IsFinite(feature))
                throw new ArgumentException("A feature is not a finite number.", nameof(features));
        }
        _context = new ComputeContext(options);
        _features = new StandardizedFeatures(features, width, _weights);
        Classes = classes;
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _weights.Length;

    /// <summary>Features a row.</summary>
    public int Width => _features.Width;

    /// <summary>Number of classes, or of labels.</summary>
    public int Classes { get; }

    /// <summary>
    /// A regression a label, for rows that may have any number of labels; all are fitted at once, with one penalty.
    /// </summary>
    /// <param name="features">[rows][width], finite; copied.</param>
    /// <param name="width">Features a row, at least 1.</param>
    /// <param name="targets">[rows][labels]: whether a row has a label.</param>
    /// <param name="labels">Number of labels, at least 1.</param>
    /// <param name="weights">
    /// How much each row counts, for the standardisation too: 0 or more, some above 0; empty for all alike.
    /// </param>
    /// <param name="balances">
    /// Whether in each fit the rows that have a label count as much together as those that have not.
    /// </param>
    /// <param name="options">Threads and instructions; null for all cores and the widest.</param>
    /// <exception cref="ArgumentException">Lengths do not agree, or a number is out of its range.</exception>
    public static LogisticRegression PerLabel(
        ReadOnlySpan<float> features, int width, ReadOnlySpan<bool> targets, int labels, ReadOnlySpan<float> weights = default,
        bool balances = false, ComputeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        if (targets.Length % labels != 0)
            throw new ArgumentException($"{targets.Length} targets are not {labels} a row.", nameof(targets));
        bool[] own = targets.ToArray();
        return new LogisticRegression(
            features, width, own.Length / labels, labels, weights, weights => new SigmoidLoss(own, weights, balances), options);
    }

    /// <summary>
    /// The gradient's norm that leaves an objective no more than <paramref name="slack"/> above its minimum: with a penalty L2, a
    /// norm of g leaves it at most g² / (2 L2) above. No more than 0.01.
    /// </summary>
    /// <param name="l2">The penalty.</param>
    /// <param name="slack">What may be left, above 0.</param>
    public static double ToleranceFor(double l2, double slack) => Math.Min(Math.Sqrt(2 * l2 * slack), 1e-2);

    /// <summary>Fits to the rows' weights.</summary>
    /// <param name="l2">
    /// The penalty, 0 or more. With 0, classes that can be told apart exactly let the weights grow without end.
    /// </param>
    /// <param name="tolerance">Ends when the gradient's norm is no more than this, above 0.</param>
    /// <param name="without">Rows to leave out, true for each such; empty for none.</param>
    /// <param name="start">A fit of these features to start from; null to start from 0.</param>
    /// <param name="cancellationToken">Ends the fit with an exception.</param>
    /// <exception cref="ArgumentException">
    /// A number is out of its range, the start is of other features, or no row is left.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RegressionFit Fit(
        double l2, double tolerance = 1e-4, ReadOnlySpan<bool> without = default, RegressionFit? start = null,
        CancellationToken cancellationToken = default)
    {
        if (!(l2 >= 0 && double.IsFinite(l2)))
            throw new ArgumentOutOfRangeException(nameof(l2), l2, "The penalty must be 0 or more.");
        if (!(tolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be above 0.");
        int length = (Width + 1) * Classes;
        if (start is not null && start.Values.Length != length)
            throw new ArgumentException("The start is a fit of other features.", nameof(start));

        float[] values = start is null ? new float[length] : (float[])start.Values.Clone();
        using var objective = new RegressionObjective(_features.Matrix, _lossOf(WeightsWithout(without)), Classes, l2, _context);
        LbfgsResult result = Lbfgs.Minimize(objective, values, tolerance, MostIterations, _context.Team, cancellationToken);
        return new RegressionFit(l2, values, _features.Fold(values, Classes))
        {
            Objective = result.Value,
            GradientNorm = result.GradientNorm,
            Iterations = result.Iterations,
        };
    }

    /// <summary>The probability of each class, or of each label for itself, for each row, those left out included.</summary>
    /// <param name="fit">A fit of these features.</param>
    /// <returns>[rows][classes].</returns>
    public float[] Predict(RegressionFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        float[] probabilities = new float[Rows * Classes];
        using var objective = new RegressionObjective(_features.Matrix, _lossOf(_weights), Classes, l2: 0, _context);
        objective.Predict(fit.Values, probabilities);
        return probabilities;
    }

    /// <summary>Frees the copy of the features.</summary>
    public void Dispose() => _features.Dispose();

    private static Func<float[], IRowLoss> LossOf(ReadOnlySpan<int> labels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (labels.ContainsAnyExceptInRange(0, classes - 1))
            throw new ArgumentException($"A label is not from 0 to {classes - 1}.", nameof(labels));
        int[] own = labels.ToArray();
        return weights => new SoftmaxLoss(own, weights);
    }

    private float[] WeightsWithout(ReadOnlySpan<bool> without)
    {
        float[] weights = (float[])_weights.Clone();
        if (without.IsEmpty)
            return weights;
        if (without.Length != weights.Length)
            throw new ArgumentException($"{weights.Length} rows take as many marks, not {without.Length}.", nameof(without));
        for (int row = 0; row < weights.Length; row++)
        {
            if (without[row])
                weights[row] = 0;
        }
        CheckWeights(weights, nameof(without));
        return weights;
    }

    private static void CheckWeights(ReadOnlySpan<float> weights, string name)
    {
        if (!weights.ContainsAnyExcept(0f))
            throw new ArgumentException("No row is left that counts.", name);
        foreach (float weight in weights)
        {
            if (!(weight >= 0 && float.IsFinite(weight)))
                throw new ArgumentException("A weight must be 0 or more.", name);
        }
    }
}
