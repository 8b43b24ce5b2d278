namespace MLResNet.Datasets.Tests;

public class SplitMix64Tests
{
    // The first outputs from state 0, as the reference implementation (Vigna, prng.di.unimi.it/splitmix64.c) gives them.
    [Fact]
    public void The_numbers_are_those_of_the_reference()
    {
        var random = new SplitMix64();
        Assert.Equal<ulong>([0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F], [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void Every_key_and_their_order_matter()
    {
        ulong[] first = [new SplitMix64(1, 2).Next(), new SplitMix64(2, 1).Next(), new SplitMix64(1).Next(), new SplitMix64(1, 2, 0).Next()];
        Assert.Distinct(first);
    }

    [Fact]
    public void A_bounded_number_takes_every_value_about_as_often()
    {
        var random = new SplitMix64(7);
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++)
            counts[random.Next(6)]++;
        double chiSquared = counts.Sum(c => (c - 10_000.0) * (c - 10_000) / 10_000);
        Assert.InRange(chiSquared, 0, 20.5); // 5 degrees of freedom: p = 0.001
    }

    [Fact]
    public void A_shuffle_keeps_every_item()
    {
        int[] items = [.. Enumerable.Range(0, 100)];
        new SplitMix64(3).Shuffle<int>(items);
        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }
}
