using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Packaging;
using MLResNet.Training;
using MLResNet.Training.Pretraining;

namespace MLResNet;

/// <summary>
/// Averages the weights of models that were trained on from one another, or from one start: as long as they have not gone far apart, the
/// mean does better than each of them (Wortsman et al. 2022, arXiv:2109.01903 and arXiv:2203.05482), and predicts as fast as one.
/// </summary>
public static class ModelAveraging
{
    /// <summary>Averages model packages, backbones or classifiers.</summary>
    /// <param name="models">
    /// Their files, at least two, of one network and one preprocessing but for the size. What the first package says is what that of the
    /// mean says, but for how it fares: size, classes, which the others know too, in whatever order, and temperature.
    /// </param>
    /// <param name="options">Shares, batch norms, form of the result; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <returns>The mean, which its package tells of.</returns>
    /// <exception cref="MLResNetException">
    /// A file cannot be read, the models do not fit together, or an option is out of its range.
    /// </exception>
    /// <exception cref="ModelFormatException">A file is damaged, of a newer version, or no model package.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageClassifier Average(
        IReadOnlyList<string> models, ModelAveragingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        options ??= new ModelAveragingOptions();
        double[] shares = SharesOf(models, options);

        ModelPackage first = ModelFile.Read(models[0]);
        NetworkParameters mean = first.Parameters;
        List<AveragedModel> averaged = [new(WeightsHash.Of(mean), shares[0])];
        List<string?> licenses = [first.Manifest.Backbone?.License];
        double total = shares[0];
        for (int i = 1; i < models.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ModelPackage next = ModelFile.Read(models[i]);
            EnsureFits(first.Manifest, next.Manifest, models[0], models[i]);
            averaged.Add(new AveragedModel(WeightsHash.Of(next.Parameters), shares[i]));
            licenses.Add(next.Manifest.Backbone?.License);
            total += shares[i];
            NetworkParameters parameters = StartingParameters.Of(
                first.Manifest.Spec, first.Manifest.Labels, PretrainedBackbone.From(next), seed: 0);
            mean = ModelSoup.Add(mean, shares[i] / total, parameters);
        }
        if (options.Images is { } images)
        {
            var adapter = new NormAdapter(
                first.Manifest.Preprocessing, new TransferLearningOptions { Threads = options.Threads, Progress = options.Progress });
            mean = adapter.Run(mean, images.Train ?? images, frozen: null, cancellationToken);
        }
        if (options.HalfPrecision)
            mean = HalfPrecision.Round(mean);

        ModelManifest manifest = first.Manifest with { Averaged = averaged, Validation = null, HeldOut = null };
        if (manifest is { Backbone: not null, IsTrainedOn: false }) // it is a backbone, not made from one
        {
            string license = string.Join("; ", licenses.Where(license => license is not null).Distinct(StringComparer.Ordinal));
            manifest = manifest with
            {
                Backbone = new BackboneProvenance(options.Id ?? manifest.Spec.Id, WeightsHash.Of(mean))
                {
                    License = license.Length == 0 ? null : license,
                },
            };
        }
        var model = new ImageClassifier(new ModelPackage(manifest, mean), new ImageClassifierOptions { Threads = options.Threads });
        if (options.Images?.Validation is not { } validation || validation.Classes.Except(manifest.Labels).Any())
            return model;
        try
        {
            model.RecordValidation(model.Evaluate(validation, cancellationToken: cancellationToken));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static double[] SharesOf(IReadOnlyList<string> models, ModelAveragingOptions options)
    {
        OptionRange.Require(models.Count >= 2, nameof(models), "at least two", models.Count);
        OptionRange.Require(options.Threads >= 0, nameof(options.Threads), "0 or more", options.Threads);
        BackboneId.Require(options.Id, nameof(options.Id));
        if (options.Shares is not { } shares)
            return [.. models.Select(_ => 1.0)];
        OptionRange.Require(shares.Count == models.Count, nameof(options.Shares), $"{models.Count} numbers, one a model", shares.Count);
        foreach (double share in shares)
            OptionRange.Require(share > 0 && double.IsFinite(share), nameof(options.Shares), "above 0 each", share);
        return [.. shares];
    }

    private static void EnsureFits(ModelManifest first, ModelManifest next, string firstPath, string nextPath)
    {
        if (next.Spec with { Classes = first.Spec.Classes, DefaultSize = first.Spec.DefaultSize } != first.Spec)
            throw Misfit($"is another network, {next.Spec.Id} rather than {first.Spec.Id}");
        ImagePreprocessing own = next.Preprocessing;
        if (own with { Size = first.Preprocessing.Size, ResizeShortSide = first.Preprocessing.ResizeShortSide } != first.Preprocessing)
            throw Misfit("takes pictures prepared otherwise");
        if (next.Thresholds is null != first.Thresholds is null)
            throw Misfit(next.Thresholds is null ? "gives a picture one label" : "gives a picture any number of labels");
        if (first.Labels.Except(next.Labels).FirstOrDefault() is { } unknown)
            throw Misfit($"does not know the class {unknown}");

        MLResNetException Misfit(string reason) => new($"{nextPath} cannot be averaged with {firstPath}: it {reason}.");
    }
}
