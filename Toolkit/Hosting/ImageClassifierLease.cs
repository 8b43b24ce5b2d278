using MLResNet.Hosting.Reloading;

namespace MLResNet.Hosting;

/// <summary>
/// A model held for as long as something takes, so that all of it is done by the same one: a model that is replaced meanwhile is
/// disposed of when the last lease of it is.
/// </summary>
public sealed class ImageClassifierLease : IDisposable
{
    private LoadedFile<ImageClassifier>? _held;

    internal ImageClassifierLease(HostedModel model, LoadedFile<ImageClassifier> held) =>
        (Model, Classifier, _held) = (model, held.Value, held);

    /// <summary>The model, not to be used after the lease, nor to be disposed of.</summary>
    public ImageClassifier Classifier { get; }

    /// <summary>Which one it is.</summary>
    public HostedModel Model { get; }

    /// <summary>Ends the lease.</summary>
    public void Dispose() => Interlocked.Exchange(ref _held, null)?.Exit();
}
