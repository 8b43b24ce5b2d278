using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Joins columns of one type to a vector.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(string outputColumnName, string[] inputColumnNames)
    {
        Check.NonEmpty(outputColumnName, nameof(outputColumnName));
        _output = outputColumnName;
        _inputs = inputColumnNames is { Length: > 0 } ? inputColumnNames : [outputColumnName];
    }

    internal static ColumnConcatenatingTransformer Load(BinaryReader reader) =>
        new(reader.ReadString(), [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())]);

    private protected override IRowMapping Map(DataViewSchema schema)
    {
        DataViewSchema.Column[] inputs = [.. _inputs.Select(name =>
            schema.GetColumnOrNull(name) ?? throw Check.Missing(nameof(schema), "input", name))];
        return new Mapping(_output, inputs);
    }

    private protected override void SaveModel(ModelSaveContext ctx) => ctx.Save(ModelLoadContext.Concatenate, writer =>
    {
        writer.Write(_output);
        writer.Write(_inputs.Length);
        foreach (string input in _inputs)
            writer.Write(input);
    });

    private sealed class Mapping : IRowMapping
    {
        private readonly DataViewSchema.Column[] _inputs;
        private readonly PrimitiveDataViewType _item;

        public Mapping(string output, DataViewSchema.Column[] inputs)
        {
            _inputs = inputs;
            _item = ItemOf(inputs[0]);
            foreach (DataViewSchema.Column input in inputs)
            {
                if (!ItemOf(input).Equals(_item))
                    throw Check.Mismatch(nameof(inputs), "input", input.Name, _item.ToString(), input.Type.ToString());
            }
            bool isKnown = Array.TrueForAll(inputs, input => input.Type is not VectorDataViewType { IsKnownSize: false });
            int size = isKnown ? inputs.Sum(input => input.Type is VectorDataViewType vector ? vector.Size : 1) : 0;
            Added = [new DataViewSchema.DetachedColumn(output, new VectorDataViewType(_item, size))];
        }

        public IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; }

        public IEnumerable<int> DependenciesOf(int added) => _inputs.Select(input => input.Index);

        public Delegate CreateGetter(DataViewRow input, int added) =>
            Generic.Call<Delegate>(typeof(Mapping), nameof(Getter), [_item.RawType], input, _inputs);

        public static ValueGetter<VBuffer<T>> Getter<T>(DataViewRow row, DataViewSchema.Column[] inputs)
        {
            var items = new List<T>();
            Action[] append = [.. inputs.Select(input => Appender(row, input, items))];
            return (ref VBuffer<T> value) =>
            {
                items.Clear();
                foreach (Action one in append)
                    one();
                new VBuffer<T>(items.Count, [.. items]).CopyTo(ref value);
            };
        }

        private static Action Appender<T>(DataViewRow row, DataViewSchema.Column input, List<T> items)
        {
            if (input.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(input);
                VBuffer<T> vector = default;
                return () =>
                {
                    getVector(ref vector);
                    items.AddRange(vector.DenseValues());
                };
            }
            ValueGetter<T> get = row.GetGetter<T>(input);
            return () =>
            {
                T value = default;
                get(ref value);
                items.Add(value);
            };
        }

        private static PrimitiveDataViewType ItemOf(DataViewSchema.Column column) =>
            column.Type is VectorDataViewType vector ? vector.ItemType : (PrimitiveDataViewType)column.Type;
    }
}
