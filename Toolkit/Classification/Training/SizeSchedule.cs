namespace MLResNet.Training;

/// <summary>
/// Progressive resizing: half of the epochs see small images, a quarter images of middle size, and the last quarter, rounded up,
/// those that the network is for, so that its batch norms end with the statistics of those.
/// </summary>
/// <param name="Start">Side of the images in the first epochs.</param>
/// <param name="Final">Side of the images in the last epochs.</param>
/// <param name="Epochs">Number of epochs.</param>
internal sealed record SizeSchedule(int Start, int Final, int Epochs)
{
    /// <summary>Sides between the two ends are multiples of this, the stride of most networks.</summary>
    private const int Step = 16;

    /// <summary>How many epochs see images of the final size.</summary>
    public int FinalEpochs => Start == Final ? Epochs : (Epochs + 3) / 4;

    /// <summary>Side of the images in an epoch, the first being 1.</summary>
    public int SizeOf(int epoch)
    {
        if (epoch > Epochs - FinalEpochs)
            return Final;
        return epoch > Epochs - 2 * FinalEpochs ? Middle : Start;
    }

    private int Middle => Math.Clamp((Start + Final) / 2 / Step * Step, Start, Final);
}
