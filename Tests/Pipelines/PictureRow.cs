namespace MLResNet.Pipelines.Tests;

/// <summary>A picture in memory, with its number.</summary>
public sealed class PictureRow
{
    public byte[] Image { get; set; } = [];

    public string Label { get; set; } = "";

    public int Number { get; set; }

    /// <summary>The pictures of a folder.</summary>
    public static IEnumerable<PictureRow> Of(string folder)
    {
        ImageFolder images = ImageFolder.Open(folder);
        return images.Select((image, i) => new PictureRow
        {
            Image = File.ReadAllBytes(image.Path), Label = images.Classes[image.LabelIndex], Number = i,
        });
    }
}
