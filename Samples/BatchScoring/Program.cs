// Names every photo of a folder and writes a table for a spreadsheet or a database:
//
//     dotnet run -c Release --project Samples/BatchScoring -- MODEL FOLDER > photos.csv
//
// Photos are decoded and classified in batches, on all cores, while the table is written, so a folder may hold any number of them.
// A file that cannot be read has its reason in the last column and stops nothing.

using System.Globalization;
using MLResNet;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: BatchScoring MODEL FOLDER");
    return 2;
}

try
{
    using ImageClassifier classifier = ImageClassifier.Load(args[0]);
    string[] photos = [.. Directory.EnumerateFiles(args[1], "*", SearchOption.AllDirectories).Where(IsPhoto).Order(StringComparer.Ordinal)];

    Console.WriteLine("photo,label,score,error");
    foreach (FilePrediction photo in classifier.PredictMany(photos))
    {
        string path = Path.GetRelativePath(args[1], photo.Path);
        string score = photo.Prediction?.Score.ToString("F4", CultureInfo.InvariantCulture) ?? "";
        Console.WriteLine(string.Join(',', Quote(path), Quote(photo.Prediction?.Label ?? ""), score, Quote(photo.Error ?? "")));
    }
    return 0;
}
catch (Exception error) when (error is MLResNetException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static bool IsPhoto(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG" or ".BMP" or ".GIF";

// As RFC 4180 has it.
static string Quote(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
