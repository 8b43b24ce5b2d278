namespace MLResNet.Backbones.Importing;

/// <summary>Chooses the name map for a published file.</summary>
internal static class OriginNames
{
    /// <summary>The map of the entry's origin.</summary>
    public static WeightNames Of(BackboneEntry entry)
    {
        WeightNames names = entry.Naming switch
        {
            BackboneNaming.Gluon => new GluonNames(),
            BackboneNaming.Torchvision => new TorchvisionNames(),
            BackboneNaming.Timm => new TimmNames(),
            BackboneNaming.Keras => new KerasNames(),
            BackboneNaming.Slim => new SlimNames(),
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Naming, null),
        };
        return entry.HasHead ? names : new HeadlessNames(names);
    }
}
