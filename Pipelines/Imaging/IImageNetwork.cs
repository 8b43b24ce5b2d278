using MLResNet.Features;
using MLResNet.Imaging;

namespace MLResNet.Pipelines.Imaging;

/// <summary>What computes numbers of images. Thread-safe.</summary>
internal interface IImageNetwork
{
    /// <summary>How a picture becomes its input.</summary>
    ImagePreprocessing Preprocessing { get; }

    /// <summary>Numbers that it gives for an image.</summary>
    int Outputs { get; }

    /// <summary>Threads that decode; 0 for one a core.</summary>
    int Threads { get; }

    /// <summary>Computes prepared images.</summary>
    /// <param name="pixels">[count][size][size][3].</param>
    /// <param name="count">Images, at least 1.</param>
    /// <param name="outputs">[count][<see cref="Outputs"/>], written.</param>
    void Run(ReadOnlySpan<float> pixels, int count, Span<float> outputs);

    /// <summary>What is known of images from before; null where nothing is kept.</summary>
    FeatureCache? OpenCache();
}
