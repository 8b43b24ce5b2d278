namespace MLResNet.SampleData;

/// <summary>How far the writing of the sample data is.</summary>
/// <param name="Written">Pictures written so far.</param>
/// <param name="Total">Pictures there will be.</param>
public readonly record struct SampleDataProgress(int Written, int Total)
{
    /// <summary>For example <c>120 of 600 images</c>.</summary>
    public override string ToString() => $"{Written} of {Total} images";
}
