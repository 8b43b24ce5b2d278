namespace MLResNet.Pipelines.Data;

/// <summary>The parts that a data set sets apart, as texts of a column.</summary>
internal static class PartNames
{
    public const string Column = "Split", Train = "train", Validation = "validation", Test = "test";

    /// <summary>The part of each image; null where the data set has none.</summary>
    public static IReadOnlyList<string>? Of(ImageFolder images)
    {
        if (images.Train is null && images.Validation is null && images.Test is null)
            return null;
        // Each part has its images in the order of the whole.
        (string Name, ImageFolder? Images)[] parts =
            [(Train, images.Train), (Validation, images.Validation), (Test, images.Test)];
        int[] next = new int[parts.Length];
        var names = new List<string>(images.Count);
        foreach (LabeledImage image in images)
        {
            int part = Enumerable.Range(0, parts.Length)
                .FirstOrDefault(p => parts[p].Images is { } own && next[p] < own.Count && own[next[p]] == image, -1);
            if (part >= 0)
                next[part]++;
            names.Add(part < 0 ? "" : parts[part].Name);
        }
        return names;
    }
}
