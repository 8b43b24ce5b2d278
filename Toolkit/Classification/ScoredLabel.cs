using System.Globalization;

namespace MLResNet;

/// <summary>A label and how likely the model takes it to be.</summary>
/// <param name="Label">The class.</param>
/// <param name="Score">Its probability, 0 to 1; the scores of all labels add up to 1 where an image has one label.</param>
public sealed record ScoredLabel(string Label, float Score)
{
    /// <summary>The label and its score in percent.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label} {Score * 100:0.0} %");
}
