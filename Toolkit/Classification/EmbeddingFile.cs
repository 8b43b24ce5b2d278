using System.Buffers;
using System.Globalization;
using System.Text;
using MLResNet.Formats.Numpy;
using MLResNet.Packaging;

namespace MLResNet;

/// <summary>Writes the features of many images for other programs.</summary>
public static class EmbeddingFile
{
    private const string Npy = ".npy";
    private const string Csv = ".csv";

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>
    /// Writes features in the format that the file's extension names; of unreadable files nothing is written. Files are replaced
    /// as a whole.
    /// <list type="bullet">
    /// <item><c>.npy</c>: NumPy's format 1.0, float32, [images][features] in C order; and beside it the file of <see cref="ListOf"/>, whose
    /// rows <c>path,label</c> after the heading are those of the matrix;</item>
    /// <item>
    /// <c>.csv</c>: a heading <c>path,label,f0,f1,...</c> and a row an image, with as many digits as tell the numbers apart.
    /// </item>
    /// </list>
    /// </summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    /// <param name="images">The images.</param>
    /// <param name="labelOf">The label of a path, or null where it has none; null for images without labels.</param>
    /// <exception cref="MLResNetException">
    /// The extension is another, no image has features, or a file cannot be written.
    /// </exception>
    /// <exception cref="ArgumentException">The images have different numbers of features.</exception>
    public static void Write(string path, IEnumerable<FileEmbedding> images, Func<string, string?>? labelOf = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        RequireKnownFormat(path);
        FileEmbedding[] rows = [.. images.Where(image => image.Succeeded)];
        if (rows.Length == 0)
            throw new MLResNetException($"{path} is not written: there is no image with features.");
        if (rows.Any(row => row.Features!.Length != rows[0].Features!.Length))
            throw new ArgumentException("The images have different numbers of features, so they are not of one model.", nameof(images));

        if (Is(path, Csv))
        {
            WriteTable(path, rows, labelOf, withFeatures: true);
            return;
        }
        WriteTable(ListOf(path), rows, labelOf, withFeatures: false);
        float[][] matrix = [.. rows.Select(row => row.Features!)];
        AtomicFile.Write(path, stream => NpyWriter.Write(stream, matrix, matrix[0].Length));
    }

    /// <summary>
    /// The file beside an <c>.npy</c> that says which image each row is: <c>features.files.csv</c> beside <c>features.npy</c>.
    /// </summary>
    /// <param name="path">The <c>.npy</c> file.</param>
    public static string ListOf(string path) => Path.ChangeExtension(path, ".files.csv");

    /// <summary>Finds out before features are computed whether the extension is one that <see cref="Write"/> knows.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MLResNetException">It is not.</exception>
    public static void RequireKnownFormat(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Is(path, Npy) && !Is(path, Csv))
            throw new MLResNetException($"{path} has to end in {Npy} or {Csv}: the extension says how features are written.");
    }

    private static bool Is(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static void WriteTable(string path, FileEmbedding[] rows, Func<string, string?>? labelOf, bool withFeatures) =>
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            writer.NewLine = "\n";
            writer.Write("path,label");
            for (int i = 0; withFeatures && i < rows[0].Features!.Length; i++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",f{i}"));
            writer.WriteLine();
            foreach (FileEmbedding row in rows)
            {
                writer.Write($"{Quoted(row.Path)},{Quoted(labelOf?.Invoke(row.Path) ?? "")}");
                for (int i = 0; withFeatures && i < row.Features!.Length; i++)
                {
                    writer.Write(',');
                    writer.Write(row.Features[i].ToString(CultureInfo.InvariantCulture));
                }
                writer.WriteLine();
            }
        });

    // As RFC 4180 has it.
    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
