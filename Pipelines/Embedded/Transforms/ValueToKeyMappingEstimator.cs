using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers the values of a column.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly int _most;
    private readonly KeyOrdinality _order;
    private readonly bool _asText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(
        string outputColumnName, string inputColumnName, int maximumNumberOfKeys, KeyOrdinality keyOrdinality, bool asText,
        IDataView keyData)
    {
        Check.NonEmpty(outputColumnName, nameof(outputColumnName));
        (_output, _input, _most) = (outputColumnName, inputColumnName ?? outputColumnName, maximumNumberOfKeys);
        (_order, _asText, _keyData) = (keyOrdinality, asText, keyData);
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Check.NotNull(input, nameof(input));
        DataViewSchema.Column column = input.Schema.GetColumnOrNull(_input)
            ?? throw Check.Missing(nameof(input), "input", _input);
        if (column.Type is not (TextDataViewType or NumberDataViewType or BooleanDataViewType))
            throw Check.Mismatch(nameof(input), "input", _input, "text, number or boolean", column.Type.ToString());
        (IDataView source, string name) = _keyData is null ? (input, _input) : (_keyData, _keyData.Schema[0].Name);
        return new ValueToKeyMappingTransformer(
            _output, _input, KeyMap.Learn(source, source.Schema[name], _most, _order), _asText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (!inputSchema.TryFindColumn(_input, out SchemaShape.Column column))
            throw Check.Missing(nameof(inputSchema), "input", _input);
        if (column.IsKey || column.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw Check.Mismatch(nameof(inputSchema), "input", _input, "text, number or boolean", column.GetTypeString());
        DataViewType item = _asText ? TextDataViewType.Instance : column.ItemType;
        var values = new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector, item, isKey: false);
        return inputSchema.With(new SchemaShape.Column(
            _output, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, new SchemaShape([values])));
    }

    /// <summary>Which value is the first.</summary>
    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }
}
