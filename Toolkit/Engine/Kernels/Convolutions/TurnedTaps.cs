namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The taps, in one direction, that reach the pixels of one phase, the last first: pixel p has tap k from window (p + pad - k) /
/// stride.
/// </summary>
/// <param name="Last">The last of the taps.</param>
/// <param name="Count">How many there are; a stride lies between them.</param>
/// <param name="Offset">The window that the last tap of the phase's first pixel belongs to.</param>
internal readonly record struct TurnedTaps(int Last, int Count, int Offset)
{
    public static TurnedTaps Of(int phase, int pad, ConvolutionShape shape)
    {
        int first = (phase + pad) % shape.Stride;
        if (first >= shape.Kernel)
            return new(0, 0, 0);
        int count = (shape.Kernel - 1 - first) / shape.Stride + 1;
        int last = first + (count - 1) * shape.Stride;
        return new(last, count, (phase + pad - last) / shape.Stride);
    }

    public int At(int index, ConvolutionShape shape) => Last - index * shape.Stride;
}
