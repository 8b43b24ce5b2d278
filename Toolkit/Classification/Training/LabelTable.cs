namespace MLResNet.Training;

/// <summary>Which of a number of labels images have.</summary>
internal static class LabelTable
{
    /// <summary>[images][labels], true where an image has a label.</summary>
    public static bool[] Of(IReadOnlyList<LabeledImage> images, int labels)
    {
        bool[] table = new bool[images.Count * labels];
        for (int image = 0; image < images.Count; image++)
        {
            foreach (int label in images[image].Labels)
                table[image * labels + label] = true;
        }
        return table;
    }
}
