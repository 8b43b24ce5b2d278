using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Backbones;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Loading;
using MLResNet.Pipelines;

namespace MLResNet.Benchmarks;

/// <summary>What it costs to have features computed by going through an <see cref="IDataView"/>, beside the engine called directly.</summary>
internal static class DataViewOverhead
{
    private const int BatchSize = 32;
    private const int Turns = 15;

    /// <summary>
    /// Computes the features of the same photos in both ways, in turns: from the files, on all cores, in batches of 32, nothing kept from
    /// before. Prints images a second of the best turns, and how much longer the view takes, as one JSON object.
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
        TimeSpan viewed = TimeSpan.MaxValue, direct = TimeSpan.MaxValue;
        for (int turn = 0; turn <= Turns; turn++) // the first warms up
        {
            TimeSpan engineTook = Time(() => RunEngine(plan, paths, network, ofEngine)), viewTook = Time(() => RunView(view, ofView));
            if (turn == 0)
                continue;
            direct = engineTook < direct ? engineTook : direct;
            viewed = viewTook < viewed ? viewTook : viewed;
        }
        if (!ofView.AsSpan().SequenceEqual(ofEngine))
            throw new InvalidOperationException("The view gives other features than the engine.");
        Console.WriteLine(FormattableString.Invariant(
            $$"""{"backbone": "{{network.Id}}", "size": {{network.Preprocessing.Size}}, "photos": {{count}}, "turns": {{Turns}}, "engine_images_per_second": {{count / direct.TotalSeconds:F1}}, "view_images_per_second": {{count / viewed.TotalSeconds:F1}}, "overhead_percent": {{100 * (viewed / direct - 1):F1}}}"""));
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

    private static TimeSpan Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start);
    }

    private sealed class PhotoRow
    {
        public string ImagePath { get; set; } = "";
    }
}
