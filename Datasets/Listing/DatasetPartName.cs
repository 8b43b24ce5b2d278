namespace MLResNet.Listing;

/// <summary>The names under which the parts of a data set go.</summary>
internal static class DatasetPartName
{
    /// <summary>The part of that name, or <see cref="DatasetPart.None"/>; case does not matter.</summary>
    public static DatasetPart Parse(string name) => name.ToLowerInvariant() switch
    {
        "train" or "training" => DatasetPart.Train,
        "val" or "valid" or "validation" => DatasetPart.Validation,
        "test" or "testing" => DatasetPart.Test,
        _ => DatasetPart.None,
    };
}
