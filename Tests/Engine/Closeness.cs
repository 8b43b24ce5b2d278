namespace MLResNet.Engine.Tests;

/// <summary>The distance between two results: max|a - b| / max|b|, which "close enough" bounds by 1e-4.</summary>
internal static class Closeness
{
    public const double CloseEnough = 1e-4;

    public static double Distance(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0, largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            // A difference that is not a number must not pass for a small one.
            Assert.True(float.IsFinite(actual[i]), $"Value {i} is {actual[i]}.");
            difference = Math.Max(difference, Math.Abs((double)actual[i] - expected[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }
        return difference / largest;
    }
}
