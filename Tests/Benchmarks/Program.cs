using System.Globalization;
using BenchmarkDotNet.Running;
using MLResNet;
using MLResNet.Benchmarks;
using MLResNet.Benchmarks.Serving;

// MLResNet.Benchmarks [--filter '*Convolution*' ...]      benchmarks of the kernels
// MLResNet.Benchmarks untrained resnet50 model.mlresnet   a model to measure with
// MLResNet.Benchmarks load model.mlresnet THREADS         time to load and to the first prediction, and memory
// MLResNet.Benchmarks dataview PHOTOS BACKBONE COUNT      what ML.NET's views cost; BACKBONE is an id or a model package
// MLResNet.Benchmarks serving model.mlresnet SECONDS REQUESTS   what the server makes of the engine; each part lasts SECONDS
// MLResNet.Benchmarks parts                               how work is cut for many cores
// MLResNet.Benchmarks errors                              what Winograd's algorithm costs in accuracy
switch (args)
{
    case ["untrained", string arch, string path]:
        UntrainedModel.Write(arch, path);
        break;
    case ["load", string path, string threads]:
        FirstPrediction.Measure(path, int.Parse(threads, CultureInfo.InvariantCulture));
        break;
    case ["dataview", string folder, string backbone, string count]:
        DataViewOverhead.Measure(folder, Network(backbone), int.Parse(count, CultureInfo.InvariantCulture));
        break;
    case ["serving", string path, string seconds, string requests]:
        await ServingLoad.MeasureAsync(
            path, double.Parse(seconds, CultureInfo.InvariantCulture), int.Parse(requests, CultureInfo.InvariantCulture));
        break;
    case ["parts"]:
        PartsOnPaper.Write(Console.Out);
        break;
    case ["errors"]:
        WinogradError.Write(Console.Out);
        break;
    default:
        RunBenchmarks(args);
        break;
}

static Backbone Network(string name) => File.Exists(name) ? Backbone.FromFile(name) : Backbone.FromId(name);

// Apart, so that only who runs them loads BenchmarkDotNet.
static void RunBenchmarks(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(UntrainedModel).Assembly).Run(args);
