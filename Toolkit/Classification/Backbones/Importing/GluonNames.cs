using System.Globalization;
using System.Text.RegularExpressions;
using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>
/// The names of MXNet Gluon's model zoo, and so of the ONNX Model Zoo's networks: <c>resnetv24_stage1_conv0_weight</c>. The
/// number after the version, which says how many networks the program had made before, is left out; so is the version.
/// </summary>
/// <remarks>
/// Convolutions and batch norms are counted through a stage in the order in which its blocks make them: the branch, then the
/// projection. The 1x1 convolutions of a v1 bottleneck's branch have a bias, which the batch norm after it takes up.
/// </remarks>
internal sealed partial class GluonNames : WeightNames
{
    /// <inheritdoc/>
    public override string NameOf(string tensor) => Prefix().Replace(tensor, "");

    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec)
    {
        ParameterPath path = ParameterPath.Parse(parameter.Name);
        bool dataNorm = spec.DataNorm;
        if (path.Stage > 0)
            return FindInBlock(path, spec);
        return path.Layer switch
        {
            "bn_data" => Norm("batchnorm0", path),
            "conv1" => Weight("conv0", path),
            "bn1" => Norm(dataNorm ? "batchnorm1" : "batchnorm0", path),
            "bn_last" => Norm(dataNorm ? "batchnorm2" : "batchnorm1", path),
            _ => Weight("dense0", path),
        };
    }

    private static WeightSource FindInBlock(ParameterPath path, ResNetSpec spec)
    {
        bool v1 = spec.Version == ResNetVersion.V1, bottleneck = spec.Block == BlockKind.Bottleneck;
        int length = bottleneck ? 3 : 2;
        // Only a stage's first block has a projection, which comes after its branch.
        bool projects = path.Stage > 1 || spec.Widths[0] * (bottleneck ? 4 : 1) != spec.StemWidth;
        int convolutions = path.Block * length + (path.Block > 0 && projects ? 1 : 0);
        int norms = path.Block * length + (path.Block > 0 && projects && v1 ? 1 : 0);
        int index = path.Layer.StartsWith("downsample", StringComparison.Ordinal) ? length : path.Layer[^1] - '1';
        string stage = string.Create(CultureInfo.InvariantCulture, $"stage{path.Stage}_");
        string convolution = $"{stage}conv{convolutions + index}";
        if (path.Layer.StartsWith("conv", StringComparison.Ordinal) || path.Layer == "downsample.0")
            return Weight(convolution, path);
        var norm = (WeightSource.Tensor)Norm($"{stage}batchnorm{norms + index}", path);
        bool followsBias = v1 && bottleneck && path.Layer is ("bn1" or "bn3");
        return followsBias && path.Part == "running_mean"
            ? new WeightSource.Difference(norm, new WeightSource.Tensor(convolution + "_bias"))
            : norm;
    }

    private static WeightSource.Tensor Weight(string layer, ParameterPath path) => new($"{layer}_{path.Part}");

    private static WeightSource.Tensor Norm(string layer, ParameterPath path) => new($"{layer}_" + path.Part switch
    {
        "weight" => "gamma",
        "bias" => "beta",
        _ => path.Part,
    });

    [GeneratedRegex(@"^resnetv[12]\d+_")]
    private static partial Regex Prefix();
}
