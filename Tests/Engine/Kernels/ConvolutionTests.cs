using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Tests.Kernels;

/// <summary>All three passes of a convolution against their definition, on every instruction set.</summary>
public sealed class ConvolutionTests
{
    private static readonly (int Inputs, int Outputs, int Kernel, int Stride, int Groups, PaddingMode Padding, int Height, int Width)[] Shapes =
    [
        (5, 7, 3, 1, 1, PaddingMode.Symmetric, 9, 8),
        (64, 48, 3, 2, 1, PaddingMode.Symmetric, 15, 14),
        (64, 48, 3, 2, 1, PaddingMode.Same, 15, 14),
        (3, 64, 7, 2, 1, PaddingMode.Symmetric, 33, 31),
        (3, 16, 3, 1, 1, PaddingMode.Symmetric, 12, 12),
        (32, 32, 3, 1, 8, PaddingMode.Symmetric, 8, 9),
        (64, 128, 3, 2, 16, PaddingMode.Symmetric, 9, 10),
        (96, 96, 3, 1, 2, PaddingMode.Symmetric, 5, 5),
        (16, 40, 1, 2, 1, PaddingMode.Symmetric, 9, 10),
        (40, 16, 1, 1, 1, PaddingMode.Symmetric, 9, 10),
        (200, 70, 3, 1, 1, PaddingMode.Symmetric, 7, 7),
        (4, 4, 3, 2, 1, PaddingMode.Symmetric, 1, 1),
        (32, 48, 3, 1, 1, PaddingMode.Symmetric, 12, 11),
        (64, 64, 3, 1, 1, PaddingMode.Symmetric, 7, 7),
        (256, 128, 3, 1, 1, PaddingMode.Same, 14, 14),
    ];

    public static TheoryData<InstructionSet> Sets => [.. InstructionSets.Available];

    public static TheoryData<InstructionSet, int> Cases
    {
        get
        {
            TheoryData<InstructionSet, int> cases = [];
            foreach (InstructionSet set in InstructionSets.Available)
            {
                for (int shape = 0; shape < Shapes.Length; shape++)
                    cases.Add(set, shape);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public unsafe void Forward_and_backward_agree_with_the_definition(InstructionSet instructionSet, int shapeIndex)
    {
        var (inputs, outputs, kernel, stride, groups, padding, height, width) = Shapes[shapeIndex];
        ComputeContext context = new(new ComputeOptions { Threads = 2, InstructionSet = instructionSet });
        ConvolutionShape shape = new(inputs, outputs, kernel, stride, groups);
        SlidingWindow sliding = new(kernel, stride, padding);
        Window window = new(
            sliding.OutputSize(height), sliding.OutputSize(width), sliding.PaddingBefore(height), sliding.PaddingBefore(width));
        const int batch = 3;
        Random random = new(shapeIndex);
        using Tensor x = Random(batch, height, width, inputs), residual = Random(batch, window.Height, window.Width, outputs);
        using Tensor dy = Random(batch, window.Height, window.Width, outputs), dx = Random(batch, height, width, inputs);
        using Tensor y = new(batch, window.Height, window.Width, outputs);
        using AlignedBuffer weights = new(shape.WeightCount), gradient = new(shape.WeightCount), bias = new(outputs);
        Fill(weights.Span);
        Fill(bias.Span);

        double[] expectedY = new double[y.Length], expectedDx = [.. dx.Span.ToArray()], expectedGradient = new double[shape.WeightCount];
        for (int i = 0; i < expectedY.Length; i++)
            expectedY[i] = bias.Span[i % outputs] + residual.Span[i];
        ReferenceConvolution.ForEachProduct(shape, batch, height, width, window, (input, weight, output) =>
        {
            expectedY[output] += (double)x.Span[input] * weights.Span[weight];
            expectedDx[input] += (double)dy.Span[output] * weights.Span[weight];
            expectedGradient[weight] += (double)x.Span[input] * dy.Span[output];
        });

        Convolution convolution = new(shape, context);
        using PackedWeights packed = new(convolution.PanelsLength);
        convolution.Pack(weights.Pointer, packed);
        convolution.Run(x, window, packed, y, bias.Pointer, residual.Pointer, relu: true);
        using ConvolutionGradient backward = new(shape, context);
        backward.Input(weights.Pointer, dy, window, dx, accumulate: true);
        backward.Weights(x, dy, window, gradient.Pointer);

        // Winograd's transforms add and subtract what cancels in the end: that costs a digit.
        bool winograd = WinogradConvolution.Suits(shape, context.Kernels)
            && new WinogradConvolution(shape, context).BestSide(batch, height, width) > 0;
        double tolerance = winograd ? 3e-5 : 2e-6;
        AssertClose(y.Span, [.. expectedY.Select(value => Math.Max(value, 0))], tolerance);
        AssertClose(dx.Span, expectedDx, tolerance);
        AssertClose(gradient.Span, expectedGradient, tolerance);

        // Without accumulation what the gradient held before is gone, at pixels that no window touches too.
        using Tensor accumulated = new(batch, height, width, inputs);
        backward.Input(weights.Pointer, dy, window, accumulated, accumulate: true);
        backward.Input(weights.Pointer, dy, window, dx, accumulate: false);
        Assert.Equal(accumulated.Span, dx.Span);

        Tensor Random(int n, int h, int w, int c)
        {
            Tensor tensor = new(n, h, w, c);
            Fill(tensor.Span);
            return tensor;
        }

        void Fill(Span<float> values)
        {
            foreach (ref float value in values)
                value = (float)(random.NextDouble() * 2 - 1);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public unsafe void Winograds_algorithm_agrees_with_the_definition_for_either_tile(InstructionSet instructionSet)
    {
        ComputeContext context = new(new ComputeOptions { Threads = 2, InstructionSet = instructionSet });
        ConvolutionShape shape = new(32, 48, Kernel: 3);
        foreach ((int height, int width) in ((int, int)[])[(1, 1), (2, 5), (4, 4), (7, 7), (9, 6)])
        {
            Random random = new(height);
            Window window = new(height, width, PadTop: 1, PadLeft: 1);
            using Tensor x = new(2, height, width, 32), y = new(2, height, width, 48);
            using AlignedBuffer weights = new(shape.WeightCount);
            foreach (ref float value in x.Span)
                value = random.NextSingle() - 0.5f;
            foreach (ref float value in weights.Span)
                value = random.NextSingle() - 0.5f;
            double[] expected = new double[y.Length];
            ReferenceConvolution.ForEachProduct(
                shape, 2, height, width, window, (input, weight, output) => expected[output] += (double)x.Span[input] * weights.Span[weight]);

            Convolution convolution = new(shape, context);
            using PackedWeights packed = new(convolution.PanelsLength);
            convolution.Pack(weights.Pointer, packed);
            WinogradConvolution winograd = new(shape, context);
            foreach (int side in (int[])[2, 4])
            {
                winograd.Run(side, x, packed.PointsOf(side, winograd), y, bias: null, residual: null, relu: false, accumulate: false);
                AssertClose(y.Span, expected, side == 2 ? 3e-6 : 3e-5);
            }
        }
    }

    private static void AssertClose(ReadOnlySpan<float> actual, double[] expected, double tolerance) =>
        Assert.InRange(Closeness.Distance(actual, [.. expected.Select(value => (float)value)]), 0, tolerance);
}
