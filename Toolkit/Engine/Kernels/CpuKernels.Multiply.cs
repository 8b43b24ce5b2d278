namespace MLResNet.Engine.Kernels;

/// <content>The matrix product around the register tiles.</content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    public override void Multiply(
        float* a, nint aStride, int rows, int depth, float* panels, nint panelStride, int firstPanel, int panelEnd, in MatrixOutput output)
    {
        int width = 2 * TSimd.Count;
        float* tile = stackalloc float[12 * width + TSimd.Count];
        tile = Align(tile);
        for (int panel = firstPanel; panel < panelEnd; panel++)
        {
            float* b = panels + panel * panelStride;
            int column = panel * width, columns = Math.Min(width, output.Columns - column);
            bool narrow = columns <= TSimd.Count;
            for (int row = 0; row < rows;)
            {
                int left = rows - row;
                int height = TSimd.TileRows > 6 && left > 6 ? 12 : 6;
                float* aTile = a + row * aStride;
                if (height == 12)
                {
                    if (narrow)
                        Tile12x1(aTile, aStride, b, depth, tile);
                    else
                        Tile12x2(aTile, aStride, b, depth, tile);
                }
                else
                {
                    if (narrow)
                        Tile6x1(aTile, aStride, b, depth, tile);
                    else
                        Tile6x2(aTile, aStride, b, depth, tile);
                }
                Finish(tile, row, Math.Min(height, left), column, columns, output);
                row += height;
            }
        }
    }

    public override void MultiplyTransposed(
        float* a, nint aStride, int rows, int depth, float* panels, nint panelStride, int firstPanel, int panelEnd,
        float* c, nint cStride, int columns)
    {
        int width = 2 * TSimd.Count;
        float* tile = stackalloc float[12 * width + TSimd.Count];
        tile = Align(tile);
        MatrixOutput output = new() { C = c, Stride = cStride, Columns = columns, Accumulate = true };
        for (int panel = firstPanel; panel < panelEnd; panel++)
        {
            float* b = panels + panel * panelStride;
            int column = panel * width, across = Math.Min(width, columns - column);
            bool narrow = across <= TSimd.Count;
            for (int row = 0; row < rows;)
            {
                int left = rows - row;
                int height = TSimd.TileRows > 6 && left > 6 ? 12 : 6;
                if (height == 12)
                {
                    if (narrow)
                        TransposedTile12x1(a + row, aStride, b, depth, tile);
                    else
                        TransposedTile12x2(a + row, aStride, b, depth, tile);
                }
                else
                {
                    if (narrow)
                        TransposedTile6x1(a + row, aStride, b, depth, tile);
                    else
                        TransposedTile6x2(a + row, aStride, b, depth, tile);
                }
                Finish(tile, row, Math.Min(height, left), column, across, output);
                row += height;
            }
        }
    }

    // Carries a finished tile to C: tile[rows][PanelWidth], of which `columns` count.
    private static void Finish(float* tile, int firstRow, int rows, int column, int columns, in MatrixOutput output)
    {
        for (int r = 0; r < rows; r++, tile += 2 * TSimd.Count)
        {
            nint row = output.RowMap == null ? firstRow + r : output.RowMap[firstRow + r];
            nint offset = row * output.Stride + column;
            float* c = output.C + offset;
            float* bias = output.Bias == null ? null : output.Bias + column;
            float* residual = output.Residual == null ? null : output.Residual + offset;
            int i = 0;
            for (; i <= columns - TSimd.Count; i += TSimd.Count)
            {
                TVector value = TSimd.Load(tile + i);
                if (output.Accumulate)
                    value = TSimd.Add(value, TSimd.Load(c + i));
                if (bias != null)
                    value = TSimd.Add(value, TSimd.Load(bias + i));
                if (residual != null)
                    value = TSimd.Add(value, TSimd.Load(residual + i));
                if (output.Relu)
                    value = TSimd.Max(value, TSimd.Zero);
                TSimd.Store(c + i, value);
            }
            for (; i < columns; i++)
            {
                float value = tile[i];
                if (output.Accumulate)
                    value += c[i];
                if (bias != null)
                    value += bias[i];
                if (residual != null)
                    value += residual[i];
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
