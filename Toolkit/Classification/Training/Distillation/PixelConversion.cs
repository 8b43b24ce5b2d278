using MLResNet.Imaging;

namespace MLResNet.Training.Distillation;

/// <summary>Turns the pixels that one network takes into those that another one takes: other means, other channels first.</summary>
internal readonly record struct PixelConversion
{
    private readonly (int From, float Scale, float Offset) _first, _second, _third;

    private PixelConversion(ImagePreprocessing from, ImagePreprocessing to)
    {
        bool swaps = from.ChannelOrder != to.ChannelOrder, isBgr = to.ChannelOrder == ChannelOrder.Bgr;
        _first = Channel(0);
        _second = Channel(1);
        _third = Channel(2);

        (int From, float Scale, float Offset) Channel(int position)
        {
            int color = isBgr ? 2 - position : position;
            return (
                swaps ? 2 - position : position,
                from.Std[color] / to.Std[color],
                (float)(((double)from.Mean[color] - to.Mean[color]) / to.Std[color]));
        }
    }

    /// <summary>Whether nothing changes.</summary>
    public bool IsIdentity => (_first, _second, _third) == ((0, 1, 0), (1, 1, 0), (2, 1, 0));

    /// <summary>The conversion of pixels that were prepared in one way into those prepared in another, the size left as it is.</summary>
    public static PixelConversion Between(ImagePreprocessing from, ImagePreprocessing to) => new(from, to);

    /// <summary>Converts pixels of three channels each.</summary>
    /// <param name="pixels">What is there.</param>
    /// <param name="converted">As long at least.</param>
    public void Run(ReadOnlySpan<float> pixels, Span<float> converted)
    {
        converted = converted[..pixels.Length];
        for (int i = 0; i < pixels.Length; i += 3)
        {
            converted[i] = pixels[i + _first.From] * _first.Scale + _first.Offset;
            converted[i + 1] = pixels[i + _second.From] * _second.Scale + _second.Offset;
            converted[i + 2] = pixels[i + _third.From] * _third.Scale + _third.Offset;
        }
    }
}
