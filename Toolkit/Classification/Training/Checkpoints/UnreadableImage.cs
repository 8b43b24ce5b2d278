namespace MLResNet.Training.Checkpoints;

/// <summary>An image that a training leaves out. It goes by its number, for a folder may be moved.</summary>
/// <param name="Index">Where it stands among all images of the training, those to choose by after those to learn from.</param>
/// <param name="Reason">Why it cannot be read.</param>
internal sealed record UnreadableImage(int Index, string Reason);
