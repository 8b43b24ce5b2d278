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
}
