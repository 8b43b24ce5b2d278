using System.Diagnostics.CodeAnalysis;

namespace MLResNet.Engine.Tensors;

/// <summary>
/// A batch of feature maps: float32, NHWC, contiguous. Vectors (features, logits) are maps of 1 x 1.
/// </summary>
/// <remarks>
/// Behind the last pixel lies readable slack of <see cref="SlackRows"/> pixels, so that a register tile may load whole rows past
/// the end of the data; what it computes from them is never stored.
/// </remarks>
internal sealed unsafe class Tensor : IDisposable
{
    /// <summary>The most rows of a register tile, see <see cref="Simd.ISimd{TVector}.TileRows"/>.</summary>
    public const int SlackRows = 12;

    private readonly AlignedBuffer? _owned;
    private readonly float* _pointer;

    public Tensor(int batch, int height, int width, int channels)
    {
        CheckShape(batch, height, width, channels);
        (Batch, Height, Width, Channels) = (batch, height, width, channels);
        _owned = new AlignedBuffer(LengthWithSlack(Pixels, channels));
        _pointer = _owned.Pointer;
    }

    /// <summary>A view of memory that someone else owns and keeps, <see cref="LengthWithSlack"/> floats of it.</summary>
    public Tensor(float* memory, int batch, int height, int width, int channels)
    {
        CheckShape(batch, height, width, channels);
        (Batch, Height, Width, Channels) = (batch, height, width, channels);
        _pointer = memory;
    }

    public int Batch { get; }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>Batch x height x width: the rows of this tensor seen as a matrix.</summary>
    public int Pixels => checked(Batch * Height * Width);

    public long Length => (long)Pixels * Channels;

    public float* Pointer => _pointer;

    public Span<float> Span => new(_pointer, checked((int)Length));

    /// <summary>
    /// Floats that a tensor of so many pixels takes. A tile of 12 columns may start at the last channel of the last slack row.
    /// </summary>
    public static long LengthWithSlack(long pixels, int channels) => checked((pixels + SlackRows) * channels + SlackRows);

    /// <summary>Makes <paramref name="tensor"/> one of this shape, kept where it already is; content is undefined.</summary>
    public static Tensor Ensure([NotNull] ref Tensor? tensor, int batch, int height, int width, int channels)
    {
        if (tensor is null || !tensor.HasShape(batch, height, width, channels))
        {
            tensor?.Dispose();
            tensor = new Tensor(batch, height, width, channels);
        }
        return tensor;
    }

    public bool HasShape(int batch, int height, int width, int channels) =>
        Batch == batch && Height == height && Width == width && Channels == channels;

    public void Dispose() => _owned?.Dispose();

    public override string ToString() => $"{Batch} x {Height} x {Width} x {Channels}";

    private static void CheckShape(int batch, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
    }
}
