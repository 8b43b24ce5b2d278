using System.Runtime.InteropServices;
using Microsoft.ML.Vision;

namespace MLResNet.Pipelines.Training;

/// <summary>The native library that ML.NET's image classification runs on.</summary>
internal static class TensorFlowLibrary
{
    /// <summary>Whether it can be loaded.</summary>
    public static bool Exists { get; } =
        NativeLibrary.TryLoad("tensorflow", typeof(ImageClassificationTrainer).Assembly, searchPath: null, out _);

    /// <summary>Complains where it cannot: ML.NET would do so when it has downloaded the network.</summary>
    /// <exception cref="MLResNetException">It cannot be loaded.</exception>
    public static void Demand()
    {
        if (!Exists)
            throw new MLResNetException(
                "The native library of TensorFlow is not there, or cannot be loaded; add the package SciSharp.TensorFlow.Redist, or "
                + "SciSharp.TensorFlow.Redist-Linux-GPU, to the program.");
    }
}
