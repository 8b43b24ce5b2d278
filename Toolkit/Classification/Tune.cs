namespace MLResNet;

/// <summary>Which part of a network is trained.</summary>
public enum Tune
{
    /// <summary>
    /// What suits the data and the backbones at hand; without a pretrained backbone, as in this version, <see cref="Scratch"/>.
    /// </summary>
    Auto,

    /// <summary>The classifier at the end of a pretrained backbone. Needs a pretrained backbone.</summary>
    Head,

    /// <summary>The classifier and the last stages of a pretrained backbone. Needs a pretrained backbone.</summary>
    LastStages,

    /// <summary>All of a pretrained backbone. Needs a pretrained backbone.</summary>
    All,

    /// <summary>All of a network that starts with random weights.</summary>
    Scratch,
}
