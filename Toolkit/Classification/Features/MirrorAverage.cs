using System.Buffers;
using MLResNet.Imaging;

namespace MLResNet.Features;

/// <summary>
/// The mirror images of prepared pictures, and what a network makes of them, to be averaged with what it makes of the pictures. Its
/// classifier being linear, it does not matter whether features are averaged or logits.
/// </summary>
internal readonly ref struct MirrorAverage : IDisposable
{
    private readonly float[] _pixels;
    private readonly float[] _outputs;

    /// <param name="pixels">[count][size][size][3], the pictures.</param>
    /// <param name="size">Their side in pixels.</param>
    /// <param name="outputs">Numbers that the network gives for all of them.</param>
    public MirrorAverage(ReadOnlySpan<float> pixels, int size, int outputs)
    {
        _pixels = ArrayPool<float>.Shared.Rent(pixels.Length);
        _outputs = ArrayPool<float>.Shared.Rent(outputs);
        Span<float> mirrored = _pixels.AsSpan(0, pixels.Length);
        pixels.CopyTo(mirrored);
        Flip.Horizontal(mirrored, size);
        Pixels = mirrored;
        Outputs = _outputs.AsSpan(0, outputs);
    }

    /// <summary>[count][size][size][3], the mirror images.</summary>
    public ReadOnlySpan<float> Pixels { get; }

    /// <summary>[count][outputs], for the network to write.</summary>
    public Span<float> Outputs { get; }

    /// <summary>Turns the outputs of the pictures into the means of those and of their mirror images'.</summary>
    public void AddTo(Span<float> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = (outputs[i] + Outputs[i]) / 2;
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_pixels);
        ArrayPool<float>.Shared.Return(_outputs);
    }
}
