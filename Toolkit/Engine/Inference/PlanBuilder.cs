using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Inference;

/// <summary>
/// Turns a network into a plan: batch norms after a convolution disappear into its weights, ReLUs and additions into its output,
/// and maps that are never alive together share memory. The last two steps are the pooling and the classifier; a plan that does
/// not classify ends with the pooled features.
/// </summary>
internal sealed class PlanBuilder
{
    private readonly IParameterSource _parameters;
    private readonly ComputeContext _context;
    private readonly ResNetLayout _layout;

    // The map before step 0 is the pixels, number 0; step i writes map i + 1.
    private readonly List<PlannedStep> _steps = [];

    /// <exception cref="ArgumentException">The parameters are not those of the network.</exception>
    public PlanBuilder(ResNetSpec spec, IParameterSource parameters, ComputeContext context)
    {
        if (!parameters.Spec.Equals(spec))
            throw new ArgumentException($"These are the parameters of '{parameters.Spec.Id}', not of '{spec.Id}'.", nameof(parameters));
        (_parameters, _context, _layout) = (parameters, context, new ResNetLayout(spec));
    }

    /// <summary>The whole network, with its classifier or without.</summary>
    public PlannedStep[] Build(bool classifies)
    {
        int map = AddPooling(AddStages(_layout.Blocks, AddStem()));
        if (classifies)
            Add(Classifier(_layout.Classifier), map);
        return AssignSlots([.. _steps]);
    }

    /// <summary>The stem and the first stages.</summary>
    public PlannedStep[] BuildStages(int stages)
    {
        AddStages(_layout.Blocks.Where(block => block.Stage < stages), AddStem());
        return AssignSlots([.. _steps]);
    }

    /// <summary>What follows the first stages, to the pooled features.</summary>
    public PlannedStep[] BuildAfter(int stages)
    {
        AddPooling(AddStages(_layout.Blocks.Where(block => block.Stage >= stages), map: 0));
        return AssignSlots([.. _steps]);
    }

    /// <summary>The steps of a plan that classifies, and before its pooling one more, see <see cref="ClassMapStep"/>.</summary>
    public static PlannedStep[] WithClassMaps(PlannedStep[] steps)
    {
        int pooling = steps.Length - 2, lastMap = steps[pooling].Input;
        ClassMapStep classMaps = new((ConvolutionStep)steps[^1].Step) { Name = "cam" };
        return AssignSlots(
        [
            .. steps[..pooling],
            new PlannedStep(classMaps, lastMap, Residual: null, Slot: 0),
            steps[pooling],
            steps[^1] with { Input = pooling + 2 },
        ]);
    }

    /// <summary>Which map <see cref="WithClassMaps"/> adds to those of the steps.</summary>
    public static int ClassMapsOf(PlannedStep[] stepsWithClassMaps) => stepsWithClassMaps.Length - 2;

    private int AddStem()
    {
        ResNetLayout layout = _layout;
        int map = 0;
        if (layout.DataNorm is not null)
            map = Add(Norm(layout.DataNorm, relu: false), map);
        map = Add(Convolution(layout.Stem, layout.StemNorm, relu: layout.StemNorm is not null), map);
        if (layout.StemPool is not null)
            map = Add(new MaxPoolStep(layout.StemPool, layout.Stem.OutputChannels, _context) { Name = "maxpool" }, map);
        return map;
    }

    private int AddStages(IEnumerable<BlockSpec> blocks, int map)
    {
        foreach (BlockSpec block in blocks)
            map = block.Version == ResNetVersion.V2 ? AddPreActivation(block, map) : AddPostActivation(block, map);
        return map;
    }

    private int AddPooling(int map)
    {
        if (_layout.LastNorm is not null)
            map = Add(Norm(_layout.LastNorm, relu: true), map);
        return Add(new GlobalPoolStep(_layout.Classifier.Inputs, _context) { Name = "avgpool" }, map);
    }

    private int AddPostActivation(BlockSpec block, int input)
    {
        int? shortcut = block.Shortcut switch
        {
            ShortcutPath.Identity => input,
            ShortcutPath.Subsample => Add(Subsample(block), input),
            ShortcutPath.Projection => Add(Convolution(block.Projection!, block.ProjectionNorm, relu: false), input),
            _ => null,
        };
        int map = input;
        for (int i = 0; i < block.Convolutions.Length; i++)
        {
            bool last = i == block.Convolutions.Length - 1;
            map = Add(Convolution(block.Convolutions[i], block.Norms[i], relu: true), map, last ? shortcut : null);
        }
        return map;
    }

