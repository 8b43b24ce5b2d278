// A ResNet in a pipeline of ML.NET: trained on a folder of labelled photos, evaluated, saved, loaded, and asked for one photo:
//
//     dotnet run -c Release --project Samples/MLNetPipeline -- PHOTOS PHOTO
//
// PHOTOS has a sub-folder of photos per class; PHOTO is what the model shall name. Without photos of your own:
// `./mlresnet sample machine-parts` makes some. With -p:MLNet=packages it runs on the Microsoft.ML packages.

using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet;
using MLResNet.Pipelines;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: MLNetPipeline PHOTOS PHOTO");
    return 2;
}

try
{
    var ml = new MLContext(seed: 1);
    ml.Log += (_, message) =>
    {
        if (message.Source.Contains(nameof(ResNetTrainer), StringComparison.Ordinal))
            Console.Error.WriteLine(message.RawMessage);
    };

    IDataView photos = ml.Data.LoadImagesFromFolder(args[0]);
    var (train, test) = ml.Data.StratifiedSplit(photos, testFraction: 0.2, seed: 1);

    // A network's features, and a trainer of ML.NET's on top.
    var regression = ml.Transforms.Conversion.MapValueToKey("Label")
        .Append(ml.Transforms.ResNetFeaturize("Features", "ImagePath"))
        .AppendCacheCheckpoint(ml)
        .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Features", l1Regularization: 0))
        .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    MulticlassClassificationMetrics simple = ml.MulticlassClassification.Evaluate(regression.Fit(train).Transform(test));
    Console.WriteLine($"Features and L-BFGS: accuracy {simple.MicroAccuracy:P1}, log-loss {simple.LogLoss:0.000}");

    // Or the network and its head in one estimator; Tune says how much of the network is trained.
    var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
        .Append(ml.MulticlassClassification.Trainers.ResNet(new ResNetTrainer.Options { Tune = Tune.Head, Context = ml }))
        .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    var model = pipeline.Fit(train);
    MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
    Console.WriteLine($"ResNet trainer: accuracy {metrics.MicroAccuracy:P1}, log-loss {metrics.LogLoss:0.000}");
    Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

    ml.Model.SaveWithResNet(model, photos.Schema, "photos.zip");

    ITransformer loaded = ml.Model.LoadWithResNet("photos.zip", out _);
    using ImagePredictionEngine engine = ml.Model.CreateImagePredictionEngine(loaded);
    foreach (ScoredLabel guess in engine.Predict(args[1]).Top(3))
        Console.WriteLine($"{guess.Score,7:P1}  {guess.Label}");
    return 0;
}
catch (MLResNetException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
