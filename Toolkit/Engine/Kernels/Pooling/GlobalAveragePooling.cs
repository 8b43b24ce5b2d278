using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Pooling;

/// <summary>The mean of each channel over all pixels of an image: y[image][channel]; an image a part.</summary>
internal readonly unsafe struct GlobalAveragePooling(CpuKernels kernels, Tensor x, Tensor y) : IParallelJob
{
    public void Execute(int part)
    {
        int pixels = x.Height * x.Width, channels = x.Channels;
        float* source = x.Pointer + (nint)part * pixels * channels;
        float* target = y.Pointer + (nint)part * channels;
        new Span<float>(target, channels).Clear();
        for (int pixel = 0; pixel < pixels; pixel++, source += channels)
            kernels.Scale(source, channels, 1, accumulate: true, target);
        kernels.Scale(target, channels, 1f / pixels, accumulate: false, target);
    }
}
