using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class InstructionSetTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private const string NoAvx512 = "DOTNET_EnableAVX512=0", NoAvx2 = "DOTNET_EnableAVX2=0", NoIntrinsics = "DOTNET_EnableHWIntrinsic=0";

    private static readonly string[] Quickly = ["--arch", "resnet20-cifar", "--size", "16", "--batch", "1", "--runs", "1", "--seconds", "0.02", "--threads", "1"];

    private static string Narrower => Avx2.IsSupported && Fma.IsSupported ? "avx2" : AdvSimd.Arm64.IsSupported ? "advsimd" : "portable";

    private static string Widest => Avx512F.IsSupported ? "avx512" : Narrower;

    [Theory]
    [InlineData("")]
    [InlineData(NoAvx512)]
    [InlineData(NoAvx2)]
    [InlineData(NoIntrinsics)]
    public void The_widest_instructions_that_the_runtime_offers_are_taken_and_reported(string setting)
    {
        string expected = setting switch
        {
            "" => Widest,
            NoAvx512 => Narrower,
            NoAvx2 => AdvSimd.Arm64.IsSupported ? "advsimd" : "portable",
            _ => "portable",
        };
        ToolRun run = ToolProcess.Of(setting, ["bench", "inference", .. Quickly, "--format", "json"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(expected, JsonDocument.Parse(run.Output).RootElement.GetProperty("isa").GetString());
    }

    [Fact]
    public void A_setting_chooses_narrower_ones_and_reports_them()
    {
        foreach (string set in new[] { "portable", Narrower, Widest })
            Assert.Equal(set, Isa("inference", set));
        Assert.Equal("portable", Isa("training", "portable"));

        string missing = AdvSimd.Arm64.IsSupported ? "avx2" : "advsimd";
        ToolRun refused = ToolRun.Of(["bench", "inference", .. Quickly, "--instruction-set", missing]);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("mlresnet: This processor or runtime has no ", refused.ErrorSentence, StringComparison.Ordinal);

        static string? Isa(string command, string set)
        {
            ToolRun run = ToolRun.Of(["bench", command, .. Quickly, "--instruction-set", set, "--format", "json"]);
            return JsonDocument.Parse(run.Output).RootElement.GetProperty("isa").GetString();
        }
    }

    [Theory]
    [InlineData(NoAvx512)]
    [InlineData(NoAvx2)]
    [InlineData(NoIntrinsics)]
    public void Predictions_agree_whatever_instructions_the_runtime_offers(string setting)
    {
        string[] arguments = ["predict", trained.Model, trained.Photos, "--format", "json"];
        JsonElement[] expected = Predictions(ToolRun.Of(arguments)), actual = Predictions(ToolProcess.Of(setting, arguments));

        Assert.Equal(expected.Length, actual.Length);
        foreach ((JsonElement one, JsonElement other) in expected.Zip(actual))
        {
            Assert.Equal(one.GetProperty("path").GetString(), other.GetProperty("path").GetString());
            Assert.Equal(one.GetProperty("label").GetString(), other.GetProperty("label").GetString());
            Assert.Equal(one.GetProperty("score").GetDouble(), other.GetProperty("score").GetDouble(), tolerance: 1e-4);
        }
    }

    private static JsonElement[] Predictions(ToolRun run)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()];
    }
}
