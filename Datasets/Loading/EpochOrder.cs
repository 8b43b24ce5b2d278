namespace MLResNet.Loading;

/// <summary>Which images an epoch shows, and in which order.</summary>
internal static class EpochOrder
{
    /// <summary>Each image once, as they come.</summary>
    public static ImageDraw[] Of(int[] images) => Array.ConvertAll(images, image => new ImageDraw(image, Copy: 0));

    /// <summary>Each image once, in random order.</summary>
    public static ImageDraw[] Shuffled(int[] images, ref SplitMix64 random)
    {
        ImageDraw[] draws = Of(images);
        random.Shuffle<ImageDraw>(draws);
        return draws;
    }

    /// <summary>
    /// So many images in random order, of each class equally many or one more. A class is gone through in random order as often
    /// as that takes: none of its images is drawn a second time before all are drawn once.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="labels">The class of each image of the list that they are from.</param>
    /// <param name="count">How many to draw.</param>
    /// <param name="random">Decides it all.</param>
    public static ImageDraw[] Balanced(int[] images, int[] labels, int count, ref SplitMix64 random)
    {
        int[][] classes = [.. images.GroupBy(image => labels[image]).OrderBy(own => own.Key).Select(own => own.ToArray())];
        random.Shuffle<int[]>(classes); // which have one image more, where the classes do not divide the epoch
        var draws = new List<ImageDraw>(count);
        for (int i = 0; i < classes.Length; i++)
        {
            int end = (int)((i + 1L) * count / classes.Length);
            for (int copy = 0; draws.Count < end; copy++)
            {
                random.Shuffle<int>(classes[i]);
                draws.AddRange(classes[i].Take(end - draws.Count).Select(image => new ImageDraw(image, copy)));
            }
        }
        ImageDraw[] order = [.. draws];
        random.Shuffle<ImageDraw>(order);
        return order;
    }
}
