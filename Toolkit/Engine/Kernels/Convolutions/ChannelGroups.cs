namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// Groups of a convolution, gathered into blocks wide enough for a panel: narrow groups (ResNeXt's are 4 wide) are computed side
/// by side as one dense product whose weights are 0 between groups, which costs multiplications and still is far faster than
/// narrow products.
/// </summary>
internal readonly record struct ChannelGroups
{
    private readonly ConvolutionShape _shape;

    public ChannelGroups(ConvolutionShape shape, int panelWidth)
    {
        _shape = shape;
        int merged = 1;
        int width = Math.Max(shape.OutputChannels, shape.InputChannels) / shape.Groups;
        for (int m = 2; m <= shape.Groups && m * width <= panelWidth; m++)
        {
            if (shape.Groups % m == 0)
                merged = m;
        }
        Merged = merged;
    }

    /// <summary>Groups in a block.</summary>
    public int Merged { get; }

    public int Blocks => _shape.Groups / Merged;

    /// <summary>Input channels of a block.</summary>
    public int InputChannels => _shape.InputChannels / Blocks;

    /// <summary>Output channels of a block.</summary>
    public int OutputChannels => _shape.OutputChannels / Blocks;

    /// <summary>
    /// The dense weights of one tap of one block: [input channels][output channels] of the block, from the tap's
    /// [input channels a group][all output channels].
    /// </summary>
    public unsafe void Expand(float* tap, int block, float* dense)
    {
        int inputs = _shape.InputChannels / _shape.Groups, outputs = _shape.OutputChannels / _shape.Groups;
        new Span<float>(dense, InputChannels * OutputChannels).Clear();
        for (int group = 0; group < Merged; group++)
        {
            for (int i = 0; i < inputs; i++)
            {
                new ReadOnlySpan<float>(tap + (nint)i * _shape.OutputChannels + block * OutputChannels + group * outputs, outputs)
                    .CopyTo(new Span<float>(dense + (nint)(group * inputs + i) * OutputChannels + group * outputs, outputs));
            }
        }
    }

    /// <summary>The reverse of <see cref="Expand"/>: keeps what lies within the groups.</summary>
    public unsafe void Extract(float* dense, int block, float* tap)
    {
        int inputs = _shape.InputChannels / _shape.Groups, outputs = _shape.OutputChannels / _shape.Groups;
        for (int group = 0; group < Merged; group++)
        {
            for (int i = 0; i < inputs; i++)
            {
                new ReadOnlySpan<float>(dense + (nint)(group * inputs + i) * OutputChannels + group * outputs, outputs)
                    .CopyTo(new Span<float>(tap + (nint)i * _shape.OutputChannels + block * OutputChannels + group * outputs, outputs));
            }
        }
    }
}
