namespace MLResNet.Imaging;

/// <summary>
/// Moves what a network sees: the same as padding it all around and cutting out a square of its size (He et al. 2015, section
/// 4.2).
/// </summary>
internal static class RandomShift
{
    /// <summary>By how many pixels to the right and down, each from -most to most, one as likely as the other.</summary>
    public static (int Right, int Down) Draw(int most, ref SplitMix64 random) =>
        (random.Next(2 * most + 1) - most, random.Next(2 * most + 1) - most);

    /// <summary>Moves pixels; those that come in are 0, which is the mean colour once they are normalised.</summary>
    /// <param name="pixels">size x size x 3 numbers, changed in place.</param>
    /// <param name="size">The side.</param>
    /// <param name="right">By how many pixels to the right, at most the side either way.</param>
    /// <param name="down">By how many down, alike.</param>
    public static void Run(Span<float> pixels, int size, int right, int down)
    {
        int kept = size - Math.Abs(right);
        for (int i = 0; i < size; i++)
        {
            int to = down > 0 ? size - 1 - i : i, from = to - down; // no row is written before it is read
            Span<float> target = pixels.Slice(to * size * 3, size * 3);
            if (from < 0 || from >= size)
            {
                target.Clear();
                continue;
            }
            pixels.Slice((from * size + Math.Max(0, -right)) * 3, kept * 3).CopyTo(target[(Math.Max(0, right) * 3)..]);
            (right > 0 ? target[..(right * 3)] : target[(kept * 3)..]).Clear();
        }
    }
}
