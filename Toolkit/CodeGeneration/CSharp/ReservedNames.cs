namespace MLResNet.CodeGeneration.CSharp;

/// <summary>
/// Names that the generated code uses itself, so that the class may not bear them: types that it would hide, and its own members.
/// </summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // Types of .NET.
        "AppContext", "Array", "ArgumentNullException", "Assert", "Attribute", "BackgroundService", "Boolean", "Byte", "CancellationToken",
        "Console", "Convert", "Directory", "Double", "Enum", "Enumerable", "Environment", "Exception", "Fact", "FactAttribute", "File",
        "Func", "HashSet", "Host", "HostApplicationBuilder", "ICollection", "IComparer", "IConfiguration", "IEnumerable", "IHost", "ILogger",
        "IProgress", "IReadOnlyCollection", "IReadOnlyList", "IServiceCollection", "Int32", "KeyValuePair", "Lazy", "List",
        "MemoryStream", "Object", "Parallel", "ParallelLoopResult", "Path", "Progress", "ReadOnlyMemory", "ReadOnlySpan", "ServiceCollection",
        "ServiceProvider", "Single", "Stream", "String", "StringComparer", "StringComparison", "SuppressMessage",
        "SuppressMessageAttribute", "System", "Task", "TimeSpan", "Type", "Void", "WebApplication", "WebApplicationBuilder", "Xunit",

        // Types of MLResNet and ML.NET.
        "Augmentation", "Backbone", "ClassBalance", "ConstantSchedule", "CosineSchedule", "Evaluation", "EvaluationOptions",
        "ExponentialSchedule", "FilePrediction", "HostedImageClassifier", "HtmlReport", "ImageClassifier",
        "ImageFolder", "ImageFolderOptions", "ImageFormatException", "ImagePredictionEngine", "IDataView", "LearningRateSchedule", "MLContext",
        "MLResNet", "MLResNetException", "Microsoft", "MulticlassClassificationMetrics", "OneCycleSchedule", "OptimizerKind",
        "Prediction", "PredictionEnginePool", "ResNetClassifierTransformer", "ResNetTrainer", "ScoredLabel", "StepSchedule",
        "TrainTestViews", "TrainingProgress", "TransferLearning", "TransferLearningOptions", "TransformerChain", "Tune",

        // Types and members of the generated code.
        "BuildPipeline", "Evaluate", "From", "Label", "Labels", "LabelRow", "LazyEngine", "LazyTransformer", "LoadModel", "ML", "ModelInput", "ModelOutput", "ModelPath", "Predict",
        "PredictAllLabels", "PredictEngine", "PredictMany", "Program", "SaveReport", "Train", "TrainingOptions", "Transformer", "Worker",
    };

    public static bool Contain(string name) => Names.Contains(name);
}
