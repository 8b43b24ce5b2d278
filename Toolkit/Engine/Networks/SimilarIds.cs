namespace MLResNet.Engine.Networks;

/// <summary>Finds the ids that a mistyped one may have meant.</summary>
internal static class SimilarIds
{
    private const int Suggestions = 3;
    private const int LongestId = 64;

    /// <summary>
    /// First the ids that begin with the text, then those of the smallest edit distance; case, hyphens and the like don't count.
    /// </summary>
    public static IEnumerable<string> Of(string text, IEnumerable<string> ids)
    {
        string wanted = Letters(text);
        return ids
            .OrderByDescending(id => wanted.Length > 0 && Letters(id).StartsWith(wanted, StringComparison.Ordinal))
            .ThenBy(id => Distance(wanted, Letters(id)))
            .Take(Suggestions);
    }

    private static string Letters(string text) =>
        new([.. text.Where(char.IsAsciiLetterOrDigit).Take(LongestId).Select(char.ToLowerInvariant)]);

    /// <summary>Levenshtein's distance: insertions, deletions and replacements that turn one text into the other.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
