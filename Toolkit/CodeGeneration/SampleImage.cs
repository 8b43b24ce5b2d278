using MLResNet.Formats;
using MLResNet.Formats.Png;
using MLResNet.SampleData;

namespace MLResNet.CodeGeneration;

/// <summary>The picture that the generated test predicts.</summary>
/// <param name="FileName">What it is called there.</param>
/// <param name="Content">The encoded picture.</param>
/// <param name="Source">What errors call it.</param>
internal sealed record SampleImage(string FileName, byte[] Content, string Source)
{
    /// <summary>A file's.</summary>
    /// <exception cref="MLResNetException">It cannot be read, or is no picture.</exception>
    public static SampleImage From(string path)
    {
        byte[] content = WholeFile.Read(path);
        string extension = ImageDecoder.Identify(content) switch
        {
            ImageFormat.Png => "png",
            ImageFormat.Bmp => "bmp",
            ImageFormat.Gif => "gif",
            _ => "jpg",
        };
        return new SampleImage($"sample.{extension}", content, path);
    }

    /// <summary>One that there is without any photos.</summary>
    public static SampleImage Drawn() =>
        new("sample.png", PngEncoder.Encode(MachineParts.Render(MachineParts.Classes[0], index: 0)), "the sample image");

    /// <summary>What a model says of it.</summary>
    /// <exception cref="MLResNetException">It is no picture that can be read.</exception>
    public Prediction Predict(ImageClassifier model)
    {
        try
        {
            return model.Predict(Content);
        }
        catch (ImageFormatException e)
        {
            throw new MLResNetException($"{Source} cannot be the sample image: {e.Message}", e);
        }
    }
}
