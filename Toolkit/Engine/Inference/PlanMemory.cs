using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>The feature maps of one run at a time: one block of memory, laid out ahead for the shape of the input and kept between runs.</summary>
internal sealed unsafe class PlanMemory : IDisposable
{
    private AlignedBuffer? _arena;
    private Tensor[] _maps = [];

    /// <summary>Lays the maps out for an input of this shape; nothing is allocated where it is the last one's.</summary>
    /// <returns>Map 0 for the pixels, then what each step writes.</returns>
    public ReadOnlySpan<Tensor> Arrange(PlannedStep[] steps, int batch, int height, int width, int channels)
    {
        if (_maps.Length > 0 && _maps[0].HasShape(batch, height, width, channels))
            return _maps;

        var shapes = new (int Height, int Width, int Channels)[steps.Length + 1];
        shapes[0] = (height, width, channels);
        long[] sizes = new long[steps.Max(step => step.Slot) + 1];
        sizes[0] = Tensor.LengthWithSlack((long)batch * height * width, channels);
        for (int i = 0; i < steps.Length; i++)
        {
            PlannedStep step = steps[i];
            (int h, int w) = step.Step.OutputSize(shapes[step.Input].Height, shapes[step.Input].Width);
            shapes[i + 1] = (h, w, step.Step.OutputChannels);
            long length = Tensor.LengthWithSlack((long)batch * h * w, step.Step.OutputChannels);
            sizes[step.Slot] = Math.Max(sizes[step.Slot], length);
        }

        long[] offsets = new long[sizes.Length];
        long total = 0;
        for (int slot = 0; slot < sizes.Length; slot++)
        {
            offsets[slot] = total;
            total += (sizes[slot] + 15) / 16 * 16;
        }
        if (_arena is null || _arena.Length < total)
        {
            _maps = [];
            _arena?.Dispose();
            _arena = new AlignedBuffer(total);
        }
        Tensor[] maps = new Tensor[shapes.Length];
        for (int map = 0; map < maps.Length; map++)
        {
            int slot = map == 0 ? 0 : steps[map - 1].Slot;
            maps[map] = new Tensor(_arena.Pointer + offsets[slot], batch, shapes[map].Height, shapes[map].Width, shapes[map].Channels);
        }
        return _maps = maps;
    }

    public void Dispose() => _arena?.Dispose();
}
