namespace MLResNet.Listing;

/// <summary>The part of a data set that an image was put in by whoever made the data set.</summary>
internal enum DatasetPart
{
    None,
    Train,
    Validation,
    Test,
}
