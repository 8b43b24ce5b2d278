using System.Globalization;
using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Output;

/// <summary>Prints what a benchmark measured.</summary>
internal static class BenchmarkWriter
{
    public static void Write(NetworkBenchmarkDocument result, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
        {
            CliJson.Write(result, output);
            return;
        }
        string callers = result.Callers == 1 ? "" : $", {result.Callers} callers";
        Line($"network     {result.Arch}, batch {result.Batch}, {result.Size} x {result.Size} pixels");
        Line($"machine     {Figure.Count(result.Threads, "thread", "threads")}{callers}, {result.Isa}");
        Line($"throughput  {result.ImagesPerSecond:0.0} images/s");
        Line($"run         {result.Milliseconds:0.00} ms, the median of {result.Runs}; the first {result.FirstMs:0} ms, after {result.LoadMs:0} ms to load");
        Line($"arithmetic  {result.Gflops:0.0} GFLOP/s of {result.FmaPeakGflops:0.0} ({Figure.Percent(result.FractionOfPeak)}), counted by the network's definition");
        Line($"memory      {result.WorkingSetMb:0} MB resident; {result.AllocatedBytes} bytes allocated during the runs");
        if (result.Layers is { } layers)
        {
            output.WriteLine();
            WriteLayers(layers, output);
        }

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteLayers(IReadOnlyList<LayerBenchmarkDocument> layers, TextWriter output)
    {
        var table = new TextTable("layer", "window", "input", "output", "algorithm", ">ms", ">GFLOP/s", ">of peak", ">MB", ">GB/s");
        foreach (LayerBenchmarkDocument layer in layers)
        {
            bool computes = layer.Gflops > 0;
            table.Add(
                layer.Name,
                $"{layer.Kernel} x {layer.Kernel}{(layer.Stride == 1 ? "" : $" / {layer.Stride}")}",
                string.Join(" x ", layer.Input),
                string.Join(" x ", layer.Output),
                layer.Algorithm,
                layer.Milliseconds.ToString("0.000", CultureInfo.InvariantCulture),
                computes ? layer.Gflops.ToString("0.0", CultureInfo.InvariantCulture) : "",
                computes ? Figure.Percent(layer.FractionOfPeak) : "",
                layer.MegabytesMoved.ToString("0.00", CultureInfo.InvariantCulture),
                layer.GigabytesPerSecond.ToString("0.0", CultureInfo.InvariantCulture));
        }
        table.Write(output);
    }

    public static void Write(DecodingBenchmarkDocument result, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
        {
            CliJson.Write(result, output);
            return;
        }
        string images = Figure.Count(result.Images, "photo", "photos");
        output.WriteLine($"photos      {images} of {Figure.Megabytes(result.Bytes)}, decoded and scaled to {result.Size} x {result.Size} pixels");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"throughput  {result.ImagesPerSecond:0.0} images/s on {Figure.Count(result.Threads, "thread", "threads")}, {result.ImagesPerSecondPerThread:0.0} a thread"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"photo       {result.MillisecondsPerImage:0.00} ms; {result.MegapixelsPerSecond:0.0} megapixels/s"));
    }
}
