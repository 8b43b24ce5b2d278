using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>A place in a model file that is being written.</summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly string _folder;

    internal ModelSaveContext(ZipArchive zip, string folder) => (_zip, _folder) = (zip, folder);

    public void Dispose()
    {
    }

    /// <summary>Writes what is at this place.</summary>
    internal void Save(string signature, Action<BinaryWriter> write)
    {
        using var writer = new BinaryWriter(_zip.CreateEntry(ModelLoadContext.EntryOf(_folder)).Open());
        writer.Write(signature);
        write(writer);
    }

    /// <summary>Writes something to a place below this one.</summary>
    internal void SaveModel(ICanSaveModel model, string name)
    {
        using var context = new ModelSaveContext(_zip, $"{_folder}/{name}");
        model.Save(context);
    }
}
