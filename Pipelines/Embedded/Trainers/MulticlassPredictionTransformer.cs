using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Predicts by a model.</summary>
public sealed class MulticlassPredictionTransformer<TModel> : RowToRowTransformerBase where TModel : class
{
    private readonly MaximumEntropyModelParameters _parameters;
    private readonly string[] _names;

    internal MulticlassPredictionTransformer(TModel model, string features, string[] names)
    {
        (Model, FeatureColumnName, _names) = (model, features, names);
        _parameters = (MaximumEntropyModelParameters)(object)model;
    }

    public TModel Model { get; }

    public string FeatureColumnName { get; }

    internal static MulticlassPredictionTransformer<MaximumEntropyModelParameters> Load(BinaryReader reader)
    {
        string features = reader.ReadString();
        string[] names = reader.ReadBoolean()
            ? [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())]
            : null;
        return new(MaximumEntropyModelParameters.Load(reader), features, names);
    }

    private protected override IRowMapping Map(DataViewSchema schema)
    {
        DataViewSchema.Column features = schema.GetColumnOrNull(FeatureColumnName)
            ?? throw Check.Missing(nameof(schema), "feature", FeatureColumnName);
        if (features.Type is not VectorDataViewType vector || vector.Size != _parameters.Width
            || vector.ItemType != NumberDataViewType.Single)
        {
            throw Check.Mismatch(
                nameof(schema), "feature", FeatureColumnName, $"Vector<Single, {_parameters.Width}>", features.Type.ToString());
        }
        return new Mapping(features, _parameters, _names);
    }

    private protected override void SaveModel(ModelSaveContext ctx) => ctx.Save(ModelLoadContext.MaximumEntropy, writer =>
    {
        writer.Write(FeatureColumnName);
        writer.Write(_names is not null);
        if (_names is not null)
        {
            writer.Write(_names.Length);
            foreach (string name in _names)
                writer.Write(name);
        }
        _parameters.Save(writer);
    });

    private sealed class Mapping(
        DataViewSchema.Column features, MaximumEntropyModelParameters model, string[] names) : IRowMapping
    {
        public IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } =
        [
            new("PredictedLabel", new KeyDataViewType(typeof(uint), model.Classes),
                names is null ? null : AnnotationKinds.OfTexts(AnnotationKinds.KeyValues, names)),
            new("Score", new VectorDataViewType(NumberDataViewType.Single, model.Classes),
                names is null ? null : AnnotationKinds.OfTexts(AnnotationKinds.SlotNames, names)),
        ];

        public IEnumerable<int> DependenciesOf(int added) => [features.Index];

        public Delegate CreateGetter(DataViewRow input, int added)
        {
            ValueGetter<VBuffer<float>> get = input.GetGetter<VBuffer<float>>(features);
            VBuffer<float> row = default;
            if (added == 0)
            {
                return (ValueGetter<uint>)((ref uint key) =>
                {
                    float[] scores = Predict();
                    int best = Array.IndexOf(scores, scores.Max());
                    key = (uint)best + 1;
                });
            }
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                float[] scores = Predict();
                new VBuffer<float>(scores.Length, scores).CopyTo(ref value);
            });

            float[] Predict()
            {
                get(ref row);
                return model.Predict([.. row.DenseValues()]);
            }
        }
    }
}
