namespace MLResNet.Cli.Backbones;

/// <summary>Whether a backbone can be used.</summary>
internal enum BackboneState
{
    /// <summary>It is in the store.</summary>
    Stored,

    /// <summary>It is in the box.</summary>
    Bundled,

    /// <summary>Its published file is on this machine, and is converted when it is first used.</summary>
    Found,

    /// <summary>It is to be downloaded first.</summary>
    Missing,
}
