using System.Collections.Immutable;

namespace MLResNet.Engine.Networks;

internal sealed partial class ResNetLayout
{
    private ImmutableArray<BlockSpec> SpellBlocks()
    {
        ImmutableArray<BlockSpec>.Builder blocks = ImmutableArray.CreateBuilder<BlockSpec>();
        int channels = _spec.StemWidth;
        for (int stage = 0; stage < _spec.Depths.Length; stage++)
        {
            for (int index = 0; index < _spec.Depths[stage]; index++)
            {
                BlockSpec block = Block(stage, index, channels);
                blocks.Add(block);
                channels = block.OutputChannels;
            }
        }
        return blocks.DrainToImmutable();
    }

    private BlockSpec Block(int stage, int index, int inputs)
    {
        string name = $"layer{stage + 1}.{index}";
        int stride = IsStrided(stage, index) ? 2 : 1;
        ImmutableArray<ConvolutionSpec> convolutions = Branch(name, _spec.Widths[stage], inputs, stride);
        int outputs = convolutions[^1].OutputChannels;
        ShortcutPath shortcut = Shortcut(inputs, outputs, stride);
        bool projects = shortcut == ShortcutPath.Projection;
        bool v1 = _spec.Version == ResNetVersion.V1;
        return new(
            name,
            stage,
            _spec.Version,
            convolutions,
            [.. convolutions.Select((c, i) => Norm($"{name}.bn{i + 1}", v1 ? c.OutputChannels : c.InputChannels))],
            stride,
            shortcut,
            projects ? Convolution($"{name}.downsample.0", inputs, outputs, 1, stride) : null,
            projects && v1 ? Norm($"{name}.downsample.1", outputs) : null,
            projects && !v1 && _spec.ProjectionTakesPreActivation);
    }

    private bool IsStrided(int stage, int index) => _spec.StrideAt == StridePlacement.StageStart
        ? index == 0 && stage > 0
        : index == _spec.Depths[stage] - 1 && stage < _spec.Depths.Length - 1;

    private ImmutableArray<ConvolutionSpec> Branch(string name, int width, int inputs, int stride)
    {
        if (_spec.Block == BlockKind.Basic)
        {
            return
            [
                Convolution($"{name}.conv1", inputs, width, 3, stride),
                Convolution($"{name}.conv2", width, width, 3, 1),
            ];
        }
        int inner = (int)((long)width * _spec.WidthPerGroup / 64) * _spec.Groups;
        bool first = _spec.StridePosition == StridePosition.First;
        return
        [
            Convolution($"{name}.conv1", inputs, inner, 1, first ? stride : 1),
            Convolution($"{name}.conv2", inner, inner, 3, first ? 1 : stride, _spec.Groups),
            Convolution($"{name}.conv3", inner, width * _spec.Expansion, 1, 1),
        ];
    }

    private ShortcutPath Shortcut(int inputs, int outputs, int stride)
    {
        if (!_spec.Residual) return ShortcutPath.None;
        if (inputs == outputs && stride == 1) return ShortcutPath.Identity;
        return _spec.Shortcut switch
        {
            ShortcutKind.ZeroPadding => ShortcutPath.Subsample,
            ShortcutKind.StridedPooling when inputs == outputs => ShortcutPath.Subsample,
            _ => ShortcutPath.Projection,
        };
    }

    private ConvolutionSpec Convolution(string name, int inputs, int outputs, int kernel, int stride, int groups = 1) =>
        new(name, inputs, outputs, new(kernel, stride, _spec.Padding), groups, _spec.ConvolutionBias);

    private NormSpec Norm(string name, int channels) => new(name, channels, _spec.BatchNormEpsilon);
}
