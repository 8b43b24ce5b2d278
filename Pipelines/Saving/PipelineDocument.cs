namespace MLResNet.Pipelines.Saving;

/// <summary><c>mlresnet/pipeline.json</c>: what stands where in a saved model.</summary>
/// <param name="FormatVersion">Version of the format.</param>
/// <param name="Tool">What wrote it.</param>
/// <param name="Transformers">Our transformers.</param>
internal sealed record PipelineDocument(int FormatVersion, string Tool, List<TransformerDocument> Transformers)
{
    public const int CurrentFormatVersion = 1;
}
