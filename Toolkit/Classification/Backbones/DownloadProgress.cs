namespace MLResNet.Backbones;

/// <summary>How far a download has come.</summary>
/// <param name="Id">The backbone.</param>
/// <param name="Stage">What is done at the moment.</param>
/// <param name="BytesReceived">Bytes of the file that are here, those of an earlier, interrupted download included.</param>
/// <param name="TotalBytes">Length of the file; null while it is not known.</param>
public readonly record struct DownloadProgress(string Id, DownloadStage Stage, long BytesReceived, long? TotalBytes);
