using MLResNet.Backbones;

namespace MLResNet;

/// <summary>
/// Names the pretrained network that a training begins with: the best at hand, one by its id, or one in a file.
/// </summary>
public sealed record Backbone
{
    private readonly string? _id;
    private readonly string? _path;

    private Backbone(string? id, string? path) => (_id, _path) = (id, path);

    /// <summary>
    /// The backbone on this machine whose published ImageNet accuracy is highest; where the store has none, the one in the box.
    /// </summary>
    public static Backbone BestAvailable { get; } = new(null, null);

    /// <summary>
    /// A backbone of the store by its id, such as <c>resnet50v2</c>; nothing is downloaded without being asked for.
    /// </summary>
    public static Backbone FromId(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new Backbone(id, null);
    }

    /// <summary>The network of a model package, <c>.mlresnet</c>: a backbone, or a model that was trained here.</summary>
    public static Backbone FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new Backbone(null, path);
    }

    /// <summary>A backbone of the store by its id; see <see cref="FromId"/>.</summary>
    public static implicit operator Backbone(string id) => FromId(id);

    /// <summary>Loads what is named.</summary>
    /// <param name="store">Where to look ids up; the user's own store when null.</param>
    /// <exception cref="MLResNetException">
    /// It is not there, and the message says how to get it; or the file cannot be read.
    /// </exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public PretrainedBackbone Open(BackboneStore? store = null)
    {
        if (_path is not null)
            return PretrainedBackbone.Open(_path);
        store ??= new BackboneStore();
        return _id is null ? store.OpenBest() : store.Open(_id);
    }

    /// <summary>The id or the path.</summary>
    public override string ToString() => _path ?? _id ?? "the best at hand";
}
