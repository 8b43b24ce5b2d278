using MLResNet.Formats;

namespace MLResNet.Datasets.Tests.Formats;

public sealed class OverWhiteTests
{
    [Fact]
    public void Every_8_bit_sample_and_opacity_blends_to_the_nearest_level()
    {
        for (int value = 0; value < 256; value++)
        {
            for (int alpha = 0; alpha < 256; alpha++)
            {
                double exact = (value * alpha + 255.0 * (255 - alpha)) / 255;
                Assert.Equal(Math.Round(exact), OverWhite.Blend((byte)value, (byte)alpha));
            }
        }
    }

    [Fact]
    public void Every_16_bit_sample_narrows_to_the_nearest_level()
    {
        for (int value = 0; value <= 65535; value++)
        {
            Assert.Equal(Math.Round(value * 255.0 / 65535), OverWhite.Narrow((ushort)value));
            Assert.Equal(OverWhite.Narrow((ushort)value), OverWhite.Blend((ushort)value, ushort.MaxValue));
        }
    }

    [Fact]
    public void A_16_bit_sample_blends_to_the_nearest_level()
    {
        for (int value = 0; value <= 65535; value += 257 * 3)
        {
            for (int alpha = 0; alpha <= 65535; alpha += 111)
            {
                double exact = (value * (double)alpha + 65535.0 * (65535 - alpha)) / 65535 / 257;
                Assert.Equal(Math.Round(exact), OverWhite.Blend((ushort)value, (ushort)alpha));
            }
        }
    }
}
