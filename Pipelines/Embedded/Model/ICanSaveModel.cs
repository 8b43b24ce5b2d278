namespace Microsoft.ML;

/// <summary>Something that can be put into a model file.</summary>
public interface ICanSaveModel
{
    void Save(ModelSaveContext ctx);
}
