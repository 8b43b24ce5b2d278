namespace MLResNet.Engine.Inference;

/// <summary>Steps in the order of execution, and the maps of runs through them, kept for the next ones. Does not own the steps.</summary>
internal sealed class PlanPath(PlannedStep[] steps) : IDisposable
{
    private readonly Stack<PlanMemory> _idle = new();
    private bool _disposed;

    public PlannedStep[] Steps => steps;

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
