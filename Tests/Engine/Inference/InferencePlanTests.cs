using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Inference;

public sealed class InferencePlanTests
{
    public static TheoryData<string> Names => [.. FamilyOracle.Numbers.Cases.Select(oracle => oracle.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_member_computes_what_pytorch_computes(string name)
    {
        FamilyOracle.Case oracle = FamilyOracle.Numbers.Cases.Single(oracle => oracle.Name == name);
        ResNetSpec spec = oracle.Spec();
        int batch = FamilyOracle.Numbers.Batch;

        using InferencePlan plan = InferencePlan.Create(spec, OracleWeights.Parameters(spec));
        float[] logits = new float[batch * spec.Classes];
        plan.Run(OracleWeights.Pixels(batch, oracle.Height, oracle.Width), batch, oracle.Height, oracle.Width, logits);

        Assert.InRange(Closeness.Distance(logits, oracle.Logits), 0, Closeness.CloseEnough);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50v2")]
    public void An_image_s_logits_depend_neither_on_its_batch_nor_on_the_threads(string name)
    {
        ResNetSpec spec = ResNetFamily.Get(name) with { Classes = 7 };
        const int batch = 5, size = 80, length = size * size * 3;
        float[] pixels = OracleWeights.Pixels(batch, size, size);
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        using InferencePlan one = InferencePlan.Create(spec, parameters, new ComputeOptions { Threads = 1 });
        using InferencePlan many = InferencePlan.Create(spec, parameters, new ComputeOptions { Threads = 3 });

        float[] together = new float[batch * spec.Classes], onOneThread = new float[batch * spec.Classes], single = new float[spec.Classes];
        many.Run(pixels, batch, size, size, together);
        one.Run(pixels, batch, size, size, onOneThread);
        Assert.Equal(together, onOneThread);
        for (int image = 0; image < batch; image++)
        {
            one.Run(pixels.AsSpan(image * length, length), 1, size, size, single);
            Assert.Equal(together.AsSpan(image * spec.Classes, spec.Classes).ToArray(), single);
        }
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50v2")]
    public void Features_are_what_the_classifier_makes_the_logits_of(string name)
    {
        ResNetSpec spec = ResNetFamily.Get(name) with { Classes = 7 };
        const int batch = 2, size = 64;
        float[] pixels = OracleWeights.Pixels(batch, size, size);
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        using InferencePlan whole = InferencePlan.Create(spec, parameters);
        using InferencePlan headless = InferencePlan.CreateForFeatures(spec, parameters);
        float[] logits = new float[batch * whole.Outputs], features = new float[batch * headless.Outputs];
        whole.Run(pixels, batch, size, size, logits);
        headless.Run(pixels, batch, size, size, features);

        Assert.Equal((7, spec.FeatureCount()), (whole.Outputs, headless.Outputs));
        float[] weight = parameters["fc.weight"].Values, bias = parameters["fc.bias"].Values;
        float[] classified = [.. features.Chunk(headless.Outputs).SelectMany(row => bias.Select((shift, output) =>
            shift + (float)row.Select((value, i) => (double)value * weight[output * row.Length + i]).Sum()))];
        Assert.InRange(Closeness.Distance(logits, classified), 0, Closeness.CloseEnough);
    }

    [Fact]
    public void Several_threads_may_run_one_plan_at_once()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet20-cifar");
        using InferencePlan plan = InferencePlan.Create(spec, OracleWeights.Parameters(spec), new ComputeOptions { Threads = 2 });
        float[] pixels = OracleWeights.Pixels(4, 32, 32);
        float[][] expected = [.. Enumerable.Range(1, 4).Select(batch => Run(batch))];

        Parallel.For(0, 40, i => Assert.Equal(expected[i % 4], Run(i % 4 + 1)));

        float[] Run(int batch)
        {
            float[] logits = new float[batch * spec.Classes];
            plan.Run(pixels.AsSpan(0, batch * 32 * 32 * 3), batch, 32, 32, logits);
            return logits;
        }
    }

    [Fact]
    public void A_run_allocates_nothing_once_the_shape_is_known()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet20-cifar");
        using InferencePlan plan = InferencePlan.Create(spec, OracleWeights.Parameters(spec), new ComputeOptions { Threads = 1 });
        float[] pixels = OracleWeights.Pixels(1, 32, 32), logits = new float[spec.Classes];
        plan.Run(pixels, 1, 32, 32, logits);

        // The counter jumps when a collection on another thread's behalf falls between two readings; an allocation of ours shows
        // every time.
        long[] allocated = new long[10];
        for (int run = 0; run < allocated.Length; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            plan.Run(pixels, 1, 32, 32, logits);
            allocated[run] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, allocated.Min());
    }

    [Fact]
    public void Wrong_lengths_and_a_disposed_plan_are_refused()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet20-cifar");
        InferencePlan plan = InferencePlan.Create(spec, OracleWeights.Parameters(spec));
        float[] pixels = OracleWeights.Pixels(1, 32, 32), logits = new float[spec.Classes];

        Assert.Throws<ArgumentException>(() => plan.Run(pixels.AsSpan(1), 1, 32, 32, logits));
        Assert.Throws<ArgumentException>(() => plan.Run(pixels, 1, 32, 32, logits.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Run(pixels, 0, 32, 32, logits));
        plan.Dispose();
        Assert.Throws<ObjectDisposedException>(() => plan.Run(pixels, 1, 32, 32, logits));
    }
}
