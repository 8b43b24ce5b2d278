namespace MLResNet;

/// <summary>The kinds of <see cref="DatasetFinding"/>.</summary>
public enum DatasetFindingKind
{
    /// <summary>
    /// There is nothing to tell apart: fewer than two classes have images or, where images may have several labels, no label
    /// stands on some images and not on others.
    /// </summary>
    SingleClass,

    /// <summary>A class has one image, which cannot be both trained on and tested on.</summary>
    ClassOfOneImage,

    /// <summary>Two classes differ by upper and lower case only.</summary>
    ClassesDifferByCase,

    /// <summary>The same image, by path or by content, stands in two classes, or has different labels.</summary>
    ImageInTwoClasses,

    /// <summary>A manifest lists the same path twice in the same class.</summary>
    ImageListedTwice,

    /// <summary>Images lie beside the class folders, not in one.</summary>
    ImagesWithoutClass,

    /// <summary>A class folder holds no image.</summary>
    EmptyClass,

    /// <summary>The test or validation part has a class that the training part lacks.</summary>
    ClassNotInTraining,

    /// <summary>A folder cannot be listed.</summary>
    FolderNotListed,

    /// <summary>The same image, by content, is trained on and set apart for measuring, which flatters the measure.</summary>
    ImageInTwoParts,

    /// <summary>A class has at least ten times as many images as another.</summary>
    UnbalancedClasses,
}
