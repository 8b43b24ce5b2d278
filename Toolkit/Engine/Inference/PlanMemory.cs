using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>
/// The feature maps of one run at a time: one block of memory, laid out ahead for the shape of the input and kept between runs.
/// </summary>
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

        (int Slot, int Channels)[] kinds = [(0, channels), .. steps.Select(step => (step.Slot, step.Step.OutputChannels))];
        (int Height, int Width)[] sizes = PlannedStep.MapSizes(steps, height, width);
        long[] lengths = new long[kinds.Max(kind => kind.Slot) + 1];
        for (int map = 0; map < sizes.Length; map++)
        {
            long length = Tensor.LengthWithSlack((long)batch * sizes[map].Height * sizes[map].Width, kinds[map].Channels);
            lengths[kinds[map].Slot] = Math.Max(lengths[kinds[map].Slot], length);
        }

        long[] offsets = new long[lengths.Length];
        long total = 0;
        for (int slot = 0; slot < lengths.Length; slot++)
        {
            offsets[slot] = total;
            total += (lengths[slot] + 15) / 16 * 16;
        }
        if (_arena is null || _arena.Length < total)
        {
            _maps = [];
            _arena?.Dispose();
            _arena = new AlignedBuffer(total);
        }
        Tensor[] maps = new Tensor[sizes.Length];
        for (int map = 0; map < maps.Length; map++)
        {
            (int slot, int own) = kinds[map];
            maps[map] = new Tensor(_arena.Pointer + offsets[slot], batch, sizes[map].Height, sizes[map].Width, own);
        }
        return _maps = maps;
    }

    public void Dispose() => _arena?.Dispose();
}
