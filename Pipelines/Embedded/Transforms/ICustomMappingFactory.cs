namespace Microsoft.ML.Transforms;

/// <summary>What a factory of mappings is to who loads a model.</summary>
internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(string contractName);
}
