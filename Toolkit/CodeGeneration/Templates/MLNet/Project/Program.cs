// Names photos, evaluates the model, or trains it anew, with ML.NET:
//
//     dotnet run --project $project$ -- photo.jpg ...
//     dotnet run --project $project$ -- evaluate FOLDER
//     dotnet run --project $project$ -- train FOLDER new.mlresnet

using $namespace$;
using Microsoft.ML.Data;
using MLResNet;

try
{
    switch (args)
    {
        case ["evaluate", var folder]:
            Print($name$.Evaluate(folder));
            return 0;
        case ["train", var folder, var model]:
            Print($name$.Train(model, folder));
            return 0;
        case []:
            Console.Error.WriteLine("Name photos, or: evaluate FOLDER, or: train FOLDER new.mlresnet");
            return 2;
        default:
            foreach (string path in args)
            {
                $name$.ModelOutput output = $name$.Predict(new $name$.ModelInput { ImagePath = path });
                Console.WriteLine($"{path}: {output.PredictedLabel} ({output.Score[(int)output.Label]:P1})");
            }
            return 0;
    }
}
catch (MLResNetException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static void Print(MulticlassClassificationMetrics metrics)
{
    Console.WriteLine($"accuracy {metrics.MicroAccuracy:P1}, log-loss {metrics.LogLoss:0.000}");
    Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
}
