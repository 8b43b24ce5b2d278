using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Backbones;
using MLResNet.Engine.Inference;
using MLResNet.Loading;
using MLResNet.Pipelines;

namespace MLResNet.Benchmarks;

/// <summary>
/// What it costs to have features computed by going through an <see cref="IDataView"/>, beside the engine called directly.
/// </summary>
internal static class DataViewOverhead
{
    private const int BatchSize = 32;
    private const int Turns = 15;

    /// <summary>
    /// Computes the features of the same photos in both ways, in turns: from the files, on all cores, in batches of 32, nothing
    /// kept from before. Prints, as one JSON object, images a second and processor time an image, each of its best turn, and how
    /// much more the view takes of both. The processor's time hardly minds what else the machine does.
    /// </summary>
    /// <param name="folder">The photos, at least a batch of them; taken evenly from all of it.</param>
    /// <param name="backbone">The network.</param>
    /// <param name="count">Photos to take.</param>
    public static void Measure(string folder, Backbone backbone, int count)
    {
        ImageFolder all = ImageFolder.Open(folder);
        string[] paths = [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)].Path)];
        PretrainedBackbone network = backbone.Open();
        using InferencePlan plan = InferencePlan.CreateForFeatures(network.Spec, network.Parameters);
        float[] ofView = new float[count * plan.Outputs], ofEngine = new float[count * plan.Outputs];
        IDataView view = View(paths, backbone);
        Cost viewed = Cost.None, direct = Cost.None;
        for (int turn = 0; turn <= Turns; turn++) // the first warms up
        {
            Cost engine = CostOf(() => RunEngine(plan, paths, network, ofEngine)), through = CostOf(() => RunView(view, ofView));
            if (turn > 0)
                (direct, viewed) = (direct.Least(engine), viewed.Least(through));
        }
        if (!ofView.AsSpan().SequenceEqual(ofEngine))
            throw new InvalidOperationException("The view gives other features than the engine.");
        string json = string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "backbone": "{{network.Id}}", "size": {{network.Preprocessing.Size}}, "photos": {{count}}, "turns": {{Turns}},
              "engine_images_per_second": {{count / direct.Wall:F1}}, "view_images_per_second": {{count / viewed.Wall:F1}},
              "overhead_percent": {{100 * (viewed.Wall / direct.Wall - 1):F1}},
              "engine_cpu_ms_per_image": {{1e3 * direct.Processor / count:F2}},
              "view_cpu_ms_per_image": {{1e3 * viewed.Processor / count:F2}},
              "cpu_overhead_percent": {{100 * (viewed.Processor / direct.Processor - 1):F1}}
            }
            """);
        Console.WriteLine(json);
    }

    private static IDataView View(string[] paths, Backbone backbone)
    {
        var ml = new MLContext(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable(paths.Select(path => new PhotoRow { ImagePath = path }));
        var options = new ResNetFeaturizingEstimator.Options { Backbone = backbone, BatchSize = BatchSize, FeatureCacheBytes = 0 };
        return ml.Transforms.ResNetFeaturize(options).Fit(rows).Transform(rows);
    }

    private static void RunView(IDataView view, Span<float> features)
    {
        DataViewSchema.Column column = view.Schema["Features"];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            get(ref row);
            row.GetValues().CopyTo(features);
            features = features[row.Length..];
        }
    }

    private static void RunEngine(InferencePlan plan, string[] paths, PretrainedBackbone network, Span<float> features)
    {
        var loader = new ImageLoader(
            paths, network.Preprocessing, new ImageLoaderOptions { BatchSize = BatchSize, CacheBytes = 0, Strict = true });
        foreach (ImageBatch batch in loader.InOrder())
        {
            plan.Run(batch.Pixels.Span, batch.Count, batch.Size, batch.Size, features[..(batch.Count * plan.Outputs)]);
            features = features[(batch.Count * plan.Outputs)..];
        }
    }

    private static Cost CostOf(Action run)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        run();
        return new Cost(
            Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>Seconds by the clock, and of all cores together.</summary>
    private readonly record struct Cost(double Wall, double Processor)
    {
        public static Cost None => new(double.MaxValue, double.MaxValue);

        public Cost Least(Cost other) => new(Math.Min(Wall, other.Wall), Math.Min(Processor, other.Processor));
    }

    private sealed class PhotoRow
    {
        public string ImagePath { get; set; } = "";
    }
}
