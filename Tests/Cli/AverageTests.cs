using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class AverageTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_mean_of_two_models_is_a_model_that_tells_whose_mean_it_is()
    {
        string tuned = _folder["tuned.mlresnet"], mean = _folder["mean.mlresnet"];
        Assert.Equal(0, ToolRun.Of(
            "train", trained.Photos, "-o", tuned, "--from", trained.Model, "--tune", "all", "--epochs", "1", "--batch", "8", "--threads", "1",
            "--no-cache").ExitCode);

        ToolRun run = ToolRun.Of("average", trained.Model, tuned, "-o", mean, "--shares", "1,2.5", "--norms", trained.Photos);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 classes, the mean of 2 models", run.Output, StringComparison.Ordinal);
        JsonElement inspected = JsonDocument.Parse(ToolRun.Of("inspect", mean, "--format", "json").Output).RootElement;
        Assert.Equal([1, 2.5], inspected.GetProperty("averaged").EnumerateArray().Select(model => model.GetProperty("share").GetDouble()));
        Assert.Contains("the mean of 2 models, 1 : 2.5", ToolRun.Of("inspect", mean).Output, StringComparison.Ordinal);
        JsonElement evaluation = JsonDocument.Parse(ToolRun.Of("evaluate", mean, trained.Photos, "--format", "json").Output).RootElement;
        Assert.Equal(1, evaluation.GetProperty("accuracy").GetDouble());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_training_with_the_same_seed_holds_out_is_kept_from_the_batch_norms_and_evaluated_on(int seed)
    {
        string path = _folder["mean.mlresnet"];
        ToolRun run = ToolRun.Of(
            "average", trained.Model, trained.Model, "-o", path, "--norms", trained.Photos, "--test-fraction", "0.25", "--seed", $"{seed}");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("On 8 images that were left out:", run.Output, StringComparison.Ordinal);
        (ImageFolder train, ImageFolder test) = ImageFolder.Open(trained.Photos).Split(0.25, seed);
        using ImageClassifier mean = ImageClassifier.Load(path);
        using ImageClassifier expected = ModelAveraging.Average([trained.Model, trained.Model], new ModelAveragingOptions { Images = train });
        Assert.All(expected.Parameters, parameter => Assert.Equal(parameter.Values, mean.Parameters[parameter.Name].Values));
        Assert.Equal((8, expected.Evaluate(test).LogLoss), (mean.Manifest.HeldOut!.Images, mean.Manifest.HeldOut.LogLoss));
    }

    [Theory]
    [InlineData(1, "--test-fraction leaves out a part of the images of --norms; name these.", "--test-fraction", "0.2")]
    [InlineData(1, "--seed chooses the images that --test-fraction leaves out; say how many.", "--seed", "2")]
    [InlineData(2, "--shares takes a number above 0 for each model, such as 2,1, not '1,0'.", "--shares", "1,0")]
    [InlineData(2, "--shares takes a number above 0 for each model, such as 2,1, not '1,x'.", "--shares", "1,x")]
    [InlineData(1, "The option Shares must be 2 numbers, one a model, not 3.", "--shares", "1,2,3")]
    public void What_cannot_be_is_one_sentence_and_no_file(int exitCode, string sentence, params string[] options)
    {
        ToolRun run = ToolRun.Of(["average", trained.Model, trained.Model, "-o", _folder["mean.mlresnet"], .. options]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(sentence, run.ErrorSentence, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["mean.mlresnet"]));
    }

    [Fact]
    public void A_single_model_has_no_mean()
    {
        ToolRun run = ToolRun.Of("average", trained.Model);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("mlresnet average --help", run.ErrorSentence, StringComparison.Ordinal);
    }
}
