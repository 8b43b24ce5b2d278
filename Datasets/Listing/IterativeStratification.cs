namespace MLResNet.Listing;

/// <summary>
/// Divides images with several labels so that each part has its share of every label (Sechidis, Tsoumakas and Vlahavas 2011, "On
/// the stratification of multi-label data", doi:10.1007/978-3-642-23808-6_10): the label with the fewest images left comes first,
/// as it leaves the least choice, and each of its images goes to the part that lacks most of it.
/// </summary>
internal static class IterativeStratification
{
    /// <summary>Divides.</summary>
    /// <param name="images">The labels of each image, each once; equally good choices go by this order.</param>
    /// <param name="counts">Images of each label.</param>
    /// <param name="shares">For each part, how many of so many images are to be in it; together all.</param>
    /// <returns>The part of each image.</returns>
    public static int[] Divide(IReadOnlyList<IReadOnlyList<int>> images, IReadOnlyList<int> counts, Func<int, double>[] shares)
    {
        int[] partOf = new int[images.Count];
        Array.Fill(partOf, -1);
        int[] left = [.. counts];
        double[] wanted = [.. shares.Select(share => share(images.Count))];
        double[][] wantedOfLabel = [.. counts.Select(count => shares.Select(share => share(count)).ToArray())];
        List<int>[] imagesOf = [.. counts.Select(count => new List<int>(count))];
        for (int image = 0; image < images.Count; image++)
        {
            foreach (int label in images[image])
                imagesOf[label].Add(image);
        }

        while (Rarest(left) is var rarest and >= 0)
        {
            foreach (int image in imagesOf[rarest].Where(image => partOf[image] < 0))
                Put(image, MostWanting(wantedOfLabel[rarest], wanted));
        }
        for (int image = 0; image < images.Count; image++)
        {
            if (partOf[image] < 0) // it has no label
                Put(image, MostWanting(wanted, wanted));
        }
        return partOf;

        void Put(int image, int part)
        {
            partOf[image] = part;
            wanted[part]--;
            foreach (int label in images[image])
            {
                left[label]--;
                wantedOfLabel[label][part]--;
            }
        }
    }

    /// <summary>The label with the fewest images left; -1 if none are left.</summary>
    private static int Rarest(int[] left)
    {
        int best = -1;
        for (int label = 0; label < left.Length; label++)
        {
            if (left[label] > 0 && (best < 0 || left[label] < left[best]))
                best = label;
        }
        return best;
    }

    /// <summary>The part that lacks most of a label and, of equals, most of all images.</summary>
    private static int MostWanting(double[] ofLabel, double[] ofAll)
    {
        int best = 0;
        for (int part = 1; part < ofAll.Length; part++)
        {
            if (ofLabel[part] > ofLabel[best] || (ofLabel[part] == ofLabel[best] && ofAll[part] > ofAll[best]))
                best = part;
        }
        return best;
    }
}
