namespace MLResNet;

/// <summary>Which part of a network is trained.</summary>
public enum Tune
{
    /// <summary>
    /// <see cref="Head"/> where there is a pretrained backbone and no option asks for something else; otherwise <see cref="Scratch"/>.
    /// </summary>
    Auto,

    /// <summary>
    /// The classifier at the end of a pretrained backbone: features once for each image, then logistic regression to convergence.
    /// </summary>
    Head,

    /// <summary>The classifier and the last stages of a pretrained backbone. Not there in this version.</summary>
    LastStages,

    /// <summary>All of a pretrained backbone. Not there in this version.</summary>
    All,

    /// <summary>All of a network that starts with random weights.</summary>
    Scratch,
}
