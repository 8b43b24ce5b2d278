using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;

namespace MLResNet.Cli.Commands;

/// <summary>What a model makes of many files, and which of them cannot be read.</summary>
internal static class FileResults
{
    /// <summary>Goes through the results, which are computed meanwhile, and shows how far they are.</summary>
    /// <param name="results">A result a file.</param>
    /// <param name="doing">What is done to the files.</param>
    /// <param name="files">How many files there are.</param>
    /// <param name="context">Where to show it.</param>
    public static List<T> Collect<T>(IEnumerable<T> results, string doing, int files, CommandContext context) =>
        ProgressDisplay.Run(context, "Stopping.", display =>
        {
            var counter = new ImageCounter(display, doing, files);
            var all = new List<T>(files);
            foreach (T result in results)
            {
                all.Add(result);
                counter.Report(all.Count);
            }
            return all;
        });

    /// <summary>The files that cannot be read.</summary>
    /// <param name="failed">Path and reason of each.</param>
    /// <param name="files">How many files there are.</param>
    /// <param name="strict">Whether one is an error; that none can be read always is.</param>
    /// <exception cref="MLResNetException">There are some, and that is an error.</exception>
    public static UnreadableFile[] Unreadable(IEnumerable<(string Path, string? Error)> failed, int files, bool strict)
    {
        UnreadableFile[] unreadable = [.. failed.Where(file => file.Error is not null).Select(file => new UnreadableFile(file.Path, file.Error!))];
        return unreadable.Length > 0 && (strict || unreadable.Length == files)
            ? throw UnreadableList.Error(unreadable, files)
            : unreadable;
    }
}
