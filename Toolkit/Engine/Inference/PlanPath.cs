using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>
/// Steps in the order of execution, and the maps of runs through them, kept for the next ones. Does not own the steps.
/// </summary>
internal sealed class PlanPath(PlannedStep[] steps) : IDisposable
{
    private readonly Stack<PlanMemory> _idle = new();
    private bool _disposed;

    public PlannedStep[] Steps => steps;

    /// <exception cref="ArgumentException">The pixels are not as many as the shape asks for.</exception>
    public static void CheckPixels(ReadOnlySpan<float> pixels, int batch, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long expected = checked((long)batch * height * width * channels);
        if (pixels.Length != expected)
            throw new ArgumentException($"{batch} images of {height} x {width} take {expected} floats, not {pixels.Length}.", nameof(pixels));
    }

    /// <exception cref="ArgumentException">The results are another number.</exception>
    public static void CheckLength(Span<float> outputs, long expected, string name)
    {
        if (outputs.Length != expected)
            throw new ArgumentException($"The results are {expected} floats, not {outputs.Length}.", name);
    }

    /// <summary>Rows and columns of a map, see <see cref="PlannedStep"/>, for an input of so many.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input has none.</exception>
    public (int Height, int Width) SizeOf(int map, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return PlannedStep.MapSizes(steps.AsSpan(0, map), height, width)[map];
    }

    /// <summary>Runs the first steps.</summary>
    /// <param name="count">How many.</param>
    /// <param name="memory">Memory that was taken.</param>
    /// <param name="pixels">[batch][height][width][channels].</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <returns>The maps: 0 the pixels, then what each step wrote, as far as no later one wrote over it.</returns>
    public ReadOnlySpan<Tensor> Run(
        int count, PlanMemory memory, ReadOnlySpan<float> pixels, int batch, int height, int width, int channels)
    {
        ReadOnlySpan<Tensor> maps = memory.Arrange(steps, batch, height, width, channels);
        pixels.CopyTo(maps[0].Span);
        for (int i = 0; i < count; i++)
            steps[i].Run(maps, i + 1);
        return maps;
    }

    /// <summary>Memory for one run, to be given back by <see cref="Return"/>.</summary>
    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public PlanMemory Take()
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(InferencePlan));
            return _idle.TryPop(out PlanMemory? memory) ? memory : new PlanMemory();
        }
    }

    public void Return(PlanMemory memory)
    {
        lock (_idle)
        {
            if (_disposed)
                memory.Dispose();
            else
                _idle.Push(memory);
        }
    }

    /// <summary>Frees the maps.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            _disposed = true;
            while (_idle.TryPop(out PlanMemory? memory))
                memory.Dispose();
        }
    }
}
