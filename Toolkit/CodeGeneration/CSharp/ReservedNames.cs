namespace MLResNet.CodeGeneration.CSharp;

/// <summary>
/// Names that the generated code uses itself, so that the class may not bear them: types that it would hide, and its own members.
/// </summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // Types of .NET.
        "AppContext", "ArgumentNullException", "Array", "Assert", "Attribute", "BackgroundService", "Boolean", "Byte",
        "CancellationToken", "Console", "Convert", "DateTime", "Directory", "DirectoryInfo", "Double", "Enum", "Enumerable",
        "Environment", "Exception", "Fact", "FactAttribute", "File", "FileInfo", "FileStream", "Func", "HashSet", "Host",
        "HostApplicationBuilder", "ICollection", "IComparer", "IConfiguration", "IEnumerable", "IHost", "ILogger",
        "IProgress", "IReadOnlyCollection", "IReadOnlyList", "IServiceCollection", "Int32", "KeyValuePair", "Lazy", "List",
        "LogLevel", "LoggerMessage", "LoggerMessageAttribute", "MemoryStream", "Object", "Parallel", "ParallelLoopResult",
        "Path", "Progress", "ReadOnlyMemory", "ReadOnlySpan", "ServiceCollection", "ServiceProvider", "Single", "Stream",
        "String", "StringComparer", "StringComparison", "SuppressMessage", "SuppressMessageAttribute", "System", "Task",
        "TimeSpan", "Type", "Void", "WebApplication", "WebApplicationBuilder", "Xunit",

        // Types of MLResNet and ML.NET.
        "Augmentation", "Backbone", "ClassBalance", "ConstantSchedule", "CosineSchedule", "EstimatorChain", "Evaluation",
        "EvaluationOptions", "ExponentialSchedule", "FilePrediction", "HostedImageClassifier", "HtmlReport", "IDataView",
        "ImageClassifier", "ImageFolder", "ImageFolderOptions", "ImageFormatException", "ImagePredictionEngine",
        "LearningRateSchedule", "MLContext", "MLResNet", "MLResNetException", "Microsoft", "MulticlassClassificationMetrics",
        "NoColumn", "NoColumnAttribute", "OneCycleSchedule", "OptimizerKind", "Prediction", "PredictionEnginePool",
        "ResNetClassifierTransformer", "ResNetTrainer", "ScoredLabel", "StepSchedule", "TrainTestViews", "TrainingProgress",
        "TransferLearning", "TransferLearningOptions", "TransformerChain", "Tune",

        // Types and members of the generated code.
        "BuildPipeline", "Evaluate", "ExecuteAsync", "From", "ImagePath", "ImageSource", "Interval", "Label", "LabelRow",
        "Labels", "LazyEngine", "LazyTransformer", "LoadModel", "LoadTransformer", "LogFailure", "LogFolder", "LogPrediction",
        "ML", "MakesTheEngineOnce", "ModelInput", "ModelOutput", "ModelPath", "Name", "Photo", "Predict", "PredictAllLabels",
        "PredictEngine", "PredictedLabel", "PredictedLabels", "PredictsThePhotoAsBefore", "PredictsTheSameFromAPool", "Print",
        "Program", "SaveReport", "Score", "TakesAPhotoInAnyForm", "Train", "TrainingOptions", "Transformer", "Worker",
    };

    public static bool Contain(string name) => Names.Contains(name);
}
