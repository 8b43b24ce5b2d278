using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Hosting.Reloading;

namespace MLResNet.Pipelines.Pooling;

/// <summary>
/// The newest model in a file, as one transformer. Engines made of it never get old: a pool takes engines back that were rented
/// before a reload, and would go on with the model of then.
/// </summary>
internal sealed class ReloadingTransformer(ReloadingFile<ITransformer> file) : ITransformer
{
    /// <summary>The newest model that could be loaded; the first time it is loaded.</summary>
    /// <exception cref="MLResNetException">There is none yet, and the file cannot be loaded.</exception>
    public ITransformer Current
    {
        get
        {
            LoadedFile<ITransformer> loaded = file.Enter();
            loaded.Exit(); // models are left to the collector, see ResNetModelLoader
            return loaded.Value;
        }
    }

    bool ITransformer.IsRowToRowMapper => Current.IsRowToRowMapper;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Current.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => Current.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ReloadingMapper(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => Current.Save(ctx);
}
