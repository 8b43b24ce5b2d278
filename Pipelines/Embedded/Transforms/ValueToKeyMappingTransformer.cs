using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns values into keys.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private readonly KeyMap _map;
    private readonly bool _asText;

    internal ValueToKeyMappingTransformer(string output, string input, KeyMap map, bool asText)
        : base(output, input) => (_map, _asText) = (map, asText);

    internal static ValueToKeyMappingTransformer Load(BinaryReader reader)
    {
        (string output, string input, bool asText) = (reader.ReadString(), reader.ReadString(), reader.ReadBoolean());
        return new ValueToKeyMappingTransformer(output, input, KeyMap.Load(reader), asText);
    }

    private protected override DataViewSchema.DetachedColumn Describe(DataViewSchema.Column input)
    {
        if (!input.Type.Equals(_map.ItemType))
            throw Check.Mismatch(nameof(input), "input", InputColumn, _map.ItemType.ToString(), input.Type.ToString());
        return new(OutputColumn, new KeyDataViewType(typeof(uint), Math.Max(1, _map.Count)), _map.Annotations(_asText));
    }

    private protected override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input) => _map.Getter(row, input);

    private protected override void SaveModel(ModelSaveContext ctx) => ctx.Save(ModelLoadContext.ValueToKey, writer =>
    {
        writer.Write(OutputColumn);
        writer.Write(InputColumn);
        writer.Write(_asText);
        _map.Save(writer);
    });
}
