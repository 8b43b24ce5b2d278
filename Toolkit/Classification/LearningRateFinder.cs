using MLResNet.Backbones;
using MLResNet.Engine.Optimizers;
using MLResNet.Loading;
using MLResNet.Packaging;
using MLResNet.Training;
using MLResNet.Training.Distillation;
using MLResNet.Training.FineTuning;

namespace MLResNet;

/// <summary>Finds a learning rate by trying them all (Smith 2017, arXiv:1506.01186, section 3.3).</summary>
public static class LearningRateFinder
{
    private const double Highest = 10;
    private const double LowestShare = 1e-8;

    /// <summary>How far the smoothed loss may rise above its least before the test ends.</summary>
    private const double RunsAway = 4;

    /// <summary>What a step's loss counts in the smoothed one.</summary>
    private const double Share = 0.1;

    /// <summary>
    /// Begins the training that the options describe, of the head fitted already where there is one, with a rate that grows at
    /// each step from next to nothing until the loss runs away. Nothing is kept of it.
    /// </summary>
    /// <param name="images">The images to train on.</param>
    /// <param name="options">
    /// How to train; <see cref="Tune.Auto"/> takes the last stages of a backbone. Null for the defaults.
    /// </param>
    /// <param name="steps">Steps from the lowest to the highest rate, 10 to 10,000.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <exception cref="DatasetException">The images cannot be trained on.</exception>
    /// <exception cref="MLResNetException">An option is out of its range or of no use, or the backbone is not there.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LearningRateCurve Run(
        ImageFolder images, TransferLearningOptions? options = null, int steps = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        OptionRange.Require(steps is >= 10 and <= 10_000, nameof(steps), "10 to 10000", steps);
        (TransferLearningOptions settled, PretrainedBackbone? backbone) = TransferLearning.Settle(
            (options ?? new TransferLearningOptions()) with { Checkpoint = null, Resume = false });
        if (backbone is not null && settled.Tune == Tune.Head)
            throw new MLResNetException("A head is fitted without a learning rate; there is none to find.");
        using var teachers = Teachers.Open(settled, images);
        if (backbone is null)
        {
            var scratch = new ScratchTrainer(TrainingPlan.Create(images, settled, teachers, cancellationToken), settled);
            return Measure(scratch.Prepare(), steps, cancellationToken);
        }
        using var tuner = new FineTuner(backbone, settled.Tune == Tune.Auto ? Tune.LastStages : settled.Tune, settled)
        {
            Teachers = teachers,
        };
        return Measure(tuner.Prepare(images, cancellationToken), steps, cancellationToken);
    }

    private static LearningRateCurve Measure(EpochTraining training, int steps, CancellationToken cancellationToken)
    {
        TrainingSettings settings = training.Plan.Settings with
        {
            LearningRate = Highest, Schedule = new ExponentialSchedule { Start = LowestShare }, Epochs = 1, MovingAverage = 0,
        };
        training = training with { Plan = training.Plan with { Settings = settings } };
        var loader = EpochTrainer.CreateLoader(training);
        using var trainer = new ScheduledTrainer(training, steps);
        var points = new List<RatePoint>();
        double smoothed = 0, least = double.PositiveInfinity;
        try
        {
            for (int epoch = 1; points.Count < steps; epoch++)
            {
                foreach (ImageBatch batch in loader.Shuffled(epoch, cancellationToken))
                {
                    int step = points.Count;
                    smoothed = smoothed * (1 - Share) + trainer.Step(batch, epoch: 1, step).Loss * Share;
                    // The first losses weigh too little in the mean: corrected as Adam corrects its moments.
                    double loss = smoothed / (1 - Math.Pow(1 - Share, step + 1));
                    points.Add(new RatePoint(trainer.RateOf(1, step), loss));
                    least = Math.Min(least, loss);
                    if (loss > RunsAway * least || points.Count == steps)
                        return new LearningRateCurve(points);
                }
            }
        }
        catch (TrainingDivergedException) when (points.Count > 0)
        {
            // That is what the test is for.
        }
        return new LearningRateCurve(points);
    }
}
