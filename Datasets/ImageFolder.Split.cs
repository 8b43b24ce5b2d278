using MLResNet.Listing;

namespace MLResNet;

public sealed partial class ImageFolder
{
    /// <summary>
    /// Sets images apart for testing, from each class about the same fraction (stratified) and at least one of every class that
    /// has two. The same images, fraction and seed give the same parts on every machine, and a class keeps its division when
    /// other classes come or go. Where images may have several labels, each label is divided so as far as images that share
    /// others allow (<see href="https://doi.org/10.1007/978-3-642-23808-6_10">iterative stratification</see>).
    /// </summary>
    /// <remarks>
    /// A data set that brings a train part and a test or validation part of its own keeps them, whatever the fraction: pictures
    /// of one object or one patient must not end up on both sides.
    /// </remarks>
    /// <param name="testFraction">The part of the images to set apart, more than 0 and less than 1.</param>
    /// <param name="seed">Chooses which ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of its range.</exception>
    public (ImageFolder Train, ImageFolder Test) Split(double testFraction, int seed)
    {
        if (testFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "It has to be above 0 and below 1.");
        if (Train is not null)
            return (Test ?? Validation) is { } own ? (Train, own) : Train.Split(testFraction, seed);
        bool[] isTest = DrawTest(testFraction, seed);
        return (Where(isTest, false), Where(isTest, true));
    }

    /// <summary>Which images <see cref="Split"/> sets apart where the data set has no parts of its own.</summary>
    internal bool[] DrawTest(double testFraction, int seed)
    {
        bool[] isTest = new bool[Count];
        if (IsMultiLabel)
        {
            int[] parts = Stratify(seed, [Rest, Tested]);
            isTest = Array.ConvertAll(parts, part => part == 1);
        }
        else
        {
            foreach (int[] images in ShuffledClasses(seed))
            {
                foreach (int i in images.AsSpan(0, (int)Tested(images.Length)))
                    isTest[i] = true;
            }
        }
        return isTest;

        double Tested(int images) => Math.Min(
            Math.Max(Math.Round(images * testFraction, MidpointRounding.AwayFromZero), 1), Math.Max(images - 1, 0));

        double Rest(int images) => images - Tested(images);
    }

    /// <summary>
    /// Divides the images for cross-validation: every image is in the test part of exactly one fold, every class spread evenly
    /// over the folds. The same images, number and seed give the same folds; a part that the data set sets apart for testing is
    /// left out.
    /// </summary>
    /// <param name="k">The number of folds, at least 2 and at most the number of images.</param>
    /// <param name="seed">Chooses which image goes where.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of its range.</exception>
    public IReadOnlyList<(ImageFolder Train, ImageFolder Test)> Folds(int k, int seed)
    {
        if (Train is not null)
            return Train.Folds(k, seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, Count);
        int[] foldOf = IsMultiLabel ? Stratify(seed, [.. Enumerable.Repeat((int images) => images / (double)k, k)]) : DealOut(k, seed);
        return [.. Enumerable.Range(0, k).Select(fold =>
        {
            bool[] isTest = Array.ConvertAll(foldOf, f => f == fold);
            return (Where(isTest, false), Where(isTest, true));
        })];
    }

    private int[] DealOut(int k, int seed)
    {
        int[] foldOf = new int[Count];
        int next = 0; // goes on from class to class, so that the folds differ by one image at most
        foreach (int[] images in ShuffledClasses(seed))
        {
            foreach (int i in images)
                foldOf[i] = next++ % k;
        }
        return foldOf;
    }

    private ImageFolder Where(bool[] flags, bool value) => Subset(Enumerable.Range(0, Count).Where(i => flags[i] == value));

    private IEnumerable<int[]> ShuffledClasses(int seed)
    {
        ILookup<int, int> byClass = Enumerable.Range(0, Count).ToLookup(i => _images[i].LabelIndex);
        for (int label = 0; label < Classes.Count; label++)
        {
            int[] images = [.. byClass[label]];
            Shuffle(images, new SplitMix64(seed, SplitMix64.KeyOf(Classes[label])));
            yield return images;
        }
    }

    /// <summary>Divides images with several labels; returns the part of each.</summary>
    /// <param name="seed">Chooses which image goes where.</param>
    /// <param name="shares">For each part, how many of so many images are to be in it.</param>
    private int[] Stratify(int seed, Func<int, double>[] shares)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        Shuffle(order, new SplitMix64(seed));
        int[] parts = IterativeStratification.Divide([.. order.Select(i => _images[i].Labels)], CountsPerClass, shares);
        int[] partOf = new int[Count];
        for (int place = 0; place < order.Length; place++)
            partOf[order[place]] = parts[place];
        return partOf;
    }

    // By path before shuffling, so that the order of a manifest plays no part.
    private void Shuffle(int[] images, SplitMix64 random)
    {
        Array.Sort(images, (a, b) => PathOrder.Compare(_images[a].Path, _images[b].Path));
        random.Shuffle<int>(images);
    }
}
