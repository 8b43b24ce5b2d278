namespace MLResNet.Engine.Tensors;

/// <summary>
/// A batch of feature maps: float32, NHWC, contiguous. Vectors (features, logits) are maps of 1 x 1.
/// </summary>
/// <remarks>
/// Behind the last pixel lies readable slack of <see cref="SlackRows"/> pixels, so that a register tile may load whole rows past the
/// end of the data; what it computes from them is never stored.
/// </remarks>
internal sealed unsafe class Tensor : IDisposable
{
    /// <summary>The most rows of a register tile, see <see cref="Simd.ISimd{TVector}.TileRows"/>.</summary>
    public const int SlackRows = 12;

    private readonly AlignedBuffer _buffer;

    public Tensor(int batch, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (Batch, Height, Width, Channels) = (batch, height, width, channels);
        // A tile of 12 columns may start at the last channel of the last slack row.
        _buffer = new AlignedBuffer(checked((long)Pixels * channels + (long)SlackRows * channels + SlackRows));
    }

    public int Batch { get; }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>Batch x height x width: the rows of this tensor seen as a matrix.</summary>
    public int Pixels => checked(Batch * Height * Width);

    public long Length => (long)Pixels * Channels;

    public float* Pointer => _buffer.Pointer;

    public Span<float> Span => new(_buffer.Pointer, checked((int)Length));

    public bool HasShape(int batch, int height, int width, int channels) =>
        Batch == batch && Height == height && Width == width && Channels == channels;

    public void Dispose() => _buffer.Dispose();

    public override string ToString() => $"{Batch} x {Height} x {Width} x {Channels}";
}
