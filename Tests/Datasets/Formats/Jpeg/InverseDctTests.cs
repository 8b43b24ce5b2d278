using MLResNet.Formats.Jpeg;

namespace MLResNet.Datasets.Tests.Formats.Jpeg;

public sealed class InverseDctTests
{
    [Theory]
    [InlineData(3, 10)] // sparse and small, as in photographs
    [InlineData(64, 200)]
    [InlineData(64, 32768)] // no sound file has these
    [InlineData(1, 2000)]
    public void The_vectorized_transform_gives_the_bits_of_the_plain_one(int coefficients, int magnitude)
    {
        var random = new Random(coefficients + magnitude);
        foreach (int size in new[] { 8, 4, 2, 1 })
        {
            byte[] expected = new byte[8 * 11], actual = new byte[8 * 11];
            for (int round = 0; round < 300; round++)
            {
                short[] block = Block(random, coefficients, magnitude), quantization = Quantization(random);
                InverseDct.TransformPlainly(size, block, quantization, expected, 11);
                InverseDct.Transform(size, block, quantization, actual, 11);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void A_sample_is_the_mean_of_the_cosine_series_over_its_area(int size)
    {
        var random = new Random(size);
        short[] ones = [.. Enumerable.Repeat((short)1, 64)];
        byte[] actual = new byte[64];
        int area = 8 / size;
        for (int round = 0; round < 50; round++)
        {
            short[] block = Block(random, 64, 60);
            InverseDct.Transform(size, block, ones, actual, size);
            for (int i = 0; i < size * size; i++)
            {
                double mean = 0;
                for (int j = 0; j < area * area; j++)
                    mean += Series(block, i % size * area + j % area, i / size * area + j / area) / (area * area);
                double exact = Math.Clamp(128 + mean, 0, 255);
                Assert.InRange(actual[i], exact - 0.6, exact + 0.6);
            }
        }
    }

    [Fact]
    public void Forward_and_back_is_what_it_was()
    {
        var random = new Random(1);
        short[] ones = [.. Enumerable.Repeat((short)1, 64)];
        byte[] actual = new byte[64];
        for (int round = 0; round < 100; round++)
        {
            int[] samples = [.. Enumerable.Range(0, 64).Select(_ => random.Next(256))];
            int[] transformed = [.. samples.Select(sample => sample - 128)];
            ForwardDct.Transform(transformed);
            short[] coefficients = [.. transformed.Select(value => (short)Math.Round(value / 8.0))];
            InverseDct.Transform(8, coefficients, ones, actual, 8);
            Assert.All(samples.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 2, pair.First + 2));
        }
    }

    /// <summary>The inverse DCT of ITU-T T.81, A.3.3.</summary>
    private static double Series(short[] block, int x, int y)
    {
        double sum = 0;
        for (int v = 0; v < 8; v++)
        {
            for (int u = 0; u < 8; u++)
            {
                double scale = (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) / 4;
                double wave = Math.Cos((2 * x + 1) * u * Math.PI / 16) * Math.Cos((2 * y + 1) * v * Math.PI / 16);
                sum += scale * block[v * 8 + u] * wave;
            }
        }
        return sum;
    }

    private static short[] Block(Random random, int coefficients, int magnitude)
    {
        short[] block = new short[64];
        block[0] = (short)random.Next(-magnitude, magnitude);
        for (int i = 1; i < coefficients; i++)
            block[random.Next(64)] = (short)random.Next(-magnitude, magnitude);
        return block;
    }

    private static short[] Quantization(Random random) => [.. Enumerable.Range(0, 64).Select(_ => (short)random.Next(1, 30))];
}