    private int AddPreActivation(BlockSpec block, int input)
    {
        // A first layer of 1 x 1 takes the block's first norm along; a wider one would apply it to each pixel again for every
        // tap.
        NormSpec? gathered = block.Convolutions[0].Window.Kernel == 1 ? block.Norms[0] : null;
        int activated = gathered is null ? Add(Norm(block.Norms[0], relu: true), input) : input;
        int? shortcut = block.Shortcut switch
        {
            ShortcutPath.Identity => input,
            ShortcutPath.Subsample => Add(Subsample(block), input),
            ShortcutPath.Projection => block.ProjectionTakesPreActivation
                ? Add(Convolution(block.Projection!, norm: null, relu: false, gathered), activated)
                : Add(Convolution(block.Projection!, norm: null, relu: false), input),
            _ => null,
        };
        int map = activated;
        for (int i = 0; i < block.Convolutions.Length - 1; i++)
            map = Add(Convolution(block.Convolutions[i], block.Norms[i + 1], relu: true, i == 0 ? gathered : null), map);
        return Add(Convolution(block.Convolutions[^1], norm: null, relu: false), map, shortcut);
    }

    private int Add(PlanStep step, int input, int? residual = null)
    {
        _steps.Add(new PlannedStep(step, input, residual, Slot: 0));
        return _steps.Count;
    }

    private SubsampleStep Subsample(BlockSpec block) =>
        new(block.Stride, block.OutputChannels, _context) { Name = block.Name + ".downsample" };

    private NormStep Norm(NormSpec norm, bool relu) => new(ChannelAffine.Of(norm, _parameters), relu, _context) { Name = norm.Name };

    private ConvolutionStep Convolution(ConvolutionSpec spec, NormSpec? norm, bool relu, NormSpec? normBefore = null)
    {
        ConvolutionShape shape = new(spec.InputChannels, spec.OutputChannels, spec.Window.Kernel, spec.Window.Stride, spec.Groups);
        float[] bias = spec.Bias ? _parameters.Read(spec.BiasName).ToArray() : [];
        ChannelAffine? affine = norm is null ? null : ChannelAffine.Of(norm, _parameters);
        ChannelAffine? affineBefore = normBefore is null ? null : ChannelAffine.Of(normBefore, _parameters);
        return new(shape, spec.Window, _parameters.Read(spec.WeightName), bias, affine, relu, _context, affineBefore) { Name = spec.Name };
    }

    private ConvolutionStep Classifier(LinearSpec spec)
    {
        float[] bias = _parameters.Read(spec.BiasName).ToArray();
        return new ConvolutionStep(
            new ConvolutionShape(spec.Inputs, spec.Outputs, Kernel: 1), new SlidingWindow(1, 1, PaddingMode.Symmetric),
            _parameters.Read(spec.WeightName), bias, norm: null, relu: false, _context)
        {
            Name = spec.Name,
        };
    }

    // Gives each map a memory slot, free again after the last step that reads it; one that none reads keeps its own, for it is a
    // result.
    private static PlannedStep[] AssignSlots(PlannedStep[] steps)
    {
        int[] lastUse = new int[steps.Length + 1];
        lastUse[^1] = int.MaxValue;
        for (int step = 0; step < steps.Length; step++)
        {
            lastUse[steps[step].Input] = step;
            if (steps[step].Residual is { } residual)
                lastUse[residual] = step;
        }
        int[] slots = new int[steps.Length + 1];
        Stack<int> free = new();
        int count = 1;
        PlannedStep[] planned = new PlannedStep[steps.Length];
        for (int step = 0; step < steps.Length; step++)
        {
            slots[step + 1] = free.TryPop(out int slot) ? slot : count++;
            planned[step] = steps[step] with { Slot = slots[step + 1] };
            for (int map = 0; map <= step; map++)
            {
                if (lastUse[map] == step)
                    free.Push(slots[map]);
            }
        }
        return planned;
    }
}
