using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MLResNet.Engine.Simd;

namespace MLResNet.Engine.Kernels;

/// <summary>
/// The inner loops of the engine, compiled for one instruction set. Every kernel is a plain function over pointers that works on
/// one thread; who calls it has checked the shapes and cut the work into parts.
/// </summary>
/// <remarks>
/// <para>Row-major matrices throughout: feature maps are [pixels][channels].</para>
/// <para>
/// <b>Panels</b>, the one packed format: a matrix [rows][columns] is cut into panels of <see cref="PanelWidth"/> columns, each
/// stored as [rows][PanelWidth] without gaps, the last one filled up with zeros. The matrix product reads its right-hand side
/// so: two vectors of consecutive memory for each step along the inner dimension.
/// </para>
/// </remarks>
internal abstract unsafe class CpuKernels
{
    /// <summary>The instruction set that these kernels were compiled for; never <see cref="InstructionSet.Auto"/>.</summary>
    public abstract InstructionSet InstructionSet { get; }

    /// <summary>Columns of a packed panel: two vectors.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>Floats in a vector.</summary>
    public int VectorLength => PanelWidth / 2;

    /// <summary>Vectors that a round of <see cref="MultiplyAddPeak"/> multiplies and adds to.</summary>
    public const int PeakChains = 12;

    /// <summary>Rows of the register tile.</summary>
    public abstract int TileRows { get; }

    /// <summary>The kernels for <paramref name="requested"/>.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor or runtime lacks the instructions.</exception>
    public static CpuKernels For(InstructionSet requested) => requested switch
    {
        InstructionSet.Auto => For(Best()),
        InstructionSet.Avx512 when HasAvx512 => CpuKernels<Vector512<float>, Simd512>.Instance(InstructionSet.Avx512),
        InstructionSet.Avx2 when HasAvx2 => CpuKernels<Vector256<float>, Simd256>.Instance(InstructionSet.Avx2),
        InstructionSet.AdvSimd when AdvSimd.Arm64.IsSupported => CpuKernels<Vector128<float>, Simd128>.Instance(InstructionSet.AdvSimd),
        InstructionSet.Portable => CpuKernels<Vector<float>, SimdPortable>.Instance(InstructionSet.Portable),
        InstructionSet.Avx512 or InstructionSet.Avx2 or InstructionSet.AdvSimd =>
            throw new PlatformNotSupportedException($"This processor or runtime has no {requested}; the widest here is {Best()}."),
        _ => throw new ArgumentOutOfRangeException(nameof(requested), requested, "Not an instruction set."),
    };

    /// <summary>
    /// Packs [rows][columns] with <paramref name="stride"/> floats from row to row into panels; see the remarks of the class.
    /// </summary>
    /// <param name="panelStride">Floats from panel to panel: rows x PanelWidth, or more when these rows are some of many.</param>
    public abstract void PackPanels(
        float* matrix, nint stride, int rows, int columns, float* panels, nint panelStride, int firstPanel, int panelEnd);

    /// <summary>
    /// Packs the transpose: the panels' matrix is [rows][columns], the source [columns][rows] with <paramref name="stride"/>
    /// floats from column to column.
    /// </summary>
    public abstract void PackTransposedPanels(
        float* matrix, nint stride, int rows, int columns, float* panels, nint panelStride, int firstPanel, int panelEnd);

    /// <summary>
    /// C[m][n] = (or +=) sum over k of A[m][k] B[k][n], for a block of rows and a range of panels, and what follows in place.
    /// </summary>
    /// <param name="a">
    /// A[rows][depth], <paramref name="aStride"/> floats from row to row; readable past the end, see Tensor.
    /// </param>
    /// <param name="panels">
    /// B's panels, <paramref name="panelStride"/> floats from panel to panel (more than depth x PanelWidth when this is a slice
    /// of the depth).
    /// </param>
    public abstract void Multiply(
        float* a, nint aStride, int rows, int depth, float* panels, nint panelStride, int firstPanel, int panelEnd, in MatrixOutput output);

    /// <summary>
    /// C[m][n] += sum over p of A[p][m] B[p][n]: the product of a transpose, for weight gradients.
    /// </summary>
    /// <param name="a">A[depth][rows], <paramref name="aStride"/> floats from p to p; rows are read in whole tiles.</param>
    /// <param name="c">C[rows][columns], <paramref name="cStride"/> floats from row to row.</param>
    /// <param name="columns">Columns of C in all; the last panel may overhang them.</param>
    public abstract void MultiplyTransposed(
        float* a, nint aStride, int rows, int depth, float* panels, nint panelStride, int firstPanel, int panelEnd,
        float* c, nint cStride, int columns);

