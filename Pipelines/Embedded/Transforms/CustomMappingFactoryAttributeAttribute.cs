namespace Microsoft.ML.Transforms;

/// <summary>Names the contract of a factory.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CustomMappingFactoryAttributeAttribute(string contractName) : ExtensionBaseAttribute(contractName);
