namespace MLResNet;

/// <summary>Which part of a network is trained.</summary>
public enum Tune
{
    /// <summary>
    /// No more than pays: on a pretrained backbone <see cref="Head"/> first, then <see cref="LastStages"/>, then <see
    /// cref="All"/>, as long as validation images are told better; where there are too few images to hold some out, <see
    /// cref="Head"/>. Without a backbone, or where the options name a network, <see cref="Scratch"/>.
    /// </summary>
    Auto,

    /// <summary>
    /// The classifier at the end of a pretrained backbone: features once for each image, then logistic regression to convergence.
    /// </summary>
    Head,

    /// <summary>The classifier and the last stages of a pretrained backbone, from where <see cref="Head"/> has them.</summary>
    LastStages,

    /// <summary>All of a pretrained backbone, from where <see cref="Head"/> has it.</summary>
    All,

    /// <summary>All of a network that starts with random weights.</summary>
    Scratch,
}
