using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Tests.Kernels;

/// <summary>
/// A batch norm and ReLU that are computed where patches are gathered, against the same before the convolution.
/// </summary>
public sealed class PreActivationTests
{
    public static TheoryData<InstructionSet, int, int> Cases
    {
        get
        {
            TheoryData<InstructionSet, int, int> cases = [];
            foreach (InstructionSet set in InstructionSets.Available)
            {
                foreach ((int side, int stride) in ((int, int)[])[(5, 1), (5, 2), (31, 1), (31, 2)])
                    cases.Add(set, side, stride);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public unsafe void Gathering_with_a_norm_gives_the_same_bits_as_a_norm_before(InstructionSet instructionSet, int side, int stride)
    {
        // Deep enough to be cut along the depth; 5 x 5 is shared out by columns, 31 x 31 by rows.
        const int batch = 2, inputs = 803, outputs = 70;
        ComputeContext context = new(new ComputeOptions { Threads = 2, InstructionSet = instructionSet });
        ConvolutionShape shape = new(inputs, outputs, Kernel: 1, stride);
        Window window = new((side + stride - 1) / stride, (side + stride - 1) / stride, PadTop: 0, PadLeft: 0);
        Random random = new(side + stride);
        double[] scale = Numbers(inputs), shift = Numbers(inputs);
        using Tensor x = new(batch, side, side, inputs), activated = new(batch, side, side, inputs);
        using Tensor y = new(batch, window.Height, window.Width, outputs), expected = new(batch, window.Height, window.Width, outputs);
        using AlignedBuffer weights = new(shape.WeightCount);
        Fill(x.Span);
        Fill(weights.Span);
        using PreActivation preActivation = new(context.Kernels, scale, shift);
        for (int pixel = 0; pixel < x.Pixels; pixel++)
        {
            nint offset = (nint)pixel * inputs;
            preActivation.Apply(x.Pointer + offset, 0, inputs, activated.Pointer + offset);
            for (int c = 0; c < inputs; c++)
            {
                double exact = Math.Max(x.Pointer[offset + c] * (double)(float)scale[c] + (float)shift[c], 0);
                Assert.Equal(exact, activated.Pointer[offset + c], 2e-7);
            }
        }

        Convolution convolution = new(shape, context);
        using PackedWeights packed = new(convolution.PanelsLength);
        convolution.Pack(weights.Pointer, packed);
        convolution.Run(x, window, packed, y, preActivation: preActivation);
        convolution.Run(activated, window, packed, expected);
        Assert.Equal(expected.Span, y.Span);

        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];

        void Fill(Span<float> values)
        {
            foreach (ref float value in values)
                value = random.NextSingle() - 0.5f;
        }
    }
}
