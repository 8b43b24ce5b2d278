using MLResNet.Formats.Jpeg;

namespace MLResNet.Datasets.Tests.Formats.Jpeg;

public sealed class UpsamplingTests
{
    public static TheoryData<int> Widths => [1, 2, 3, 15, 16, 17, 31, 32, 33, 64, 70];

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_vectorized_filters_give_the_bytes_of_the_plain_ones(int count)
    {
        var random = new Random(count);
        int padded = Upsampling.PaddedLength(count);
        byte[] near = new byte[padded + 2 * Upsampling.Margin], far = new byte[near.Length];
        byte[] expected = new byte[2 * padded], actual = new byte[2 * padded];
        for (int round = 0; round < 20; round++)
        {
            random.NextBytes(near);
            random.NextBytes(far);
            if (round == 0)
            {
                near.AsSpan().Fill(255);
                far.AsSpan().Fill(255);
            }

            Upsampling.ReferenceHorizontal(near, expected, count);
            Upsampling.Horizontal(near, actual, count);
            Assert.Equal(expected[..(2 * count)], actual[..(2 * count)]);

            Upsampling.ReferenceVertical(near, far, expected, count, 1 + round % 2);
            Upsampling.Vertical(near, far, actual, count, 1 + round % 2);
            Assert.Equal(expected[..count], actual[..count]);

            Upsampling.ReferenceBoth(near, far, expected, count);
            Upsampling.Both(near, far, actual, count);
            Assert.Equal(expected[..(2 * count)], actual[..(2 * count)]);
        }
    }
}
