using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The way in to everything: catalogs of operations, the log, the seed.</summary>
public sealed class MLContext : IHostEnvironment
{
    public MLContext(int? seed = null)
    {
        Seed = seed;
        Data = new DataOperationsCatalog(this);
        Transforms = new TransformsCatalog(this);
        Model = new ModelOperationsCatalog(this);
        MulticlassClassification = new MulticlassClassificationCatalog(this);
    }

    public event EventHandler<LoggingEventArgs> Log;

    public DataOperationsCatalog Data { get; }

    public TransformsCatalog Transforms { get; }

    public ModelOperationsCatalog Model { get; }

    public MulticlassClassificationCatalog MulticlassClassification { get; }

    public ComponentCatalog ComponentCatalog { get; } = new();

    string IExceptionContext.ContextDescription => "HostEnvironment";

    internal int? Seed { get; }

    TException IExceptionContext.Process<TException>(TException ex) => ex;

    IChannel IChannelProvider.Start(string name) => new Channel(name, Send);

    /// <summary>The environment's seed, the given one before it; a random one where there is neither.</summary>
    internal static int SeedOf(IHostEnvironment env, int? seed) =>
        seed ?? (env as MLContext)?.Seed ?? Random.Shared.Next();

    private void Send(string source, ChannelMessage message)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"[Source={source}, Kind={message.Kind}] {message.Message}");
        Log?.Invoke(this, new LoggingEventArgs(text, message.Kind, source, message.Message));
    }
}
