using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Gives a model, and tells when there is another one.</summary>
public abstract class ModelLoader
{
    public abstract IChangeToken GetReloadToken();

    public abstract ITransformer GetModel();
}
