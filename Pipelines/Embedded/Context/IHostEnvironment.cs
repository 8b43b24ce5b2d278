namespace Microsoft.ML.Runtime;

/// <summary>What components are given of the context.</summary>
public interface IHostEnvironment : IChannelProvider
{
    ComponentCatalog ComponentCatalog { get; }
}
