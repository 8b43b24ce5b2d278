using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Tests;

public sealed class SavingTests(Photos photos) : IClassFixture<Photos>
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_model_loaded_in_a_new_process_predicts_the_same_to_the_last_bit()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        ITransformer model = Regression().Fit(rows);
        string file = photos.NewFile("model.zip");

        _ml.Model.SaveWithResNet(model, rows.Schema, file);
        string[] lines = Program.Run([file, .. photos.TestPaths]);

        using ImagePredictionEngine engine = _ml.Model.CreateImagePredictionEngine(model);
        Assert.Equal(["ImagePath, Label", .. photos.TestPaths.Select(path => Program.Line(engine.Predict(path)))], lines);
    }

    [Fact]
    public void Columns_sizes_key_values_and_slot_names_come_back_with_the_scores()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        var options = new ResNetTrainer.Options { Tune = Tune.Head, Backbone = photos.Backbone };
        var model = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.MulticlassClassification.Trainers.ResNet(options))
            .Fit(rows);

        IDataView before = model.Transform(rows), after = Again(model).Transform(rows);

        Assert.Equal(before.Schema.Select(column => column.ToString()), after.Schema.Select(column => column.ToString()));
        Assert.Equal(before.GetColumn<float[]>("Score"), after.GetColumn<float[]>("Score"));
        Assert.Equal(before.GetColumn<uint>("PredictedLabel"), after.GetColumn<uint>("PredictedLabel"));
        Assert.Equal(Texts(before.Schema["PredictedLabel"], "KeyValues"), Texts(after.Schema["PredictedLabel"], "KeyValues"));
        Assert.Equal(Texts(before.Schema["Score"], "SlotNames"), Texts(after.Schema["Score"], "SlotNames"));
    }

    [Fact]
    public void Networks_are_found_in_chains_of_chains_each_kept_once_with_scopes_as_they_were()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        var featurizer = _ml.Transforms.ResNetFeaturize("Features", "ImagePath", photos.Backbone);
        var inner = new EstimatorChain<ITransformer>()
            .Append(featurizer)
            .Append(_ml.Transforms.CopyColumns("Copy", "Features"), TransformerScope.Training);
        var model = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("Kind", "Label"), TransformerScope.TrainTest)
            .Append(inner)
            .Append(_ml.Transforms.ResNetFeaturize(new() { OutputColumnName = "Others", Backbone = photos.Backbone, Size = 24 }))
            .Append(featurizer)
            .Fit(rows);

        var loaded = (TransformerChain<ITransformer>)Again(model, out int packages);

        Assert.Equal(1, packages); // of the same weights
        TransformerScope[] scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];
        foreach (TransformerScope scope in scopes)
        {
            Assert.Equal(
                model.GetOutputSchema(rows.Schema, scope).Select(column => column.ToString()),
                loaded.GetOutputSchema(rows.Schema, scope).Select(column => column.ToString()));
        }
        Assert.Equal(model.Transform(rows).GetColumn<float[]>("Others"), loaded.Transform(rows).GetColumn<float[]>("Others"));
    }

    [Fact]
    public void A_featurizer_alone_and_a_model_without_any_are_saved_as_well()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        var alone = _ml.Transforms.ResNetFeaturize("Features", "ImagePath", photos.Backbone).Fit(rows);
        var without = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(rows);

        Assert.Equal(
            alone.Transform(rows).GetColumn<float[]>("Features"), Again(alone).Transform(rows).GetColumn<float[]>("Features"));
        Assert.Equal(without.Transform(rows).GetColumn<uint>("Label"), Again(without).Transform(rows).GetColumn<uint>("Label"));
    }

    [Fact]
    public void ML_NETs_own_Save_and_Load_say_what_to_call_instead()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        ITransformer model = Regression().Fit(rows);
        string file = photos.NewFile("model.zip");
        using var nowhere = new MemoryStream();

        string saving = Assert.Throws<MLResNetException>(() => _ml.Model.Save(model, rows.Schema, nowhere)).Message;
        _ml.Model.SaveWithResNet(model, rows.Schema, file);
        ITransformer plain = _ml.Model.Load(file, out _);
        string running = Assert.Throws<ArgumentOutOfRangeException>(() => plain.Transform(rows)).Message;

        foreach (string message in new[] { saving, running })
        {
            Assert.Contains("ml.Model.SaveWithResNet", message, StringComparison.Ordinal);
            Assert.Contains("ml.Model.LoadWithResNet", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_was_tampered_with_or_cut_off_is_refused()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        string file = photos.NewFile("model.zip");
        _ml.Model.SaveWithResNet(
            _ml.Transforms.ResNetFeaturize("Features", "ImagePath", photos.Backbone).Fit(rows), rows.Schema, file);

        Refused("it lacks", zip => zip.GetEntry("mlresnet/0.mlresnet")!.Delete());
        Refused("version 9", zip => Rewrite(
            zip, text => text.Replace("\"format_version\": 1", "\"format_version\": 9", StringComparison.Ordinal)));
        Refused("does not fit", zip => Rewrite(
            zip, text => text.Replace("\"place\": []", "\"place\": [4]", StringComparison.Ordinal)));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..5000]);
        Assert.Throws<ModelFormatException>(() => _ml.Model.LoadWithResNet(file, out _));
        Assert.Throws<MLResNetException>(() => _ml.Model.LoadWithResNet(file + ".not", out _));

        void Refused(string why, Action<ZipArchive> damage)
        {
            string copy = photos.NewFile("copy.zip");
            File.Copy(file, copy);
            using (ZipArchive zip = ZipFile.Open(copy, ZipArchiveMode.Update))
                damage(zip);
            string message = Assert.Throws<ModelFormatException>(() => _ml.Model.LoadWithResNet(copy, out _)).Message;
            Assert.StartsWith(copy, message, StringComparison.Ordinal);
            Assert.Contains(why, message, StringComparison.Ordinal);
        }
    }

    private static void Rewrite(ZipArchive zip, Func<string, string> change)
    {
        ZipArchiveEntry entry = zip.GetEntry("mlresnet/pipeline.json")!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
            text = reader.ReadToEnd();
        string changed = change(text);
        Assert.NotEqual(text, changed);
        entry.Delete();
        using var writer = new StreamWriter(zip.CreateEntry("mlresnet/pipeline.json").Open());
        writer.Write(changed);
    }

    private EstimatorChain<ITransformer> Regression() => new EstimatorChain<ITransformer>()
        .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
        .Append(_ml.Transforms.ResNetFeaturize("Features", "ImagePath", photos.Backbone))
        .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
        .Append<ITransformer>(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    private static ITransformer Again(ITransformer model) => Again(model, out _);

    private static ITransformer Again(ITransformer model, out int packages)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.SaveWithResNet(model, null, stream);
        stream.Position = 0;
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
            packages = zip.Entries.Count(entry => entry.FullName.EndsWith(".mlresnet", StringComparison.Ordinal));
        stream.Position = 0;
        return new MLContext().Model.LoadWithResNet(stream, out _);
    }

    private static string[] Texts(DataViewSchema.Column column, string kind)
    {
        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.Annotations.GetValue(kind, ref texts);
        return [.. texts.DenseValues().Select(text => text.ToString())];
    }
}
