namespace MLResNet.Formats.Jpeg;

/// <summary>A stored block that several scans fill.</summary>
internal readonly ref struct CoefficientBlock(Span<short> values, ref ulong nonZero)
{
    /// <summary>64 coefficients, row-major, not dequantised.</summary>
    public readonly Span<short> Values = values;

    /// <summary>
    /// Bit k stands for the k-th AC coefficient of the stream's order, set where a progressive scan has made it other than zero:
    /// what a refinement looks for.
    /// </summary>
    public readonly ref ulong NonZero = ref nonZero;
}
