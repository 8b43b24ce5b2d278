using MLResNet.Engine.Regression;
using MLResNet.Packaging;

namespace MLResNet.Training.Heads;

/// <summary>
/// Chooses a penalty by images that are held out: from strong to weak, each fit starting from the one before, until held-out
/// images are told worse again.
/// </summary>
/// <param name="regression">The features.</param>
/// <param name="targets">What the rows are.</param>
/// <param name="folds">The rows that are held out together, true for each such; one fold or more.</param>
internal sealed class PenaltySearch(
    LogisticRegression regression, HeadTargets targets, IReadOnlyList<bool[]> folds)
{
    private const double Strongest = 10, Weakest = 0.9e-4;

    /// <summary>Penalties in a row that do worse than the best before the search ends.</summary>
    private const int Patience = 2;

    /// <summary>How far above its minimum a fit on the path may be left, at most.</summary>
    private const double Slack = 1e-3;

    /// <summary>All penalties: two to a decade.</summary>
    public static IEnumerable<double> Path
    {
        get
        {
            for (double l2 = Strongest; l2 > Weakest; l2 /= Math.Sqrt(10))
                yield return Math.Round(l2, 7);
        }
    }

    /// <summary>Goes along the path.</summary>
    /// <param name="path">Penalties, from strong to weak, at least one.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    public PenaltyChoice Run(IEnumerable<double> path, CancellationToken cancellationToken)
    {
        RegressionFit?[] fits = new RegressionFit?[folds.Count];
        var trials = new List<PenaltyTrial>();
        PenaltyChoice? best = null;
        double bestLoss = double.PositiveInfinity;
        int worse = 0;
        foreach (double l2 in path)
        {
            float[] probabilities = new float[regression.Rows * regression.Classes];
            for (int fold = 0; fold < folds.Count; fold++)
            {
                fits[fold] = regression.Fit(l2, LogisticRegression.ToleranceFor(l2, Slack), folds[fold], fits[fold], cancellationToken);
                CopyHeldOut(regression.Predict(fits[fold]!), folds[fold], probabilities);
            }
            double loss = targets.LogLoss(probabilities, folds);
            trials.Add(new PenaltyTrial(l2, loss));
            if (loss < bestLoss)
            {
                best = new PenaltyChoice(l2, fits[0]!, probabilities, trials);
                bestLoss = loss;
                worse = 0;
            }
            else if (++worse == Patience)
            {
                break;
            }
        }
        return best!;
    }

    private void CopyHeldOut(float[] from, bool[] fold, float[] to)
    {
        int classes = regression.Classes;
        for (int row = 0; row < fold.Length; row++)
        {
            if (fold[row])
                from.AsSpan(row * classes, classes).CopyTo(to.AsSpan(row * classes));
        }
    }
}
