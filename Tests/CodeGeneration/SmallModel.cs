using MLResNet.Classification.Tests;
using MLResNet.Packaging;

namespace MLResNet.CodeGeneration.Tests;

/// <summary>Models of a small network that nobody trained, with labels that try what C#, XML and JSON make of them.</summary>
internal static class SmallModel
{
    /// <summary>One for each output of the network.</summary>
    public static readonly string[] HostileLabels =
    [
        "rose", "Rose \" \\ {0} $\" */ </summary> & // \r\n #error %41 $name$", "class", "日本\u2028\u202e語", "3 😀 \u0000",
    ];

    /// <summary>Writes a model.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="change">Changes its manifest.</param>
    public static void Write(string path, Func<ModelManifest, ModelManifest>? change = null)
    {
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec("basic-v2"), size: 32);
        ModelManifest manifest = package.Manifest with { Labels = HostileLabels };
        File.WriteAllBytes(path, (package with { Manifest = change?.Invoke(manifest) ?? manifest }).ToBytes());
    }

    /// <summary>A model of any number of labels, for what is said of them.</summary>
    public static void Write(string path, IReadOnlyList<string> labels)
    {
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec("basic-v2") with { Classes = labels.Count }, size: 32);
        File.WriteAllBytes(path, (package with { Manifest = package.Manifest with { Labels = labels } }).ToBytes());
    }
}
