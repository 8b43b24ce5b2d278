using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Computes columns by a function of the user's.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly SchemaDefinition _input;
    private readonly SchemaDefinition _output;

    internal CustomMappingEstimator(
        Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputSchemaDefinition,
        SchemaDefinition outputSchemaDefinition)
        : base(new CustomMappingTransformer<TSrc, TDst>(
            mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition)) =>
        (_input, _output) = (inputSchemaDefinition, outputSchemaDefinition);

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (MemberColumn member in MemberColumn.Of(typeof(TSrc), _input, SchemaDefinition.Direction.Both))
        {
            if (!inputSchema.TryFindColumn(member.Name, out SchemaShape.Column column))
                throw Check.Missing(nameof(inputSchema), "input", member.Name);
            SchemaShape.Column wanted = SchemaShape.Column.Of(member.Name, member.Type);
            bool isScalar = column.Kind == SchemaShape.Column.VectorKind.Scalar;
            if (!wanted.ItemType.Equals(column.ItemType) || wanted.IsKey != column.IsKey
                || wanted.Kind == SchemaShape.Column.VectorKind.Scalar != isScalar
                || (wanted.Kind == SchemaShape.Column.VectorKind.Vector && column.Kind != wanted.Kind))
            {
                throw Check.Mismatch(nameof(inputSchema), "input", member.Name, member.Type.ToString(), column.GetTypeString());
            }
        }
        IEnumerable<MemberColumn> added = MemberColumn.Of(typeof(TDst), _output, SchemaDefinition.Direction.Write);
        return inputSchema.With([.. added.Select(member => SchemaShape.Column.Of(member.Name, member.Type, member.Annotations))]);
    }
}
