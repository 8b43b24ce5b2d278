using System.CommandLine;
using MLResNet.Cli.Commands;

namespace MLResNet.Cli.Benchmarks;

/// <summary>How long a benchmark measures: a time, or a number of runs.</summary>
/// <param name="Seconds">Time to measure for, where no number of runs is given.</param>
/// <param name="Runs">Runs to measure; null for as many as the time allows.</param>
internal sealed record MeasuringTime(double Seconds, int? Runs)
{
    private const double DefaultSeconds = 5;
    private const int LeastRuns = 3;

    /// <summary>The most runs whose times are kept.</summary>
    public int MostRuns => Runs ?? 100_000;

    public static Option<double?> SecondsOption() => CommonOptions.Number(
        "--seconds", $"How long to measure [default: {DefaultSeconds}]", "from 0.01 to 3600", x => x is >= 0.01 and <= 3600);

    public static Option<int?> RunsOption() => CommonOptions.Integer("--runs", "Measure so many runs, however long they take", 1, 1_000_000);

    public static MeasuringTime Of(double? seconds, int? runs) => new(seconds ?? DefaultSeconds, runs);

    /// <summary>Whether that was enough.</summary>
    public bool IsOver(int runs, TimeSpan elapsed) => Runs is { } wanted ? runs >= wanted : runs >= LeastRuns && elapsed.TotalSeconds >= Seconds;

    /// <summary>Whether the code has run often enough to be compiled for speed and its memory to be in place.</summary>
    public bool IsWarm(int runs, TimeSpan elapsed) =>
        runs >= LeastRuns && elapsed.TotalSeconds >= Math.Min(1, Seconds / 4);
}
