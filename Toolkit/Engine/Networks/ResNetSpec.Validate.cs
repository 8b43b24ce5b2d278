namespace MLResNet.Engine.Networks;

public sealed partial record ResNetSpec
{
    // A spec may come out of a file: these bounds keep a hostile one from asking for endless layers, and all products within 64
    // bits.
    private const int MaxStages = 8;
    private const int MaxDepth = 1024;
    private const int MaxChannels = 65_536;
    private const int MaxKernel = 15;
    private const int MaxStride = 8;
    private const int MaxClasses = 1_000_000;
    private const int MaxSize = 16_384;

    /// <summary>Checks that the values describe a network that can be built.</summary>
    /// <exception cref="ArgumentException">They do not; the message names the property and its range.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(Id), nameof(Id), "must not be empty");
        RequireKnown(Version, nameof(Version));
        RequireKnown(Block, nameof(Block));
        RequireKnown(StridePosition, nameof(StridePosition));
        RequireKnown(StrideAt, nameof(StrideAt));
        RequireKnown(Shortcut, nameof(Shortcut));
        RequireKnown(Padding, nameof(Padding));
        RequireKnown(StemPoolPadding, nameof(StemPoolPadding));
        RequireKnown(Pooling, nameof(Pooling));

        RequireRange(Depths.Length, 1, MaxStages, $"the length of {nameof(Depths)}");
        Require(Widths.Length == Depths.Length, nameof(Widths), $"must have one entry a stage, {Depths.Length}, not {Widths.Length}");
        foreach (int depth in Depths) RequireRange(depth, 1, MaxDepth, nameof(Depths));
        foreach (int width in Widths) RequireRange(width, 1, MaxChannels / Expansion, nameof(Widths));

        RequireRange(Groups, 1, MaxChannels, nameof(Groups));
        RequireRange(WidthPerGroup, 1, MaxChannels, nameof(WidthPerGroup));
        if (Block == BlockKind.Basic)
        {
            Require(Groups == 1, nameof(Groups), "must be 1 for basic blocks");
            Require(WidthPerGroup == 64, nameof(WidthPerGroup), "must be 64 for basic blocks");
        }
        foreach (int width in Widths)
        {
            long inner = (long)width * WidthPerGroup / 64 * Groups;
            Require(inner is >= 1 and <= MaxChannels, nameof(WidthPerGroup), $"gives a 3x3 convolution of {inner} planes, not 1 to {MaxChannels}");
        }

        RequireRange(StemKernel, 1, MaxKernel, nameof(StemKernel));
        Require(StemKernel % 2 == 1, nameof(StemKernel), $"must be odd, not {StemKernel}");
        RequireRange(StemStride, 1, MaxStride, nameof(StemStride));
        RequireRange(StemWidth, 1, MaxChannels, nameof(StemWidth));
        Require(double.IsFinite(BatchNormEpsilon) && BatchNormEpsilon > 0 && BatchNormEpsilon < 1, nameof(BatchNormEpsilon),
            $"must lie between 0 and 1, not {BatchNormEpsilon}");
        RequireRange(Classes, 1, MaxClasses, nameof(Classes));
        RequireRange(InputChannels, 1, MaxChannels, nameof(InputChannels));
        RequireRange(DefaultSize, 1, MaxSize, nameof(DefaultSize));

        if (Residual && Shortcut == ShortcutKind.ZeroPadding) RequireGrowingChannels();
    }

    private void RequireGrowingChannels()
    {
        int channels = StemWidth;
        foreach (int width in Widths)
        {
            Require(width * Expansion >= channels, nameof(Shortcut), "by zero padding cannot drop channels: widths must not shrink");
            channels = width * Expansion;
        }
    }

    private void Require(bool condition, string property, string rule)
    {
        if (!condition) throw new ArgumentException($"Network '{Id}' cannot be built: {property} {rule}.");
    }

    private void RequireRange(int value, int least, int most, string property) =>
        Require(value >= least && value <= most, property, $"must be {least} to {most}, not {value}");

    private void RequireKnown<T>(T value, string property) where T : struct, Enum =>
        Require(Enum.IsDefined(value), property, $"has the unknown value {value}");
}
