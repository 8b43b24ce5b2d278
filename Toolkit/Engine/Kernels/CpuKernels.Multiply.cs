namespace MLResNet.Engine.Kernels;

/// <content>The matrix product around the register tiles.</content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    public override void Multiply(
        float* a, nint aStride, int rows, int depth, float* panels, nint panelStride, int firstPanel, int panelEnd, in MatrixOutput output) =>
        Product(a, aStride, 1, rows, depth, panels, panelStride, firstPanel, panelEnd, output);

    public override void MultiplyTransposed(
        float* a, nint aStride, int rows, int depth, float* panels, nint panelStride, int firstPanel, int panelEnd,
        float* c, nint cStride, int columns)
    {
        MatrixOutput output = new() { C = c, Stride = cStride, Columns = columns, Accumulate = true };
        Product(a, 1, aStride, rows, depth, panels, panelStride, firstPanel, panelEnd, output);
    }

    private static void Product(
        float* a, nint rowStride, nint depthStride, int rows, int depth, float* panels, nint panelStride, int firstPanel, int panelEnd,
        in MatrixOutput output)
    {
        int width = 2 * TSimd.Count;
        float* memory = stackalloc float[13 * width + TSimd.Count];
        float* edge = Align(memory), start = edge + 12 * width;
        for (int panel = firstPanel; panel < panelEnd; panel++)
        {
            float* b = panels + panel * panelStride;
            int column = panel * width, columns = Math.Min(width, output.Columns - column);
            bool narrow = columns <= TSimd.Count, whole = output.RowMap == null && columns == (narrow ? TSimd.Count : width);
            for (int i = 0; i < width; i++)
                start[i] = output.Bias != null && i < columns ? output.Bias[column + i] : 0;
            TileOutput direct = new()
            {
                StartStride = output.Accumulate ? output.Stride : 0,
                Stride = output.Stride,
                Residual = output.Residual == null ? 0 : (nint)(output.Residual - output.C),
                Relu = output.Relu,
            };
            // Tiles that hang over an edge of C, or whose rows lie apart, take a way round.
            TileOutput apart = new()
            {
                Start = output.Accumulate ? edge : start,
                StartStride = output.Accumulate ? width : 0,
                C = edge,
                Stride = width,
            };
            for (int row = 0; row < rows;)
            {
                int left = rows - row, height = TileHeight(left, narrow);
                float* aTile = a + row * rowStride;
                if (whole && left >= height)
                {
                    direct.C = output.C + row * output.Stride + column;
                    direct.Start = output.Accumulate ? direct.C : start;
                    RunTile(aTile, rowStride, depthStride, b, depth, height, narrow, row == 0, &direct);
                }
                else
                {
                    int inside = Math.Min(height, left);
                    if (output.Accumulate)
                        CopyIn(output, row, inside, column, columns, edge);
                    RunTile(aTile, rowStride, depthStride, b, depth, height, narrow, row == 0, &apart);
                    CopyOut(edge, row, inside, column, columns, output);
                }
                row += height;
            }
        }
    }

    // The tile that wastes least on the rows that are left.
    private static int TileHeight(int left, bool narrow)
    {
        if (TSimd.TileRows == 12 && left > (narrow ? 6 : 10))
            return 12;
        return !narrow && (left is <= 4 or 7 or 8) ? 4 : 6;
    }

    private static void RunTile(
        float* a, nint rowStride, nint depthStride, float* b, int depth, int height, bool narrow, bool first, TileOutput* output)
    {
        if (height == 12)
        {
            if (narrow)
                Tile12x1(a, rowStride, depthStride, b, depth, output);
            else
                Tile12x2(a, rowStride, depthStride, b, depth, output);
        }
        else if (narrow)
            Tile6x1(a, rowStride, depthStride, b, depth, output);
        else if (depthStride == 1)
            RunTile<UnitStride>(a, rowStride, depthStride, b, depth, height, first, output);
        else
            RunTile<AnyStride>(a, rowStride, depthStride, b, depth, height, first, output);
    }

    private static void RunTile<TStride>(
        float* a, nint rowStride, nint depthStride, float* b, int depth, int height, bool first, TileOutput* output)
        where TStride : struct, IDepthStride
    {
        if (first)
            RunTile<TStride, FirstOfPanel>(a, rowStride, depthStride, b, depth, height, output);
        else
            RunTile<TStride, LaterInPanel>(a, rowStride, depthStride, b, depth, height, output);
    }

    private static void RunTile<TStride, TFetch>(
        float* a, nint rowStride, nint depthStride, float* b, int depth, int height, TileOutput* output)
        where TStride : struct, IDepthStride
        where TFetch : struct, IFetch
    {
        if (height == 4)
            Tile4x2<TStride, TFetch>(a, rowStride, depthStride, b, depth, output);
        else
            Tile6x2<TStride, TFetch>(a, rowStride, depthStride, b, depth, output);
    }

    // Fetches a part of C to edge[rows][PanelWidth], of which `columns` count.
    private static void CopyIn(in MatrixOutput output, int firstRow, int rows, int column, int columns, float* edge)
    {
        for (int r = 0; r < rows; r++, edge += 2 * TSimd.Count)
        {
            float* c = output.C + output.RowOf(firstRow + r) * output.Stride + column;
            new ReadOnlySpan<float>(c, columns).CopyTo(new Span<float>(edge, columns));
        }
    }

    // Carries a finished edge[rows][PanelWidth], of which `columns` count, to C.
    private static void CopyOut(float* edge, int firstRow, int rows, int column, int columns, in MatrixOutput output)
    {
        for (int r = 0; r < rows; r++, edge += 2 * TSimd.Count)
        {
            nint offset = output.RowOf(firstRow + r) * output.Stride + column;
            float* c = output.C + offset;
            float* residual = output.Residual == null ? null : output.Residual + offset;
            int i = 0;
            for (; i <= columns - TSimd.Count; i += TSimd.Count)
            {
                TVector value = TSimd.Load(edge + i);
                if (residual != null)
                    value = TSimd.Add(value, TSimd.Load(residual + i));
                TSimd.Store(c + i, output.Relu ? TSimd.Max(value, TSimd.Zero) : value);
            }
            for (; i < columns; i++)
            {
                float value = residual == null ? edge[i] : edge[i] + residual[i];
                c[i] = output.Relu ? Math.Max(value, 0) : value;
            }
        }
    }

    private static float* Align(float* pointer)
    {
        nint bytes = TSimd.Count * sizeof(float);
        return (float*)(((nint)pointer + bytes - 1) / bytes * bytes);
    }
}
