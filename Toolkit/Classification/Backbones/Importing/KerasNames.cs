using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>
/// The names of Keras' applications ResNet50 to ResNet152, ResNet50V2 to ResNet152V2, ResNeXt50 and ResNeXt101: LAYER/WEIGHT,
/// such as <c>conv2_block1_0_conv/kernel</c>, wherever in a file that stands: alone, in a whole model, or in a model that is a
/// layer of another.
/// </summary>
internal sealed class KerasNames : WeightNames
{
    private const string Classifier = "predictions";
    private const string Optimizer = "optimizer_weights/";

    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec)
    {
        ParameterPath path = ParameterPath.Parse(parameter.Name);
        bool v2 = spec.Version == ResNetVersion.V2;

        // Before the batch norms inside of a v2 block, Keras has no biases.
        if (v2 && path is { Stage: > 0, Layer: "conv1" or "conv2", Part: "bias" })
            return new WeightSource.Constant(0);

        bool isNorm = path.Layer.StartsWith("bn", StringComparison.Ordinal) || path.Layer == "downsample.1";
        string layer = path.Layer switch
        {
            "fc" => Classifier,
            "bn_last" => "post_bn",
            "downsample.0" => "0_conv",
            "downsample.1" => "0_bn",
            "bn1" when v2 && path.Stage > 0 => "preact_bn",
            ['b', 'n', var digit] => $"{(v2 ? digit - '1' : digit - '0')}_bn",
            ['c', 'o', 'n', 'v', var digit] => $"{digit}_conv",
            var name => name,
        };
        layer = path.Stage > 0 ? $"conv{path.Stage + 1}_block{path.Block + 1}_{layer}"
            : path.Layer is "conv1" or "bn1" ? $"conv1_{path.Layer[..^1]}"
            : layer;
        bool depthwise = spec.Groups > 1 && path is { Stage: > 0, Layer: "conv2" };
        string weight = (path.Part, isNorm) switch
        {
            ("weight", true) => "gamma",
            ("bias", true) => "beta",
            ("running_mean", _) => "moving_mean",
            ("running_var", _) => "moving_variance",
            ("weight", false) => depthwise ? "depthwise_kernel" : "kernel",
            var (part, _) => part,
        };
        return new WeightSource.Tensor($"{layer}/{weight}", depthwise ? WeightLayout.Depthwise : WeightLayout.OutLast);
    }

    /// <summary>LAYER/WEIGHT of <c>model_weights/resnet50/conv1_conv/kernel:0</c>, which is <c>conv1_conv/kernel</c>.</summary>
    public override string NameOf(string tensor)
    {
        string[] steps = tensor.Split('/');
        if (tensor.StartsWith(Optimizer, StringComparison.Ordinal) || steps.Length < 2)
            return tensor;
        int device = steps[^1].IndexOf(':', StringComparison.Ordinal);
        string weight = device < 0 ? steps[^1] : steps[^1][..device];
        string layer = Array.Find(steps, IsOurs) ?? steps[^2];
        return $"{(IsClassifier(layer) ? Classifier : layer)}/{weight}";
    }

    /// <summary>What the optimizer keeps, in the file of a whole model.</summary>
    public override bool Ignores(string name) => name.StartsWith(Optimizer, StringComparison.Ordinal);

    private static bool IsOurs(string layer) =>
        layer is ['c', 'o', 'n', 'v', >= '1' and <= '9', '_' or (>= '0' and <= '9'), ..] || layer == "post_bn" || IsClassifier(layer);

    /// <summary>The published files have three names for it, and who adds one without a name gets Keras' own.</summary>
    private static bool IsClassifier(string layer) =>
        layer is Classifier or "probs" or "fc1000" || layer.StartsWith("dense", StringComparison.Ordinal);
}