    /// <summary>Mean and sum of squared deviations of each channel over some rows of x[rows][channels].</summary>
    public abstract void ChannelMoments(float* x, int rows, int channels, float* mean, float* squares);

    /// <summary>y = x * scale + shift, channel by channel; plus the residual where there is one; rectified where asked.</summary>
    public abstract void ScaleShift(float* x, float* residual, int rows, int channels, float* scale, float* shift, bool relu, float* y);

    /// <summary>
    /// For each channel the sums over rows of g and of g * (x - mean), where g is <paramref name="gradient"/> gated by
    /// <paramref name="gate"/> &gt; 0 (no gate: as it is).
    /// </summary>
    public abstract void GradientMoments(
        float* gradient, float* gate, float* x, float* mean, int rows, int channels, float* sum, float* product);

    /// <summary>
    /// dx = g * a + x * b + c, channel by channel, with g as in <see cref="GradientMoments"/>; also writes g itself to
    /// <paramref name="gated"/> where that is wanted, and adds <paramref name="addend"/> where there is one.
    /// </summary>
    public abstract void GradientCombine(
        float* gradient, float* gate, float* x, int rows, int channels, float* a, float* b, float* c, float* addend, float* dx, float* gated);

    /// <summary>y = a + b, rectified where asked.</summary>
    public abstract void Add(float* a, float* b, long count, bool relu, float* y);

    /// <summary>y = g where gate &gt; 0, else 0.</summary>
    public abstract void Gate(float* gradient, float* gate, long count, float* y);

    /// <summary>y = max(y, x), element by element.</summary>
    public abstract void MaxInto(float* x, int count, float* y);

    /// <summary>
    /// Where x = y, moves what is left of a gradient to dx: dx += left, left = 0. So a maximum's gradient goes to the first that
    /// attained it.
    /// </summary>
    public abstract void RouteMaximum(float* x, float* y, int count, float* left, float* dx);

    /// <summary>y = (or +=) factor * x, element by element.</summary>
    public abstract void Scale(float* x, int count, float factor, bool accumulate, float* y);

    /// <summary>
    /// Winograd's input transform of one tile: (side + 2)^2 pixels, <paramref name="channels"/> of each (a multiple of the
    /// vector), to as many points <paramref name="plane"/> floats apart.
    /// </summary>
    /// <param name="side">Pixels of the tile's side in the output: 2 or 4.</param>
    public abstract void WinogradInput(int side, float** pixels, int channels, float* v, nint plane);

    /// <summary>
    /// Winograd's output transform of one tile: (side + 2)^2 points to side^2 pixels, of which null ones are left out, with bias
    /// and residual (as far from the pixel as <paramref name="residual"/> says; 0 for none) and ReLU, or on top of what the
    /// pixels hold.
    /// </summary>
    public abstract void WinogradOutput(
        int side, float* m, nint plane, int channels, float** pixels, float* bias, nint residual, bool accumulate, bool relu);

    /// <summary>
    /// Winograd's weight transform: 3 x 3 taps <paramref name="tap"/> floats apart to (side + 2)^2 points, column by column.
    /// </summary>
    public abstract void WinogradWeights(int side, float* taps, nint tap, int columns, float* u, nint plane);

    /// <summary>
    /// The transpose of the output transform of side 4: a tile of the output's gradient, 4 x 4 pixels, to 36 points, each in
    /// panels <paramref name="panelStride"/> floats apart.
    /// </summary>
    public abstract void WinogradOutputGradient(float** pixels, int channels, float* m, nint plane, nint panelStride);

    /// <summary>The transpose of the weight transform of side 4: 36 points to the gradient of 3 x 3 taps.</summary>
    public abstract void WinogradWeightsGradient(float* u, nint plane, int columns, float* taps, nint tap);

    /// <summary>
    /// Nothing but multiply-adds of whole vectors in registers, <see cref="PeakChains"/> of them at a time that do not wait for
    /// each other: what no kernel can surpass. Returns a number that depends on them all.
    /// </summary>
    public abstract float MultiplyAddPeak(int rounds);

    /// <summary>Panels that cover so many columns.</summary>
    public int PanelCount(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    /// <summary>Floats that the panels of a matrix take.</summary>
    public long PanelsLength(int rows, int columns) => (long)PanelCount(columns) * rows * PanelWidth;

    private static bool HasAvx512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    private static bool HasAvx2 => Avx2.IsSupported && Fma.IsSupported;

    private static InstructionSet Best() =>
        HasAvx512 ? InstructionSet.Avx512
        : HasAvx2 ? InstructionSet.Avx2
        : AdvSimd.Arm64.IsSupported ? InstructionSet.AdvSimd
        : InstructionSet.Portable;
}
