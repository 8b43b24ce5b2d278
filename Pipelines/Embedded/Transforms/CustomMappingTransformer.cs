using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Computes columns by a function of the user's.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : RowToRowTransformerBase
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _map;
    private readonly string _contract;
    private readonly SchemaDefinition _input;
    private readonly IReadOnlyList<MemberColumn> _added;

    internal CustomMappingTransformer(
        Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputSchemaDefinition,
        SchemaDefinition outputSchemaDefinition)
    {
        Check.NotNull(mapAction, nameof(mapAction));
        (_map, _contract, _input) = (mapAction, contractName, inputSchemaDefinition);
        _added = MemberColumn.Of(typeof(TDst), outputSchemaDefinition, SchemaDefinition.Direction.Write);
    }

    private protected override IRowMapping Map(DataViewSchema schema) =>
        new Mapping(this, new ObjectReader<TSrc>(schema, ignoreMissingColumns: false, _input));

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        if (_contract is null)
            throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        ctx.Save(ModelLoadContext.CustomMapping, writer =>
        {
            writer.Write(_contract);
            writer.Write(_map.Method.DeclaringType.Assembly.FullName);
        });
    }

    private sealed class Mapping(CustomMappingTransformer<TSrc, TDst> owner, ObjectReader<TSrc> reader) : IRowMapping
    {
        public IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } =
            [.. owner._added.Select(member => new DataViewSchema.DetachedColumn(member.Name, member.Type, member.Annotations))];

        public IEnumerable<int> DependenciesOf(int added) => reader.Columns.Select(column => column.Index);

        public Delegate CreateGetter(DataViewRow input, int added)
        {
            Action<TSrc> fill = reader.Over(input);
            TSrc source = new();
            TDst target = new();
            long shown = -1;
            return owner._added[added].CreateGetter(() =>
            {
                if (shown != input.Position)
                {
                    fill(source);
                    owner._map(source, target);
                    shown = input.Position;
                }
                return target;
            });
        }
    }
}
