using BenchmarkDotNet.Attributes;
using MLResNet.Formats;
using MLResNet.Formats.Jpeg;
using MLResNet.Imaging;

namespace MLResNet.Benchmarks.Images;

/// <summary>The way of a 500 x 375 JPEG to a network's input of 224 x 224, on one core, in parts and in all.</summary>
[MemoryDiagnoser]
public class PictureToPixels
{
    private readonly ImagePreprocessing _preprocessing = new();
    private RgbImage _picture = null!;
    private byte[] _file = [];
    private float[] _input = [];

    [GlobalSetup]
    public void SetUp()
    {
        _picture = Noise.Picture(500, 375);
        _file = JpegEncoder.Encode(_picture, quality: 85);
        _input = new float[_preprocessing.Size * _preprocessing.Size * 3];
    }

    [Benchmark]
    public RgbImage DecodeJpeg() => JpegDecoder.Decode(_file, DecodeOptions.Default);

    [Benchmark]
    public RgbImage ResizeBilinear() => Resize.Bilinear(_picture, 341, 256);

    [Benchmark]
    public void ResizeCropNormalize() => _preprocessing.Apply(_picture, _input);

    [Benchmark]
    public void All() => _preprocessing.Apply(ImageDecoder.Decode(_file, _preprocessing.ToDecodeOptions()), _input);
}
