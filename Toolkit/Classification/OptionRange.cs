using System.Globalization;

namespace MLResNet;

/// <summary>Refuses options out of their range with a sentence that names them.</summary>
internal static class OptionRange
{
    public static void Require(bool condition, string option, string range, IFormattable value)
    {
        if (condition)
            return;
        string number = value.ToString(null, CultureInfo.InvariantCulture);
        throw new MLResNetException($"The option {option} must be {range}, not {number}.");
    }
}
