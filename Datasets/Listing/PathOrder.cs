namespace MLResNet.Listing;

/// <summary>Orders paths folder by folder, ordinally: the same on every operating system, whatever its separator.</summary>
internal static class PathOrder
{
    public static int Compare(string a, string b)
    {
        int length = Math.Min(a.Length, b.Length);
        for (int i = 0; i < length; i++)
        {
            int difference = Rank(a[i]) - Rank(b[i]);
            if (difference != 0)
                return difference;
        }
        return a.Length - b.Length;
    }

    private static int Rank(char c) => c == Path.DirectorySeparatorChar || c == Path.AltDirectorySeparatorChar ? 0 : c;
}
