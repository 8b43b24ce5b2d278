namespace MLResNet;

/// <summary>How a manifest is read. Column names are compared without regard to case; null looks among the usual ones.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>
    /// The column (in JSON Lines the property) of the path; by default path, image_path, file, filename, image.
    /// </summary>
    public string? PathColumn { get; init; }

    /// <summary>The column of the label, or of several separated by |; by default label, labels, class or category.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// Whether an image may have any number of labels, none included, even where no image has several. Without it, a data set is
    /// of that kind if one of its images has several labels; in any other each image needs its label.
    /// </summary>
    public bool MultiLabel { get; init; }

    /// <summary>The column that says train, validation or test; by default split, where there is one.</summary>
    public string? SplitColumn { get; init; }
}
