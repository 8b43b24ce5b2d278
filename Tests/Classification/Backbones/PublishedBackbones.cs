using System.Security.Cryptography;
using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Formats.Safetensors;
using MLResNet.Imaging;

namespace MLResNet.Classification.Tests.Backbones;

/// <summary>A thin network as somebody would publish it: a file, and the catalog's entry for it.</summary>
internal static class PublishedBackbones
{
    public static NetworkParameters Parameters { get; } = NetworkParameters.Initialize(TemporaryStore.ThinSpec, seed: 5);

    /// <summary>The published file.</summary>
    public static byte[] File { get; } = SafetensorsWriter.Write(
        Parameters.Select(p => (p.Name, (IReadOnlyList<int>)p.Shape, (ReadOnlyMemory<float>)p.Values)));

    public static BackboneEntry Thin { get; } = new()
    {
        Id = "thin.pub",
        Publisher = "Somebody",
        Naming = BackboneNaming.Torchvision,
        Spec = TemporaryStore.ThinSpec with { Id = "thin.pub" },
        HasHead = true,
        Preprocessing = new ImagePreprocessing { Size = 32, ResizeShortSide = 36 },
        Address = new Uri("https://example.invalid/weights/thin-1.safetensors"),
        FileName = "thin-1.safetensors",
        Format = "safetensors",
        Bytes = File.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(File))[..8],
        License = "MIT",
        ImageNetAccuracy = 0.5,
    };

    /// <summary>The same network from a publisher who gives no checksum.</summary>
    public static BackboneEntry Unchecked { get; } =
        Thin with { Id = "thin.raw", Spec = Thin.Spec with { Id = "thin.raw" }, Bytes = null, Sha256 = null, FileName = "thin-2.safetensors" };

    /// <summary>A store that knows these.</summary>
    public static BackboneStore Store(string folder, Uri? mirror = null) => new(folder)
    {
        Published = [Thin, Unchecked],
        MirrorAddress = mirror?.AbsoluteUri,
        DownloadOptions = new() { StallTimeout = TimeSpan.FromSeconds(20), Attempts = 2, FirstPause = TimeSpan.FromMilliseconds(1) },
    };
}
