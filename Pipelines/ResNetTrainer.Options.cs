using Microsoft.ML;

namespace MLResNet.Pipelines;

public sealed partial class ResNetTrainer
{
    /// <summary>
    /// Columns, and how to train. The usual settings are here under the names that <see cref="TransferLearningOptions"/> gives
    /// them; they are those of <see cref="Training"/>, which has all; where both are given, what stands later in the initializer
    /// is what counts.
    /// </summary>
    public sealed record Options
    {
        /// <summary>The column of the label, a key.</summary>
        public string LabelColumnName { get; init; } = "Label";

        /// <summary>
        /// The column of the image: its path as text, or its encoded bytes as a vector of bytes. Bytes are put into files while
        /// training lasts.
        /// </summary>
        public string ImageColumnName { get; init; } = "ImagePath";

        /// <summary>The column of probabilities that the model adds.</summary>
        public string ScoreColumnName { get; init; } = "Score";

        /// <summary>The column of the likeliest label, a key, that the model adds.</summary>
        public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

        /// <summary>
        /// Rows that choose the best epoch, or the head's penalty; null as <see cref="TransferLearningOptions.Validation"/>. Its
        /// label may be a text as well as a key: it is matched by its value.
        /// </summary>
        public IDataView? ValidationSet { get; init; }

        /// <summary>The context whose log is told of progress and of files that are left out; null for none.</summary>
        public MLContext? Context { get; init; }

        /// <summary>How to train.</summary>
        public TransferLearningOptions Training { get; init; } = new();

        /// <summary>Which part of the network is trained.</summary>
        public Tune Tune
        {
            get => Training.Tune;
            init => Training = Training with { Tune = value };
        }

        /// <summary>The pretrained network to build on; null for the best at hand.</summary>
        public Backbone? Backbone
        {
            get => Training.Backbone;
            init => Training = Training with { Backbone = value };
        }

        /// <summary>Side in pixels of the square that the network sees; null for what suits.</summary>
        public int? Size
        {
            get => Training.Size;
            init => Training = Training with { Size = value };
        }

        /// <summary>Passes over the training images; null for what suits.</summary>
        public int? Epochs
        {
            get => Training.Epochs;
            init => Training = Training with { Epochs = value };
        }

        /// <summary>Decides all that is drawn: the same seed on the same data gives the same model.</summary>
        public int Seed
        {
            get => Training.Seed;
            init => Training = Training with { Seed = value };
        }

        /// <summary>Told of every step, or batch of images.</summary>
        public IProgress<TrainingProgress>? Progress
        {
            get => Training.Progress;
            init => Training = Training with { Progress = value };
        }
    }
}
