using System.IO.Compression;
using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>A place in a model file that is being read.</summary>
internal sealed class ModelLoadContext(IHostEnvironment env, ZipArchive zip, string folder)
{
    public const string Chain = "TransformerChain";
    public const string Copy = "CopyTransform";
    public const string Concatenate = "ConcatTransform";
    public const string ValueToKey = "TermTransform";
    public const string KeyToValue = "KeyToValueTransform";
    public const string CustomMapping = "CustTransformer";
    public const string MaximumEntropy = "MulticlassPredXfer";

    /// <summary>The entry of what is at a place.</summary>
    public static string EntryOf(string folder) => $"{folder}/Model.key";

    /// <summary>Reads what is at this place.</summary>
    public ITransformer Load()
    {
        ZipArchiveEntry entry = zip.GetEntry(EntryOf(folder))
            ?? throw new FormatException($"Corrupt model file: it has no '{EntryOf(folder)}'.");
        using var reader = new BinaryReader(entry.Open());
        string signature = reader.ReadString();
        return signature switch
        {
            Chain => LoadChain(reader),
            Copy => ColumnCopyingTransformer.Load(reader),
            Concatenate => ColumnConcatenatingTransformer.Load(reader),
            ValueToKey => ValueToKeyMappingTransformer.Load(reader),
            KeyToValue => KeyToValueMappingTransformer.Load(reader),
            CustomMapping => LoadCustomMapping(reader),
            MaximumEntropy => MulticlassPredictionTransformer<MaximumEntropyModelParameters>.Load(reader),
            _ => throw new FormatException($"Unknown model signature '{signature}'."),
        };
    }

    private TransformerChain<ITransformer> LoadChain(BinaryReader reader)
    {
        TransformerScope[] scopes =
            [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => (TransformerScope)reader.ReadInt32())];
        ITransformer[] inner = [.. scopes.Select((_, i) => new ModelLoadContext(env, zip, $"{folder}/Transform_{i:000}").Load())];
        return new TransformerChain<ITransformer>(inner, scopes);
    }

    private ITransformer LoadCustomMapping(BinaryReader reader)
    {
        (string contract, string assembly) = (reader.ReadString(), reader.ReadString());
        env.ComponentCatalog.RegisterAssembly(Assembly.Load(assembly));
        return ((ICustomMappingFactory)env.ComponentCatalog.CreateMapping(contract)).CreateTransformer(contract);
    }
}
