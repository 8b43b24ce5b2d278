namespace MLResNet.Backbones;

/// <summary>What a backbone may be called: a plain file name on every system.</summary>
internal static class BackboneId
{
    private const int MaxLength = 64;

    /// <summary>What an error says is allowed.</summary>
    public const string Rule = "letters from a to z, digits, '.', '-' and '_', up to 64 of them and a letter first";

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= MaxLength && char.IsAsciiLetter(id[0]) && char.IsAsciiLetterOrDigit(id[^1])
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Checks an option that is an id, or null where it is left open.</summary>
    /// <param name="id">What is given.</param>
    /// <param name="option">The option's name.</param>
    /// <exception cref="MLResNetException">It cannot be one; the message names the option.</exception>
    public static void Require(string? id, string option)
    {
        if (id is not null && !IsValid(id))
            throw new MLResNetException($"The option {option} must be {Rule}, not '{id}'.");
    }
}
