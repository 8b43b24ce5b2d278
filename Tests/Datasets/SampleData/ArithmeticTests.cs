using MLResNet.SampleData.Rendering;

namespace MLResNet.Datasets.Tests.SampleData;

public sealed class ArithmeticTests
{
    [Fact]
    public void The_portable_functions_agree_with_the_platforms()
    {
        for (double x = -30; x < 30; x += 0.0137)
        {
            Assert.Equal(Math.Sin((float)x), PortableMath.Sin((float)x), 1e-6);
            Assert.Equal(Math.Cos((float)x), PortableMath.Cos((float)x), 1e-6);
            float ax = (float)(x * 0.7), ay = (float)Math.Sin(x * 5);
            Assert.Equal(Math.Atan2(ay, ax), PortableMath.Atan2(ay, ax), 1e-6);
        }

        for (double x = 0; x <= 1; x += 0.001) Assert.Equal(Math.Pow(x, 1 / 2.4), PortableMath.Root24(x), 1e-12);
    }

    [Fact]
    public void Value_noise_is_smooth_and_fills_its_range()
    {
        var noise = new Noise(new RandomStream(9));
        float least = 1, most = 0, steepest = 0;
        for (float x = -40; x < 40; x += 0.01f)
        {
            float here = noise.At(x, 0.37f * x);
            least = MathF.Min(least, here);
            most = MathF.Max(most, here);
            steepest = MathF.Max(steepest, MathF.Abs(noise.At(x + 0.01f, 0.37f * (x + 0.01f)) - here));
        }

        Assert.InRange(least, 0, 0.15f);
        Assert.InRange(most, 0.85f, 1);
        Assert.InRange(steepest, 0, 0.03f);
    }
}
