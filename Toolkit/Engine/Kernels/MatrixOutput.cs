namespace MLResNet.Engine.Kernels;

/// <summary>
/// Where a matrix product goes, and what happens to it on the way, while it is still in registers or the nearest cache.
/// </summary>
internal unsafe struct MatrixOutput
{
    /// <summary>C's row 0, column 0.</summary>
    public float* C;

    /// <summary>Floats from row to row of C, and of the residual.</summary>
    public nint Stride;

    /// <summary>Columns of C; panels may overhang.</summary>
    public int Columns;

    /// <summary>The row of C that each row of the product goes to, or null for one after the other.</summary>
    public int* RowMap;

    /// <summary>Add to what C holds instead of replacing it.</summary>
    public bool Accumulate;

    /// <summary>A number a column that sums start from, or null; not together with <see cref="Accumulate"/>.</summary>
    public float* Bias;

    /// <summary>A matrix of C's layout to add, or null.</summary>
    public float* Residual;

    /// <summary>Rectify last: max(0, .).</summary>
    public bool Relu;

    /// <summary>The row of C that a row of the product goes to.</summary>
    public readonly nint RowOf(int row) => RowMap == null ? row : RowMap[row];
}
