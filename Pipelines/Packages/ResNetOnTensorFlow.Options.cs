namespace MLResNet.Pipelines;

public sealed partial class ResNetOnTensorFlow
{
    /// <summary>Network, and how its head is trained. The defaults are those of ML.NET.</summary>
    public sealed record Options
    {
        /// <summary>The network.</summary>
        public Architecture Architecture { get; init; } = Architecture.ResnetV250;

        /// <summary>Passes over the features of the training images, at least 1.</summary>
        public int Epochs { get; init; } = 200;

        /// <summary>Images a step, at least 1; where there are fewer to train on, all of them.</summary>
        public int BatchSize { get; init; } = 10;

        /// <summary>
        /// The learning rate, above 0, of the first two epochs; every two epochs later it is 0.94 times the one before.
        /// </summary>
        public float LearningRate { get; init; } = 0.01f;

        /// <summary>
        /// Epochs, at least 1, after which the training stops when the accuracy on the validation images has not improved by
        /// <see cref="LeastGain"/>; null to take all.
        /// </summary>
        public int? Patience { get; init; } = 20;

        /// <summary>What counts as an improvement of the accuracy, 0 to 1.</summary>
        public float LeastGain { get; init; } = 0.01f;

        /// <summary>
        /// The part of the training images, at least 0 and below 1, that validates; a data set's own validation part takes their
        /// place.
        /// </summary>
        public float ValidationFraction { get; init; } = 0.1f;

        /// <summary>Where features and the retrained graph are written, and stay; null for a folder that is deleted.</summary>
        public string? WorkspacePath { get; init; }

        /// <summary>Whether a file that cannot be read is an error. Otherwise it is left out and listed.</summary>
        public bool Strict { get; init; }

        /// <summary>Told of every image whose features are computed, and of every epoch.</summary>
        public IProgress<TrainingProgress>? Progress { get; init; }

        internal void Validate()
        {
            if (!Enum.IsDefined(Architecture))
                throw new MLResNetException(
                    $"The option {nameof(Architecture)} must be one of {string.Join(", ", Enum.GetNames<Architecture>())}, "
                    + $"not {(int)Architecture}.");
            OptionRange.Require(Epochs >= 1, nameof(Epochs), "at least 1", Epochs);
            OptionRange.Require(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
            OptionRange.Require(
                LearningRate > 0 && float.IsFinite(LearningRate), nameof(LearningRate), "above 0", LearningRate);
            OptionRange.Require(Patience is null or >= 1, nameof(Patience), "at least 1", Patience ?? 0);
            OptionRange.Require(LeastGain is >= 0 and <= 1, nameof(LeastGain), "0 to 1", LeastGain);
            OptionRange.Require(
                ValidationFraction is >= 0 and < 1, nameof(ValidationFraction), "at least 0 and below 1", ValidationFraction);
        }
    }
}
