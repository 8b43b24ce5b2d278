namespace Microsoft.ML.Data;

/// <summary>Columns that are computed of the columns of the same row.</summary>
internal interface IRowMapping
{
    /// <summary>The computed columns.</summary>
    IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; }

    /// <summary>The columns that one of them is computed of, as indices into the input.</summary>
    IEnumerable<int> DependenciesOf(int added);

    /// <summary>The getter of one of them over a row of the input.</summary>
    Delegate CreateGetter(DataViewRow input, int added);
}
