namespace MLResNet.Serving.Queueing;

/// <summary>No model could be loaded; the cause says why, and names a file that clients need not know.</summary>
internal sealed class NoModelException(MLResNetException cause) : Exception(cause.Message, cause);
