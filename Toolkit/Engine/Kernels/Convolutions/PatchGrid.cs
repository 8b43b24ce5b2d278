using System.Runtime.CompilerServices;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The patches that a convolution reads, as the rows of a matrix that need not exist: row m is position (image, y, x) of a grid,
/// its columns the taps of the patch there, top to bottom, left to right, each with its channels.
/// </summary>
/// <remarks>
/// One description serves three passes: forward (patches of the input, a stride apart), the gradient of the input (patches of
/// the output's gradient, taps in reverse) and the gradient of the weights (the forward patches, transposed).
/// </remarks>
internal unsafe struct PatchGrid
{
    public float* Source;
    public int Batch;
    public int SourceHeight;
    public int SourceWidth;

    /// <summary>Channels of a source pixel in memory.</summary>
    public int SourceChannels;

    /// <summary>The first of the channels that belong to a patch.</summary>
    public int FirstChannel;

    /// <summary>The channels that belong to a patch: all, or those of one group.</summary>
    public int Channels;

    public int Height;
    public int Width;

    /// <summary>Source pixels from one position to the next.</summary>
    public int Stride;

    /// <summary>The source row of the top tap at position 0; negative where there is padding.</summary>
    public int OffsetY;

    /// <summary>The source column of the left tap at position 0.</summary>
    public int OffsetX;

    public int TapsY;
    public int TapsX;

    /// <summary>
    /// What happens to pixels on their way into a patch, or null; only for patches of one tap, which no padding can reach.
    /// </summary>
    public PreActivation? PreActivation;

    /// <summary>Rows of the matrix.</summary>
    public readonly int Rows => Batch * Height * Width;

    /// <summary>Columns of the matrix.</summary>
    public readonly int Depth => TapsY * TapsX * Channels;

    /// <summary>
    /// Whether the rows lie in memory as they are, <see cref="SourceChannels"/> apart: a 1 x 1 convolution of stride 1.
    /// </summary>
    public readonly bool IsDirect =>
        PreActivation is null && TapsY == 1 && TapsX == 1 && Stride == 1 && OffsetY == 0 && OffsetX == 0 && Height == SourceHeight && Width == SourceWidth;

    /// <summary>The same patches where <see cref="Gather"/> has put them, all columns of all rows.</summary>
    public readonly PatchGrid Gathered(float* patches) => new()
    {
        Source = patches,
        Batch = Batch,
        SourceHeight = Height,
        SourceWidth = Width,
        SourceChannels = Depth,
        Channels = Depth,
        Height = Height,
        Width = Width,
        Stride = 1,
        TapsY = 1,
        TapsX = 1,
    };

    /// <summary>
    /// Copies columns <paramref name="depthStart"/> to <paramref name="depthEnd"/> of some rows; padding becomes 0.
    /// </summary>
    /// <param name="patches">[rows][depthEnd - depthStart].</param>
    public readonly void Gather(int firstRow, int rows, int depthStart, int depthEnd, float* patches)
    {
        if (PreActivation is not null)
        {
            GatherActivated(firstRow, rows, depthStart, depthEnd - depthStart, patches);
            return;
        }
        int x = firstRow % Width, y = firstRow / Width % Height, image = firstRow / Width / Height;
        // Taps side by side are consecutive memory when a patch takes all channels: then a row of taps is one copy.
        bool wholeRows = Channels == SourceChannels;
        int run = wholeRows ? TapsX * Channels : Channels;
        int firstRun = depthStart / run, lastRun = (depthEnd - 1) / run;
        for (int row = 0; row < rows; row++)
        {
            int top = y * Stride + OffsetY, left = x * Stride + OffsetX;
            bool inside = top >= 0 && top + TapsY <= SourceHeight && left >= 0 && left + TapsX <= SourceWidth;
            for (int r = firstRun; r <= lastRun; r++)
            {
                int start = Math.Max(depthStart - r * run, 0), length = Math.Min(depthEnd - r * run, run) - start;
                int tapY = wholeRows ? r : r / TapsX, tapX = wholeRows ? 0 : r % TapsX;
                float* line = Source + ((nint)image * SourceHeight + top + tapY) * SourceWidth * SourceChannels;
                nint offset = (nint)(left + tapX) * SourceChannels + FirstChannel + start;
                if (inside)
                    Unsafe.CopyBlockUnaligned(patches, line + offset, (uint)length * sizeof(float));
                else if ((uint)(top + tapY) >= (uint)SourceHeight)
                    new Span<float>(patches, length).Clear();
                else
                    CopyRun(line, offset, length, patches);
                patches += length;
            }
            if (++x == Width)
            {
                x = 0;
                if (++y == Height)
                {
                    y = 0;
                    image++;
                }
            }
        }
    }

    private readonly void GatherActivated(int firstRow, int rows, int firstChannel, int channels, float* patches)
    {
        int x = firstRow % Width, y = firstRow / Width % Height, image = firstRow / Width / Height;
        for (int row = 0; row < rows; row++, patches += channels)
        {
            float* pixel = Source + (((nint)image * SourceHeight + y * Stride) * SourceWidth + x * Stride) * SourceChannels;
            PreActivation!.Apply(pixel + firstChannel, firstChannel, channels, patches);
            if (++x == Width)
            {
                x = 0;
                if (++y == Height)
                {
                    y = 0;
                    image++;
                }
            }
        }
    }

    // Copies a run of floats that starts at an offset into a source line and may hang over either end of it.
    private readonly void CopyRun(float* line, nint offset, int length, float* target)
    {
        nint lineLength = (nint)SourceWidth * SourceChannels;
        nint before = Math.Clamp(-offset, 0, length);
        nint after = Math.Clamp(offset + length - lineLength, 0, length - before);
        nint inside = length - before - after;
        if (before > 0)
            new Span<float>(target, (int)before).Clear();
        if (inside > 0)
            new ReadOnlySpan<float>(line + offset + before, (int)inside).CopyTo(new Span<float>(target + before, (int)inside));
        if (after > 0)
            new Span<float>(target + before + inside, (int)after).Clear();
    }
}
