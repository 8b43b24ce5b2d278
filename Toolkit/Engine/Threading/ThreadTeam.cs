using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MLResNet.Engine.Threading;

/// <summary>
/// A fixed crew of threads that runs the parts of one job at a time, handing out work without allocating.
/// </summary>
/// <remarks>
/// Between the layers of a network the crew spins, because waking a sleeping thread takes longer than a small layer; after a
/// moment without work it sleeps. When the crew is busy with another caller's job, a caller does all its parts itself, and the
/// crew is as much smaller: with as many callers as cores each core then works on its own network, which needs no synchronisation
/// at all. A caller that <see cref="Enter">enters</see> to compute something of its own counts like one with a job.
/// </remarks>
internal sealed unsafe class ThreadTeam : IDisposable
{
    private const int SpinsBeforeSleep = 2_000;

    // _crew counts the helpers inside the current job; with this bit set none may enter any more.
    private const int Closed = 1 << 30;

    private static readonly ConcurrentDictionary<int, Lazy<ThreadTeam>> SharedTeams = new();

    private readonly Lock _ownership = new();
    private readonly object _sleep = new();
    private readonly Thread[] _helpers;

    private delegate*<void*, int, void> _execute;
    private void* _job;
    private int _parts;
    private int _nextPart;
    private int _crew = Closed;
    private int _crewLimit;
    private int _callers;
    private int _generation;
    private int _sleeping;
    private bool _stopping;
    private Exception? _failure;

    public ThreadTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _helpers = new Thread[size - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = $"MLResNet {i + 1}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Threads that work on a job, the caller's included.</summary>
    public int Size => _helpers.Length + 1;

    /// <summary>The one team of this size in the process; networks of one program do not multiply its threads.</summary>
    public static ThreadTeam Shared(int size) =>
        SharedTeams.GetOrAdd(size, static size => new Lazy<ThreadTeam>(() => new ThreadTeam(size))).Value;

    /// <summary>Runs parts 0 to <paramref name="parts"/> - 1 and returns when all are done.</summary>
    public void Run<TJob>(int parts, ref TJob job) where TJob : struct, IParallelJob
    {
        if (_helpers.Length == 0)
        {
            RunAlone(parts, ref job);
            return;
        }
        int callers = Enter();
        try
        {
            if (parts > 1 && callers < Size && _ownership.TryEnter())
            {
                try
                {
                    // The job lives in the caller's frame, which outlasts the run: helpers may reach it by address.
                    fixed (byte* address = &Unsafe.As<TJob, byte>(ref job))
                        RunTogether(parts, Size - callers, address, &Invoke<TJob>);
                }
                finally
                {
                    _ownership.Exit();
                }
            }
            else
            {
                RunAlone(parts, ref job);
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>From now until it <see cref="Exit">exits</see>, the calling thread has one of the team's cores.</summary>
    /// <returns>Threads that have one, this included.</returns>
    public int Enter() => Interlocked.Increment(ref _callers);

    /// <summary>The core is the team's again.</summary>
    public void Exit() => Interlocked.Decrement(ref _callers);

    public void Dispose()
    {
        lock (_sleep)
        {
            _stopping = true;
            Monitor.PulseAll(_sleep);
        }
        foreach (Thread helper in _helpers)
            helper.Join();
    }

    private static void RunAlone<TJob>(int parts, ref TJob job) where TJob : struct, IParallelJob
    {
        for (int part = 0; part < parts; part++)
            job.Execute(part);
    }

    private static void Invoke<TJob>(void* job, int part) where TJob : struct, IParallelJob =>
        Unsafe.AsRef<TJob>(job).Execute(part);

    private void RunTogether(int parts, int helpers, void* job, delegate*<void*, int, void> execute)
    {
        _job = job;
        _execute = execute;
        _parts = parts;
        _crewLimit = helpers;
        _failure = null;
        _nextPart = 0;
        Volatile.Write(ref _crew, 0);
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_sleep)
                Monitor.PulseAll(_sleep);
        }
        TakeParts();
        // A helper that has not come by now (the system gave its core to someone else) is not waited for.
        Interlocked.Or(ref _crew, Closed);
        SpinWait spin = default;
        while (Volatile.Read(ref _crew) != Closed)
            spin.SpinOnce(sleep1Threshold: -1);
        if (_failure is { } failure)
            throw new InvalidOperationException(failure.Message, failure);
    }

    private void TakeParts()
    {
        try
        {
            for (int part; (part = Interlocked.Increment(ref _nextPart) - 1) < _parts;)
                _execute(_job, part);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }

    private void Help()
    {
        int seen = 0;
        while (true)
        {
            // Spinning with a yield now and then: on a busy machine, a helper that burnt its share of time while it waited would
            // be suspended in the middle of the next part, and hold up everyone.
            SpinWait wait = default;
            for (int spins = 0; Volatile.Read(ref _generation) == seen && spins < SpinsBeforeSleep; spins++)
                wait.SpinOnce(sleep1Threshold: -1);
            if (Volatile.Read(ref _generation) == seen && !SleepUntilNext(seen))
                return;
            seen = Volatile.Read(ref _generation);
            if (!TryEnter())
                continue;
            TakeParts();
            Interlocked.Decrement(ref _crew);
        }
    }

    private bool TryEnter()
    {
        while (true)
        {
            int crew = Volatile.Read(ref _crew);
            if ((crew & Closed) != 0 || crew >= Volatile.Read(ref _crewLimit))
                return false;
            if (Interlocked.CompareExchange(ref _crew, crew + 1, crew) == crew)
                return true;
        }
    }

    private bool SleepUntilNext(int seen)
    {
        lock (_sleep)
        {
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _generation) == seen && !_stopping)
                Monitor.Wait(_sleep);
            Interlocked.Decrement(ref _sleeping);
            return Volatile.Read(ref _generation) != seen;
        }
    }
}
