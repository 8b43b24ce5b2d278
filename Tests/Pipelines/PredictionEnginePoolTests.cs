using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Classification.Tests;
using MLResNet.Engine.Networks;

namespace MLResNet.Pipelines.Tests;

public sealed class PredictionEnginePoolTests(Photos photos) : IClassFixture<Photos>
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public async Task A_pool_under_load_predicts_what_one_engine_does_and_a_changed_file_takes_over_without_a_failed_request()
    {
        string file = photos.NewFile("model.zip"), next = photos.NewFile("model.zip");
        using ImageClassifier first = Model(seed: 2), second = Model(seed: 3);
        Save(first, file);
        Save(second, next);
        string[] paths = photos.TestPaths;
        float[][][] expected = [ByOneEngine(file, paths), ByOneEngine(next, paths)];
        using ServiceProvider services = Services(builder => builder.FromResNetFile(file));
        var pool = services.GetRequiredService<PredictionEnginePool<PhotoRow, ScoredRow>>();
        PredictionEngine<PhotoRow, ScoredRow> rented = pool.GetPredictionEngine();
        long deadline = Environment.TickCount64 + 60_000;
        bool replaced = false;
        Task<bool>[] workers = [.. Enumerable.Range(0, 4).Select(worker => Task.Factory.StartNew(
            () => Work(worker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

        File.Move(next, file, overwrite: true);

        Assert.All(await Task.WhenAll(workers), sawTheSecond => Assert.True(sawTheSecond));
        Assert.Equal(expected[1][0], rented.Predict(new PhotoRow { ImagePath = paths[0] }).Score); // though older than the change
        pool.ReturnPredictionEngine(rented);
        Assert.Equal(expected[1], paths.Select(path => Predict(pool, path).Score));

        // Predicts until the second model has answered, and as long again; nobody goes back to the first.
        bool Work(int worker)
        {
            int model = 0;
            for (int i = worker, after = 0; after < 2 * paths.Length && Environment.TickCount64 < deadline; i++)
            {
                bool sawReplaced = Volatile.Read(ref replaced);
                ScoredRow row = Predict(pool, paths[i % paths.Length]);
                if (model == 0 && !expected[0][i % paths.Length].SequenceEqual(row.Score))
                    model = 1;
                Assert.Equal(expected[model][i % paths.Length], row.Score);
                Assert.Equal(first.Labels[Array.IndexOf(row.Score, row.Score.Max())], row.PredictedLabel);
                Assert.False(sawReplaced && model == 0, "The first model answered after the second had.");
                if (model == 1)
                {
                    Volatile.Write(ref replaced, true);
                    after++;
                }
            }
            return model == 1;
        }
    }

    [Fact]
    public void Models_with_names_stand_beside_the_one_without_and_packages_will_do()
    {
        string named = photos.NewFile("other.mlresnet");
        using ImageClassifier other = Model(seed: 3), own = ImageClassifier.Load(photos.BackboneFile);
        other.Save(named);
        using ServiceProvider services = Services<ScoreRow>(builder => builder
            .FromResNetFile(photos.BackboneFile, watchForChanges: false)
            .FromResNetFile("other", named));
        var pool = services.GetRequiredService<PredictionEnginePool<PhotoRow, ScoreRow>>();
        var row = new PhotoRow { ImagePath = photos.TestPaths[0] };

        Assert.Equal(own.Predict(row.ImagePath).ScoresInOrder, pool.Predict(row).Score);
        Assert.Equal(other.Predict(row.ImagePath).ScoresInOrder, pool.Predict("other", row).Score);
        DataViewSchema schema = pool.GetModel("other").GetOutputSchema(_ml.Data.LoadFromEnumerable([row]).Schema);
        Assert.Contains(schema, column => column.Name == "PredictedLabel");
    }

    [Fact]
    public void A_file_that_is_missing_or_does_not_fit_the_rows_is_refused_by_name()
    {
        string missing = photos.NewFile("missing.zip");
        Assert.StartsWith(missing, Refused<ScoreRow>(missing), StringComparison.Ordinal);
        Assert.StartsWith(photos.BackboneFile, Refused<WrongRow>(photos.BackboneFile), StringComparison.Ordinal);

        string Refused<TRow>(string file) where TRow : class, new()
        {
            using ServiceProvider services = Services<TRow>(builder => builder.FromResNetFile(file));
            return Assert.Throws<MLResNetException>(
                () => services.GetRequiredService<PredictionEnginePool<PhotoRow, TRow>>()).Message;
        }
    }

    private static ServiceProvider Services(Action<PredictionEnginePoolBuilder<PhotoRow, ScoredRow>> add) => Services<ScoredRow>(add);

    private static ServiceProvider Services<TRow>(Action<PredictionEnginePoolBuilder<PhotoRow, TRow>> add) where TRow : class, new()
    {
        var services = new ServiceCollection();
        add(services.AddPredictionEnginePool<PhotoRow, TRow>());
        return services.BuildServiceProvider();
    }

    private static ScoredRow Predict(PredictionEnginePool<PhotoRow, ScoredRow> pool, string path) =>
        pool.Predict(new PhotoRow { ImagePath = path });

    private static ImageClassifier Model(int seed)
    {
        ResNetSpec spec = RandomNetwork.Spec("basic-v2");
        return new ImageClassifier(
            RandomNetwork.Package(spec, Photos.Size) with { Parameters = RandomNetwork.Parameters(spec, seed) });
    }

    private void Save(ImageClassifier classifier, string file)
    {
        IDataView rows = _ml.Data.LoadFromEnumerable<PhotoRow>([]);
        ResNetClassifierTransformer scoring = classifier.ToTransformer(_ml);
        ITransformer names = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scoring.Transform(rows));
        _ml.Model.SaveWithResNet(new TransformerChain<ITransformer>(scoring, names), rows.Schema, file);
    }

    private float[][] ByOneEngine(string file, string[] paths)
    {
        var engine = _ml.Model.CreatePredictionEngine<PhotoRow, ScoredRow>(_ml.Model.LoadWithResNet(file, out _));
        return [.. paths.Select(path => engine.Predict(new PhotoRow { ImagePath = path }).Score)];
    }

    private sealed class PhotoRow
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class ScoreRow
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class WrongRow
    {
        public string Score { get; set; } = "";
    }
}
