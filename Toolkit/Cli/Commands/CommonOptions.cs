using System.CommandLine;
using System.Globalization;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary>The options that several commands have; they mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<OutputFormat> Format() =>
        Choice("--format", "How the result is printed; json and csv are for other programs [default: table]",
            ("table", OutputFormat.Table), ("json", OutputFormat.Json), ("csv", OutputFormat.Csv));

    public static Option<bool> Strict() => new("--strict") { Description = "Fail if a file cannot be read, rather than list and skip it" };

    public static Option<int> Threads() => Integer("--threads", "Threads to work on; results do not depend on it [default: one a core]", 0, 1024);

    public static Option<int> Seed() => Integer("--seed", "Where random choices start from; the same seed gives the same result", 0, int.MaxValue, 1);

    /// <summary>An option with a number from a range.</summary>
    public static Option<int> Integer(string name, string description, int least, int most, int? standard = null)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "n" };
        if (standard is { } value)
            option.DefaultValueFactory = _ => value;
        option.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
                return number;
            result.AddError($"{name} takes a whole number {Range(least, most == int.MaxValue ? null : most)}, not '{result.Tokens[0].Value}'.");
            return default;
        };
        return option;
    }

    /// <summary>An option with a number from a range, or null where it is not given.</summary>
    public static Option<double?> Number(string name, string description, double least, double most)
    {
        return new Option<double?>(name)
        {
            Description = description,
            HelpName = "x",
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most)
                    return number;
                result.AddError($"{name} takes a number {Range(least, most)}, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
    }

    /// <summary>An option with one of a few words; where it is not given it has its type's default value.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        string words = string.Join('|', choices.Select(choice => choice.Word));
        return new Option<T>(name)
        {
            Description = description,
            HelpName = words,
            CustomParser = result =>
            {
                string given = result.Tokens[0].Value;
                foreach ((string word, T value) in choices)
                {
                    if (string.Equals(word, given, StringComparison.OrdinalIgnoreCase))
                        return value;
                }
                result.AddError($"{name} takes {words.Replace("|", ", ", StringComparison.Ordinal)}, not '{given}'.");
                return default!;
            },
        };
    }

    private static string Range(IFormattable least, IFormattable? most)
    {
        string from = least.ToString(null, CultureInfo.InvariantCulture);
        return most is null ? $"from {from}" : $"from {from} to {most.ToString(null, CultureInfo.InvariantCulture)}";
    }
}
