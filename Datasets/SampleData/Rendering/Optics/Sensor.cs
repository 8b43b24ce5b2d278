using MLResNet.Imaging;
using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Optics;

/// <summary>
/// What lens and sensor do to the light: defocus, the blur of a moving belt, vignetting, exposure, white balance, noise, the
/// clipping of highlights, and the sRGB transfer function (IEC 61966-2-1).
/// </summary>
internal sealed class Sensor
{
    private const int TransferSteps = 4096;

    private static readonly byte[] Transfer = TransferTable();

    private readonly float _defocus, _motion, _motionX, _motionY, _vignetting, _exposure, _shotNoise, _readNoise;
    private readonly Rgb _balance;
    private readonly RandomStream _noise;

    public Sensor(RandomStream random, float beltAngle)
    {
        // Both blurs are fractions of the picture's side.
        _defocus = random.Chance(0.2f) ? random.Uniform(0.005f, 0.009f) : random.Uniform(0.001f, 0.005f);
        _motion = random.Chance(0.25f) ? random.Uniform(0.01f, 0.03f) : 0;
        _motionX = Cos(beltAngle);
        _motionY = Sin(beltAngle);
        _vignetting = random.Uniform(0, 0.3f);
        _exposure = random.Uniform(0.14f, 0.34f);
        _shotNoise = random.Uniform(0.0001f, 0.0012f);
        _readNoise = random.Uniform(0.001f, 0.012f);
        _balance = new Rgb(random.Uniform(0.9f, 1.1f), 1, random.Uniform(0.88f, 1.14f));
        _noise = random.Fork();
    }

    /// <summary>Develops the light on the sensor, size x size, into a picture.</summary>
    public RgbImage Develop(Rgb[] light, int size)
    {
        if (_motion > 0) light = BlurMotion(light, size);
        light = BlurGaussian(light, size);

        float mean = 0;
        foreach (Rgb pixel in light) mean += 0.2126f * pixel.R + 0.7152f * pixel.G + 0.0722f * pixel.B;
        float gain = _exposure / MathF.Max(mean / light.Length, 1e-4f);

        var picture = new RgbImage(size, size);
        for (int row = 0, at = 0; row < size; row++)
        {
            float v = (row + 0.5f) * 2 / size - 1;
            for (int column = 0; column < size; column++, at++)
            {
                float u = (column + 0.5f) * 2 / size - 1;
                Rgb pixel = light[at] * _balance * (gain * (1 - _vignetting * 0.5f * (u * u + v * v)));
                picture.Pixels[3 * at] = Record(pixel.R);
                picture.Pixels[3 * at + 1] = Record(pixel.G);
                picture.Pixels[3 * at + 2] = Record(pixel.B);
            }
        }

        return picture;
    }

    /// <summary>Noise that grows with the light (photons) over a floor (electronics), then the tone curve.</summary>
    private byte Record(float light)
    {
        ulong bits = _noise.Next();
        float sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        float normal = (sum / 65536 - 2) * 1.7320508f; // four uniforms: variance 4/12
        light += normal * MathF.Sqrt(_shotNoise * light + _readNoise * _readNoise);

        // A shoulder from 0.7 on keeps highlights from clipping hard.
        if (light > 0.7f) light = 1 - 0.09f / (light - 0.4f);
        return Transfer[(int)(Saturate(light) * (TransferSteps - 1) + 0.5f)];
    }

    private Rgb[] BlurMotion(Rgb[] light, int size)
    {
        const int Taps = 9;
        var blurred = new Rgb[light.Length];
        float stepX = _motionX * _motion * size / Taps, stepY = _motionY * _motion * size / Taps;
        for (int row = 0, at = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++, at++)
            {
                Rgb sum = default;
                for (int tap = -(Taps / 2); tap <= Taps / 2; tap++)
                {
                    float x = Math.Clamp(column + tap * stepX, 0, size - 1.001f);
                    float y = Math.Clamp(row + tap * stepY, 0, size - 1.001f);
                    int ix = (int)x, iy = (int)y, corner = iy * size + ix;
                    sum += Rgb.Mix(
                        Rgb.Mix(light[corner], light[corner + 1], x - ix),
                        Rgb.Mix(light[corner + size], light[corner + size + 1], x - ix), y - iy);
                }

                blurred[at] = sum * (1f / Taps);
            }
        }

        return blurred;
    }

    private Rgb[] BlurGaussian(Rgb[] light, int size)
    {
        float sigma = _defocus * size;
        int reach = Math.Clamp((int)MathF.Ceiling(2.5f * sigma), 1, size);
        var weights = new float[2 * reach + 1];
        float total = 0;
        for (int i = -reach; i <= reach; i++)
        {
            // (1 - q/8)^8 stands in for exp(-q): it is as round, and needs no exponential.
            float q = MathF.Max(1 - i * i / (16 * sigma * sigma), 0);
            q *= q;
            q *= q;
            total += weights[i + reach] = q * q;
        }

        for (int i = 0; i < weights.Length; i++) weights[i] /= total;
        var rows = new Rgb[light.Length];
        var blurred = new Rgb[light.Length];
        for (int line = 0; line < size; line++) Convolve(light, rows, line * size, 1, size, weights);
        for (int line = 0; line < size; line++) Convolve(rows, blurred, line, size, size, weights);
        return blurred;
    }

    private static void Convolve(Rgb[] source, Rgb[] target, int start, int stride, int size, float[] weights)
    {
        int reach = weights.Length / 2;
        for (int i = 0; i < size; i++)
        {
            Rgb sum = default;
            for (int tap = -reach; tap <= reach; tap++)
                sum += source[start + Math.Clamp(i + tap, 0, size - 1) * stride] * weights[tap + reach];
            target[start + i * stride] = sum;
        }
    }

    private static byte[] TransferTable()
    {
        var table = new byte[TransferSteps];
        for (int i = 0; i < TransferSteps; i++)
        {
            double linear = (double)i / (TransferSteps - 1);
            double encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Root24(linear) - 0.055;
            table[i] = (byte)(encoded * 255 + 0.5);
        }

        return table;
    }
}
