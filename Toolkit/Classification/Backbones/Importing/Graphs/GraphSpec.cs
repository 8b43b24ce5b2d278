using System.Globalization;
using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>Finds the member of the family that a graph is.</summary>
internal static class GraphSpec
{
    /// <summary>The network's description; null if no description of ours gives exactly its convolutions and shortcuts.</summary>
    /// <param name="network">The graph.</param>
    /// <param name="id">Its id.</param>
    public static ResNetSpec? Of(GraphNetwork network, string id) =>
        Enum.GetValues<StridePlacement>()
            .Select(placement => Candidate(network, id, placement))
            .FirstOrDefault(spec => Fits(spec, network));

    private static ResNetSpec Candidate(GraphNetwork network, string id, StridePlacement placement)
    {
        IReadOnlyList<GraphBlock> blocks = network.Blocks;
        BlockKind kind = blocks[0].Branch.Count == 2 ? BlockKind.Basic : BlockKind.Bottleneck;
        var depths = new List<int>();
        var widths = new List<int>();
        for (int i = 0; i < blocks.Count; i++)
        {
            bool resized = placement == StridePlacement.StageStart ? blocks[i].Stride > 1 : i > 0 && blocks[i - 1].Stride > 1;
            if (i == 0 || resized || blocks[i].OutputChannels != blocks[i - 1].OutputChannels)
            {
                depths.Add(0);
                widths.Add(blocks[i].OutputChannels / (kind == BlockKind.Bottleneck ? 4 : 1));
            }
            depths[^1]++;
        }
        GraphConvolution inner = blocks[0].Branch[1];
        GraphBlock? strided = blocks.FirstOrDefault(block => block.Stride > 1);
        bool bottleneck = kind == BlockKind.Bottleneck;
        return new ResNetSpec
        {
            Id = id,
            Version = network.IsV2 ? ResNetVersion.V2 : ResNetVersion.V1,
            Block = kind,
            Depths = [.. depths],
            Widths = [.. widths],
            Groups = bottleneck ? inner.Groups : 1,
            WidthPerGroup = bottleneck ? (int)(inner.OutputChannels / inner.Groups * 64L / Math.Max(1, widths[0])) : 64,
            StridePosition = bottleneck && strided?.Branch[0].Stride > 1 ? StridePosition.First : StridePosition.Second,
            StrideAt = placement,
            Shortcut = blocks.Any(block => block.Shortcut == GraphShortcut.Subsample)
                ? ShortcutKind.StridedPooling
                : ShortcutKind.Projection,
            ProjectionTakesPreActivation = blocks.All(block => block.Shortcut != GraphShortcut.Projection) || !network.IsV2,
            DataNorm = network.DataNorm is not null,
            StemKernel = network.Stem.Kernel,
            StemStride = network.Stem.Stride,
            StemWidth = network.Stem.OutputChannels,
            StemNorm = network.Stem.Norm is not null || network.Stem.Relu,
            StemPool = network.StemPool,
            StemPoolPadding = network.StemPoolPadsSame ? PaddingMode.Same : PaddingMode.Symmetric,
            ConvolutionBias = HasFreeBias(network),
            BatchNormEpsilon = Epsilon(network),
            Padding = AllConvolutions(network).Any(IsLopsided) ? PaddingMode.Same : PaddingMode.Symmetric,
            Classes = network.Classifier.Classes,
            InputChannels = network.Stem.InputChannels,
        };
    }

    private static IEnumerable<GraphConvolution> AllConvolutions(GraphNetwork network) =>
        network.Blocks.SelectMany(block => block.Convolutions).Prepend(network.Stem);

    private static IEnumerable<GraphNorm> AllNorms(GraphNetwork network) =>
    [
        .. AllConvolutions(network).Select(convolution => convolution.Norm).OfType<GraphNorm>(),
        .. network.Blocks.Select(block => block.First).Append(network.DataNorm).Append(network.LastNorm).OfType<GraphNorm>(),
    ];

    /// <summary>Whether a bias is followed by no batch norm, neither in the graph nor, folded away, in our network.</summary>
    private static bool HasFreeBias(GraphNetwork network) => network.IsV2
        && (network.Stem is { Bias: not null, Norm: null, Relu: false }
            || network.Blocks.Any(block => block.Branch[^1].Bias is not null || block.Projection?.Bias is not null));

    /// <summary>The shortest decimal that is this number in single precision, as which it was meant: 1e-5.</summary>
    private static double Epsilon(GraphNetwork network)
    {
        float epsilon = AllNorms(network).Select(norm => norm.Epsilon).FirstOrDefault(1e-5f);
        return double.Parse(epsilon.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    // Only a stride tells SAME from symmetric padding.
    private static bool IsLopsided(GraphConvolution convolution) => convolution is { PadsSame: true, Kernel: > 1, Stride: > 1 };

    private static bool Fits(ResNetSpec spec, GraphNetwork network)
    {
        ResNetLayout layout;
        try
        {
            layout = new ResNetLayout(spec);
        }
        catch (ArgumentException)
        {
            return false;
        }
        return Fits(layout.Stem, network.Stem, spec)
            && layout.Blocks.Length == network.Blocks.Count
            && layout.Blocks.Zip(network.Blocks).All(pair => Fits(pair.First, pair.Second, spec))
            && AllNorms(network).All(norm => norm.Epsilon == (float)spec.BatchNormEpsilon);
    }

    private static bool Fits(BlockSpec ours, GraphBlock theirs, ResNetSpec spec)
    {
        ShortcutPath shortcut = theirs.Shortcut switch
        {
            GraphShortcut.Identity => ShortcutPath.Identity,
            GraphShortcut.Subsample => ShortcutPath.Subsample,
            _ => ShortcutPath.Projection,
        };
        return ours.Shortcut == shortcut
            && ours.Stride == theirs.Stride
            && (shortcut != ShortcutPath.Projection
                || ours.ProjectionTakesPreActivation == (theirs.Shortcut == GraphShortcut.ProjectionOfPreActivation))
            && ours.Convolutions.Length == theirs.Branch.Count
            && ours.Convolutions.Zip(theirs.Branch).All(pair => Fits(pair.First, pair.Second, spec))
            && HasOurActivations(ours, theirs)
            && (theirs.Projection is null || Fits(ours.Projection!, theirs.Projection, spec))
            && (ours.Version == ResNetVersion.V1 || theirs.Projection?.Norm is null);
    }

    private static bool HasOurActivations(BlockSpec ours, GraphBlock theirs) =>
        theirs.Branch.Take(theirs.Branch.Count - 1).All(convolution => convolution.Relu)
        && !theirs.Branch[^1].Relu
        && (ours.Version == ResNetVersion.V1 || theirs.Branch[^1].Norm is null);

    private static bool Fits(ConvolutionSpec ours, GraphConvolution theirs, ResNetSpec spec) =>
        ours.InputChannels == theirs.InputChannels && ours.OutputChannels == theirs.OutputChannels
        && ours.Window.Kernel == theirs.Kernel && ours.Window.Stride == theirs.Stride && ours.Groups == theirs.Groups
        && (theirs is { Kernel: 1 } or { Stride: 1 } || theirs.PadsSame == (spec.Padding == PaddingMode.Same));
}
