using MLResNet.Formats.Hdf5;
using MLResNet.Formats.Onnx;
using MLResNet.Formats.PyTorch;
using MLResNet.Formats.Safetensors;
using MLResNet.Formats.TensorFlow;

namespace MLResNet.Formats;

/// <summary>
/// A file of named tensors, whatever its format; it knows nothing of networks. What the file says about its tensors is checked
/// when it is opened, their values are read when they are asked for, from the file's bytes in memory.
/// </summary>
internal abstract class WeightFile : IDisposable
{
    private IDisposable? _content;

    protected WeightFile(string source) => Source = source;

    /// <summary>What errors call the file.</summary>
    public string Source { get; }

    /// <summary>The format that its content has.</summary>
    public abstract WeightFormat Format { get; }

    /// <summary>All tensors, each name once.</summary>
    public abstract IReadOnlyList<WeightTensor> Tensors { get; }

    /// <summary>Opens a file, whose format is told by its content, not by its name.</summary>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or of no known format.</exception>
    public static WeightFile Open(string path)
    {
        NativeBytes? bytes = null;
        try
        {
            bytes = NativeBytes.Read(path);
            WeightFile file = Parse(bytes.Memory, path);
            file._content = bytes;
            return file;
        }
        catch (Exception e)
        {
            ((IDisposable?)bytes)?.Dispose();
            if (ReadFailure.Is(e))
                throw ReadFailure.Of(path, e);
            throw;
        }
    }

    /// <summary>Reads a file that is in memory already; its bytes are kept, not copied.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or of no known format.</exception>
    public static WeightFile Parse(ReadOnlyMemory<byte> bytes, string source) => WeightFormats.Detect(bytes.Span) switch
    {
        WeightFormat.Safetensors => SafetensorsFile.Parse(bytes, source),
        WeightFormat.PyTorch => PyTorchFile.Parse(bytes, source),
        WeightFormat.Hdf5 => Hdf5File.Parse(bytes, source),
        WeightFormat.Onnx => OnnxFile.Parse(bytes, source),
        WeightFormat.TensorFlow => TensorFlowFile.Parse(bytes, source),
        _ => throw new ModelFormatException(
            $"{source} holds no weights in a format that MLResNet reads; it reads {WeightFormats.Listing}."),
    };

    /// <summary>Gives the file's bytes back; no tensor can be read any more.</summary>
    public void Dispose() => _content?.Dispose();
}
