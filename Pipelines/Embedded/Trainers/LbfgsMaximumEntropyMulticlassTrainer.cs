using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Fits a multinomial logistic regression.</summary>
public sealed class LbfgsMaximumEntropyMulticlassTrainer
    : IEstimator<MulticlassPredictionTransformer<MaximumEntropyModelParameters>>
{
    private readonly string _label;
    private readonly string _features;
    private readonly MaximumEntropyFit _fit;

    internal LbfgsMaximumEntropyMulticlassTrainer(string label, string features, float l1, float l2, float tolerance)
    {
        Check.NonEmpty(label, nameof(label));
        Check.NonEmpty(features, nameof(features));
        (_label, _features, _fit) = (label, features, new MaximumEntropyFit(l1, l2, tolerance));
    }

    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView input)
    {
        Check.NotNull(input, nameof(input));
        DataViewSchema.Column label = Find(input.Schema, "label", _label), features = Find(input.Schema, "feature", _features);
        if (label.Type is not KeyDataViewType key || key.RawType != typeof(uint))
            throw Check.Mismatch(nameof(input), "label", _label, "Key<UInt32>", label.Type.ToString());
        if (features.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw Check.Mismatch(nameof(input), "feature", _features, "Vector<Single>", features.Type.ToString());
        var rows = new List<float[]>();
        var classes = new List<int>();
        IDataView whole = new FilteredView(input, [label, features], MissingValues.Absent(_label, _features));
        Read(whole, label, features, rows, classes);
        if (rows.Count == 0)
            throw new InvalidOperationException("No valid training instances found, all instances have missing features.");
        MaximumEntropyModelParameters model = _fit.Run(rows, classes, (int)key.Count, vector.Size);
        string[] names = AnnotationKinds.TextsOf(label.Annotations, AnnotationKinds.KeyValues);
        return new MulticlassPredictionTransformer<MaximumEntropyModelParameters>(model, _features, names);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (!inputSchema.TryFindColumn(_features, out SchemaShape.Column features))
            throw Check.Missing(nameof(inputSchema), "feature", _features);
        if (features.Kind != SchemaShape.Column.VectorKind.Vector || !features.ItemType.Equals(NumberDataViewType.Single))
            throw Check.Mismatch(nameof(inputSchema), "feature", _features, "Vector<Single>", features.GetTypeString());
        if (!inputSchema.TryFindColumn(_label, out SchemaShape.Column label))
            throw Check.Missing(nameof(inputSchema), "label", _label);
        if (!label.IsKey)
            throw Check.Mismatch(nameof(inputSchema), "label", _label, "Key<UInt32>", label.GetTypeString());
        SchemaShape names = label.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values)
            && values.ItemType is TextDataViewType
            ? new SchemaShape(
                [new(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, values.ItemType, isKey: false)])
            : null;
        return inputSchema.With(
            new SchemaShape.Column("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, names),
            new SchemaShape.Column(
                "PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true,
                label.Annotations));
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw Check.Missing(nameof(schema), role, name);

    private static void Read(
        IDataView data, DataViewSchema.Column label, DataViewSchema.Column features, List<float[]> rows, List<int> classes)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([label, features]);
        ValueGetter<uint> getLabel = cursor.GetGetter<uint>(label);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        uint key = 0;
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            getLabel(ref key);
            getFeatures(ref row);
            rows.Add([.. row.DenseValues()]);
            classes.Add((int)key - 1);
        }
    }
}
