using MLResNet.Packaging;

namespace MLResNet.Backbones;

public sealed partial class BackboneStore
{
    /// <summary>
    /// Reads every package in the folder again, one after the other as the results are asked for: whether it is complete and
    /// undamaged, is what its name says, and holds the weights that it held when it was made.
    /// </summary>
    public IEnumerable<BackboneCheck> Verify() => StoredIds().Select(id =>
        new BackboneCheck(id, PathOf(id), new FileInfo(PathOf(id)) is { Exists: true } file ? file.Length : 0, ProblemOf(id)));

    private string? ProblemOf(string id)
    {
        try
        {
            ModelPackage package = ModelFile.Read(PathOf(id));
            if (package.Manifest.Backbone is not { } backbone)
                return null;
            if (backbone.Id != id)
                return $"{PathOf(id)} holds {backbone.Id}; remove it, and get {id} again.";
            if (backbone.WeightsHash != WeightsHash.Of(package.Parameters))
                return $"{PathOf(id)} does not hold the weights that it was made with; remove it, and get {id} again.";
            return IsPublished(id, out BackboneEntry? entry) && package.Manifest.Spec != entry.Spec
                ? $"{PathOf(id)} has another structure than {id} is published with; remove it, and get it again."
                : null;
        }
        catch (MLResNetException e)
        {
            return e.Message;
        }
    }
}
