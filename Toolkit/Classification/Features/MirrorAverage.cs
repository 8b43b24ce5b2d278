using System.Buffers;
using MLResNet.Imaging;

namespace MLResNet.Features;

/// <summary>
/// Averages what a network makes of pictures and of their mirror images. Its classifier being linear, it does not matter whether
/// features are averaged or logits.
/// </summary>
internal static class MirrorAverage
{
    /// <summary>Runs prepared pictures through a network.</summary>
    /// <param name="pixels">[count][size][size][3].</param>
    /// <param name="outputs">[count][outputs], written.</param>
    public delegate void Network(ReadOnlySpan<float> pixels, Span<float> outputs);

    /// <summary>Adds the mirror images to what the network has made of the pictures.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pixels">[count][size][size][3], the pictures.</param>
    /// <param name="size">Their side in pixels.</param>
    /// <param name="outputs">[count][outputs] of the pictures; on return the mean of those and of their mirror images'.</param>
    public static void Complete(Network network, ReadOnlySpan<float> pixels, int size, Span<float> outputs)
    {
        float[] mirrored = ArrayPool<float>.Shared.Rent(pixels.Length), others = ArrayPool<float>.Shared.Rent(outputs.Length);
        try
        {
            Span<float> turned = mirrored.AsSpan(0, pixels.Length), second = others.AsSpan(0, outputs.Length);
            pixels.CopyTo(turned);
            Flip.Horizontal(turned, size);
            network(turned, second);
            for (int i = 0; i < outputs.Length; i++)
                outputs[i] = (outputs[i] + second[i]) / 2;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(mirrored);
            ArrayPool<float>.Shared.Return(others);
        }
    }
}
