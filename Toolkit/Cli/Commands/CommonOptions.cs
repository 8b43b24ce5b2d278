using System.CommandLine;
using System.Globalization;
using System.Numerics;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary>The arguments and options that several commands have; they mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Argument<string> Model() => new("model") { Description = "A model that 'mlresnet train' made (.mlresnet)" };

    public static Argument<string> Folder(string description) => new("folder") { Description = description };

    public static Option<OutputFormat> Format() => Choice(
        "--format", "How the result is printed; json and csv are for other programs [default: table]",
        ("table", OutputFormat.Table), ("json", OutputFormat.Json), ("csv", OutputFormat.Csv));

    /// <summary>The same for results that no spreadsheet is made of.</summary>
    public static Option<OutputFormat> TableOrJson() => Choice(
        "--format", "How the result is printed; json is for other programs [default: table]",
        ("table", OutputFormat.Table), ("json", OutputFormat.Json));

    public static Option<string?> Report() => new("--report")
    {
        Description = "Also write a page on the evaluation, for a browser",
        HelpName = "file.html",
    };

    public static Option<bool> MultiLabel(string description) => new("--multi-label") { Description = description };

    public static Option<bool> Strict() => new("--strict")
    {
        Description = "Fail if a file cannot be read, rather than leave it out and list it",
    };

    public static Option<bool> Resume() => new("--resume")
    {
        Description = "Go on from the checkpoint, if it is there; the result is the same as if nothing had happened",
    };

    public static Option<int?> Threads() =>
        Integer("--threads", "Threads to work on; results do not depend on it [default: one a core]", 1, 1024);

    public static Option<bool> Half() => new("--half")
    {
        Description = "Round the weights to 16 bits at the end: half the file, hardly another result",
    };

    public static Option<int?> Seed() =>
        Integer("--seed", "Where random choices start from; the same seed gives the same result [default: 1]", 0);

    /// <summary>A part of the images that is held out, by <see cref="Seed"/>.</summary>
    public static Option<double?> TestFraction(string description) =>
        Number("--test-fraction", description, "of 0 to below 1", x => x is >= 0 and < 1);

    public static Option<ClassBalance> BalanceClasses() => Choice(
        "--balance-classes",
        "Let each class count the same, however many images it has: by the weight of its images, or by drawing those of each equally often "
            + "(a head has weights either way)",
        ("weights", ClassBalance.Weights), ("sampling", ClassBalance.Sampling));

    /// <summary>An option with a whole number from a range; null where it is not given.</summary>
    public static Option<int?> Integer(string name, string description, int least, int? most = null) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            bool isNumber = int.TryParse(given, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number);
            if (isNumber && number >= least && !(number > most))
                return number;
            result.AddError($"{name} takes a whole number from {least}{(most is null ? "" : $" to {most}")}, not '{given}'.");
            return null;
        },
    };

    /// <summary>An option with a number that a condition holds for; null where it is not given.</summary>
    public static Option<double?> Number(string name, string description, string range, Predicate<double> isValid) => new(name)
    {
        Description = description,
        HelpName = "x",
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && isValid(number))
                return number;
            result.AddError($"{name} takes a number {range}, not '{given}'.");
            return null;
        },
    };

    /// <summary>An option with one of a few words; where it is not given it has its type's default value.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices.Select(choice => choice.Word)),
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            foreach ((string word, T value) in choices)
            {
                if (string.Equals(word, given, StringComparison.OrdinalIgnoreCase))
                    return value;
            }
            result.AddError($"{name} takes {string.Join(", ", choices.Select(choice => choice.Word))}, not '{given}'.");
            return default!;
        },
    };

    /// <summary>An option with a number for red, green and blue each; null where it is not given.</summary>
    public static Option<IReadOnlyList<float>?> Color(string name, string description) => Numbers<float>(
        name, description, "r,g,b", "three numbers for red, green and blue such as 0.485,0.456,0.406",
        numbers => numbers.Count == 3 && numbers.All(float.IsFinite));

    /// <summary>An option with numbers that a condition holds for, separated by commas; null where it is not given.</summary>
    public static Option<IReadOnlyList<T>?> Numbers<T>(
        string name, string description, string help, string range, Predicate<List<T>> isValid) where T : INumber<T> => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            string[] parts = given.Split(',');
            var numbers = new List<T>();
            foreach (string part in parts)
            {
                if (T.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out T? number))
                    numbers.Add(number);
            }
            if (numbers.Count == parts.Length && isValid(numbers))
                return numbers;
            result.AddError($"{name} takes {range}, not '{given}'.");
            return null;
        },
    };
}
