using MLResNet.Engine.Kernels.Convolutions;

namespace MLResNet.Benchmarks.Kernels;

/// <summary>A convolution of a ResNet on pictures of 224 x 224.</summary>
/// <param name="Name">Kernel / stride, channels read -> written, side of the map that is read.</param>
public sealed record ConvolutionCase(string Name, int Inputs, int Outputs, int Kernel, int Stride, int Side)
{
    /// <summary>The stem and, of each kind, layers from an early, middle and late stage.</summary>
    public static IReadOnlyList<ConvolutionCase> Common { get; } =
    [
        Of(3, 64, 7, 2, 224),
        Of(64, 256, 1, 1, 56), Of(512, 128, 1, 1, 28), Of(256, 1024, 1, 1, 14), Of(2048, 512, 1, 1, 7),
        Of(128, 128, 3, 2, 56), Of(512, 512, 3, 2, 14),
        Of(64, 64, 3, 1, 56), Of(128, 128, 3, 1, 28), Of(256, 256, 3, 1, 14), Of(512, 512, 3, 1, 7),
    ];

    internal ConvolutionShape Shape => new(Inputs, Outputs, Kernel, Stride);

    internal Window Window => new((Side + Stride - 1) / Stride, (Side + Stride - 1) / Stride, (Kernel - 1) / 2, (Kernel - 1) / 2);

    public override string ToString() => Name;

    private static ConvolutionCase Of(int inputs, int outputs, int kernel, int stride, int side) =>
        new($"{kernel}x{kernel}/{stride} {inputs}->{outputs} @{side}", inputs, outputs, kernel, stride, side);
}
