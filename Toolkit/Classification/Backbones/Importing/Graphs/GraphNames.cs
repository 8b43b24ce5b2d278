using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>
/// Maps our parameters to the tensors of a graph that has been recognized as one of our networks, whatever they are called there.
/// A batch norm that was folded into the convolution before it comes back as one that adds the convolution's bias and leaves the
/// rest as it is.
/// </summary>
internal sealed class GraphNames : WeightNames
{
    private readonly Dictionary<string, WeightSource> _sources = new(StringComparer.Ordinal);
    private readonly ResNetSpec _spec;

    /// <summary>Lays the graph and the spec side by side.</summary>
    /// <param name="network">The graph.</param>
    /// <param name="spec">What <see cref="GraphSpec"/> found it to be.</param>
    public GraphNames(GraphNetwork network, ResNetSpec spec)
    {
        _spec = spec;
        var layout = new ResNetLayout(spec);
        if (network.DataNorm is not null)
            Add(layout.DataNorm!, network.DataNorm, null);
        Add(layout.Stem, layout.StemNorm, network.Stem);
        foreach ((BlockSpec ours, GraphBlock theirs) in layout.Blocks.Zip(network.Blocks))
        {
            bool v1 = ours.Version == ResNetVersion.V1;
            if (!v1)
                Add(ours.Norms[0], theirs.First!, null);
            for (int i = 0; i < theirs.Branch.Count; i++)
                Add(ours.Convolutions[i], v1 ? ours.Norms[i] : ours.Norms.ElementAtOrDefault(i + 1), theirs.Branch[i]);
            if (theirs.Projection is not null)
                Add(ours.Projection!, ours.ProjectionNorm, theirs.Projection);
        }
        if (network.LastNorm is not null)
            Add(layout.LastNorm!, network.LastNorm, null);
        WeightLayout axes = network.Classifier.IsTransposed ? WeightLayout.OutLast : WeightLayout.OutFirst;
        _sources.Add(layout.Classifier.WeightName, new WeightSource.Tensor(network.Classifier.Weight, axes));
        _sources.Add(layout.Classifier.BiasName, TensorOrZero(network.Classifier.Bias));
    }

    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec) => _sources[parameter.Name];

    /// <summary>Every node was recognized, so whatever else lies in the file plays no part.</summary>
    public override bool Ignores(string name) => true;

    private void Add(ConvolutionSpec ours, NormSpec? norm, GraphConvolution theirs)
    {
        _sources.Add(ours.WeightName, new WeightSource.Tensor(theirs.Weight));
        string? bias = theirs.Bias;
        if (norm is not null)
        {
            Add(norm, theirs.Norm, bias);
            bias = null;
        }
        if (ours.Bias)
            _sources.Add(ours.BiasName, TensorOrZero(bias));
    }

    private void Add(NormSpec ours, GraphNorm? theirs, string? bias)
    {
        if (theirs is null)
        {
            _sources.Add(ours.ScaleName, new WeightSource.Constant(1));
            _sources.Add(ours.ShiftName, TensorOrZero(bias));
            _sources.Add(ours.MeanName, new WeightSource.Constant(0));
            _sources.Add(ours.VarianceName, new WeightSource.Constant((float)(1 - _spec.BatchNormEpsilon)));
            return;
        }
        var mean = new WeightSource.Tensor(theirs.Mean);
        _sources.Add(ours.ScaleName, new WeightSource.Tensor(theirs.Scale));
        _sources.Add(ours.ShiftName, new WeightSource.Tensor(theirs.Shift));
        _sources.Add(ours.MeanName, bias is null ? mean : new WeightSource.Difference(mean, new WeightSource.Tensor(bias)));
        _sources.Add(ours.VarianceName, new WeightSource.Tensor(theirs.Variance));
    }

    private static WeightSource TensorOrZero(string? name) =>
        name is null ? new WeightSource.Constant(0) : new WeightSource.Tensor(name);
}
