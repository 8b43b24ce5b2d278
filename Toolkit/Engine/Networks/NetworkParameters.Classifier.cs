using MLResNet.Engine.Regression;

namespace MLResNet.Engine.Networks;

public sealed partial class NetworkParameters
{
    /// <summary>The same network with another classifier at its end; the other parameters' arrays are shared.</summary>
    /// <param name="head">The classifier, which may have another number of classes.</param>
    /// <exception cref="ArgumentException">The head takes another number of features than the network has.</exception>
    public NetworkParameters WithClassifier(LinearHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        ResNetSpec spec = Spec with { Classes = head.Outputs };
        LinearSpec classifier = new ResNetLayout(spec).Classifier;
        if (head.Inputs != classifier.Inputs)
        {
            throw new ArgumentException(
                $"Network '{spec.Id}' has {classifier.Inputs} features; the head takes {head.Inputs}.", nameof(head));
        }
        return new NetworkParameters(spec, Describe(spec).Select(description =>
            description.Name == classifier.WeightName ? new Parameter(description, head.Weight)
            : description.Name == classifier.BiasName ? new Parameter(description, head.Bias)
            : this[description.Name]));
    }
}
