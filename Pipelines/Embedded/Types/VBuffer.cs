using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>
/// The value of a vector column: all items, or the places and values of those that are not their type's default. The arrays
/// behind it are filled again by the getter that it is handed to.
/// </summary>
public readonly struct VBuffer<T> : IEnumerable
{
    public readonly int Length;

    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public VBuffer(int length, T[] values, int[] indices = null) : this(length, length, values, indices)
    {
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (count < 0 || count > length)
            throw new ArgumentException("The count is not between 0 and the length.", nameof(count));
        if ((values?.Length ?? 0) < count)
            throw new ArgumentException("There are fewer values than their count.", nameof(values));
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentException("There are fewer indices than values.", nameof(indices));
        (Length, _count, _values, _indices) = (length, count, values, indices);
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        for (int i = 0; i < _count; i++)
            target[_indices[i]] = _values[i];
    }

    public T GetItemOrDefault(int index)
    {
        if (index < 0 || index >= Length)
            throw new ArgumentException("The index is not one of the vector.", nameof(index));
        if (IsDense)
            return _values[index];
        int place = Array.BinarySearch(_indices, 0, _count, index);
        return place < 0 ? default : _values[place];
    }

    public IEnumerable<T> DenseValues()
    {
        for (int i = 0; i < Length; i++)
            yield return GetItemOrDefault(i);
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        for (int i = 0; i < (all ? Length : _count); i++)
        {
            int index = all || IsDense ? i : _indices[i];
            yield return new KeyValuePair<int, T>(index, GetItemOrDefault(index));
        }
    }

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public override string ToString() => IsDense
        ? $"Dense vector of size {Length}"
        : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> Edit(int length, int count)
    {
        T[] values = _values is not null && _values.Length >= count ? _values : new T[count];
        int[] indices = _indices;
        if (count < length && (indices is null || indices.Length < count))
            indices = new int[count];
        return new VBufferEditor<T>(length, count, values, indices, values != _values, indices != _indices);
    }
}
