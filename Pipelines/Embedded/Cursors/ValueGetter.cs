namespace Microsoft.ML;

/// <summary>Fetches the value of a column in the row that a cursor stands on.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);
