namespace MLResNet.Backbones;

/// <summary>What a download is doing.</summary>
public enum DownloadStage
{
    /// <summary>Another program downloads the same backbone; what it gets will be used.</summary>
    Waiting,

    /// <summary>Bytes are coming in.</summary>
    Receiving,

    /// <summary>The connection broke or stood still, and is tried again after a pause.</summary>
    Retrying,

    /// <summary>All bytes are here; they are checked and converted.</summary>
    Converting,
}
