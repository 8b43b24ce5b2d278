using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Inference;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Features;

/// <summary>
/// What features depend on besides the image, hashed: where it is the same, the same image gives the same bits.
/// </summary>
internal static class FeatureKey
{
    /// <summary>SHA-256, 32 bytes.</summary>
    /// <param name="backbone">The network and its weights.</param>
    /// <param name="preprocessing">How pictures are fed to it.</param>
    /// <param name="mirrors">Whether features are averaged with those of the mirror image.</param>
    /// <param name="instructionSet">The vector instructions; sums are rounded differently on others.</param>
    public static byte[] Of(
        PretrainedBackbone backbone, ImagePreprocessing preprocessing, bool mirrors, InstructionSet instructionSet) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        [
            // Decoders and kernels change without a new version; a module's id changes with every line in it.
            typeof(ImagePreprocessing).Module.ModuleVersionId.ToString(),
            typeof(InferencePlan).Module.ModuleVersionId.ToString(),
            backbone.ContentHash,
            JsonSerializer.Serialize(PreprocessingDocument.From(preprocessing), ManifestJson.Default.PreprocessingDocument),
            mirrors.ToString(),
            instructionSet.ToString(),
        ])));
}
