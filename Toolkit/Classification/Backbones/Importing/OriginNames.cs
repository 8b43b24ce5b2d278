namespace MLResNet.Backbones.Importing;

/// <summary>Chooses the name map for a published file.</summary>
internal static class OriginNames
{
    /// <summary>The map of the entry's origin.</summary>
    /// <exception cref="MLResNetException">There is none for its origin yet.</exception>
    public static WeightNames Of(BackboneEntry entry)
    {
        WeightNames names = entry.Naming switch
        {
            BackboneNaming.Torchvision => new TorchvisionNames(),
            BackboneNaming.Timm => new TimmNames(),
            BackboneNaming.Keras => new KerasNames(),
            _ => throw new MLResNetException($"The file of {entry.Id} ({entry.Format}) cannot be read by this version of MLResNet; update it."),
        };
        return entry.HasHead ? names : new HeadlessNames(names);
    }
}
