namespace MLResNet;

/// <summary>How <see cref="ImageClassifier.Evaluate"/> evaluates.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// How many of the likeliest labels top-k accuracy looks at, at least 1; null for 5, or 2 for ten classes or fewer. Only of
    /// models that give an image one label.
    /// </summary>
    public int? TopK { get; init; }

    /// <summary>Whether a file that cannot be read is an error. Otherwise it is left out and listed.</summary>
    public bool Strict { get; init; }

    /// <summary>Told of the number of images that are done, now and then.</summary>
    public IProgress<int>? Progress { get; init; }

    /// <summary>What <see cref="TopK"/> is where nobody has said.</summary>
    internal static int UsualTopK(int labels) => labels > 10 ? 5 : 2;
}
