namespace MLResNet;

/// <summary>How training makes up for classes of which there are more images than of others.</summary>
public enum ClassBalance
{
    /// <summary>Not at all: each image counts the same, so a class as much as it has images.</summary>
    None,

    /// <summary>
    /// Classes count the same: an image's loss is weighted by the mean number of images a class over that of its own. Each epoch
    /// shows every image once; of a class that is very rare, few steps learn anything, and those much.
    /// </summary>
    Weights,

    /// <summary>
    /// Classes come equally often: an epoch, as long as without, draws equally many images of each, up to one, those of a small
    /// class several times, differently varied. A head, which sees each image once, has <see cref="Weights"/> instead; on average
    /// that is the same.
    /// </summary>
    Sampling,
}
