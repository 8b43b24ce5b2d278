namespace MLResNet.Pipelines;

public sealed partial class ResNetFeaturizingEstimator
{
    /// <summary>Columns, network, and how to compute.</summary>
    public sealed record Options
    {
        /// <summary>The column to add: a vector of numbers of known size.</summary>
        public string OutputColumnName { get; init; } = "Features";

        /// <summary>The column of the image: its path as text, or its encoded bytes as a vector of bytes.</summary>
        public string InputColumnName { get; init; } = "ImagePath";

        /// <summary>The network.</summary>
        public Backbone Backbone { get; init; } = Backbone.BestAvailable;

        /// <summary>Side in pixels of the square that the network sees, 16 to 2048; null for the network's own.</summary>
        public int? Size { get; init; }

        /// <summary>Images that are computed together, at least 1. Rows are read ahead twice as far.</summary>
        public int BatchSize { get; init; } = 32;

        /// <summary>Threads to use; 0 for one a core.</summary>
        public int Threads { get; init; }

        /// <summary>
        /// What features may take on disk, in bytes; 0 keeps none. See <see cref="TransferLearningOptions.FeatureCacheBytes"/>:
        /// it is the same cache. Prediction engines do without it.
        /// </summary>
        public long FeatureCacheBytes { get; init; } = 2L << 30;

        /// <summary>
        /// Told of an image that cannot be read: its features are NaN then, which ML.NET takes for missing, so that its trainers
        /// leave the row out. Null makes it an error.
        /// </summary>
        public Action<UnreadableFile>? OnUnreadable { get; init; }

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(InputColumnName);
            OptionRange.Require(Size is null or (>= 16 and <= 2048), nameof(Size), "16 to 2048", Size ?? 0);
            OptionRange.Require(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
            OptionRange.Require(Threads >= 0, nameof(Threads), "0 or more", Threads);
            OptionRange.Require(FeatureCacheBytes >= 0, nameof(FeatureCacheBytes), "0 or more", FeatureCacheBytes);
        }
    }
}
