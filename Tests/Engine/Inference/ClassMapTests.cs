using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Inference;

public sealed class ClassMapTests
{
    [Theory]
    [InlineData("resnet18", 75, 50, 3, 2)]
    [InlineData("resnet50v1", 64, 64, 2, 2)]
    [InlineData("resnet50v2", 96, 40, 3, 2)]
    [InlineData("resnet20-cifar", 30, 33, 8, 9)]
    public void The_mean_of_a_class_map_and_the_bias_are_the_logit(string name, int height, int width, int rows, int columns)
    {
        ResNetSpec spec = ResNetFamily.Get(name) with { Classes = 7 };
        const int batch = 2;
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        float[] pixels = OracleWeights.Pixels(batch, height, width);
        using InferencePlan plan = InferencePlan.Create(spec, parameters);
        float[] expected = new float[batch * spec.Classes], logits = new float[batch * spec.Classes];
        plan.Run(pixels, batch, height, width, expected);

        Assert.Equal((rows, columns), plan.LastMapSize(height, width));
        float[] maps = new float[batch * rows * columns * spec.Classes];
        plan.RunClassMaps(pixels, batch, height, width, logits, maps);

        Assert.Equal(expected, logits);
        float[] bias = parameters["fc.bias"].Values;
        float[] means = [.. maps.Chunk(rows * columns * spec.Classes).SelectMany(image =>
            Enumerable.Range(0, spec.Classes).Select(label =>
                (float)(image.Where((_, i) => i % spec.Classes == label).Average(value => (double)value) + bias[label])))];
        Assert.InRange(Closeness.Distance(means, logits), 0, Closeness.CloseEnough);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50v2")]
    public void Each_position_has_the_classifier_s_weights_applied_to_its_channels(string name)
    {
        // With the unit matrix as classifier, the class maps are the last feature map itself.
        ResNetSpec spec = ResNetFamily.Get(name) with { Depths = [1, 1], Widths = [8, 16], Classes = 5 };
        int channels = spec.FeatureCount();
        ResNetSpec bare = spec with { Classes = channels };
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        float[] unit = [.. Enumerable.Range(0, channels * channels).Select(i => i % (channels + 1) == 0 ? 1f : 0f)];
        NetworkParameters uncovered = new(bare, NetworkParameters.Describe(bare).Select(description => new Parameter(
            description,
            description.Name == "fc.weight" ? unit : description.Name == "fc.bias" ? new float[channels] : parameters[description.Name].Values)));
        float[] pixels = OracleWeights.Pixels(1, 40, 40);
        using InferencePlan plan = InferencePlan.Create(spec, parameters);
        using InferencePlan barePlan = InferencePlan.Create(bare, uncovered);
        (int rows, int columns) = plan.LastMapSize(40, 40);
        float[] maps = new float[rows * columns * spec.Classes], features = new float[rows * columns * channels];
        plan.RunClassMaps(pixels, 1, 40, 40, new float[spec.Classes], maps);
        barePlan.RunClassMaps(pixels, 1, 40, 40, new float[channels], features);

        float[] weight = parameters["fc.weight"].Values;
        float[] naive = [.. features.Chunk(channels).SelectMany(position => Enumerable.Range(0, spec.Classes).Select(label =>
            (float)position.Select((value, channel) => (double)value * weight[label * channels + channel]).Sum()))];
        Assert.InRange(Closeness.Distance(maps, naive), 0, Closeness.CloseEnough);
        Assert.True(features.Distinct().Count() > 100);
    }

    [Fact]
    public void Class_maps_and_features_depend_neither_on_the_batch_nor_on_the_threads()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet18") with { Classes = 7 };
        const int batch = 3, size = 70, length = size * size * 3;
        float[] pixels = OracleWeights.Pixels(batch, size, size);
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        using InferencePlan one = InferencePlan.Create(spec, parameters, new ComputeOptions { Threads = 1 });
        using InferencePlan many = InferencePlan.Create(spec, parameters, new ComputeOptions { Threads = 3 });
        using InferencePlan headless = InferencePlan.CreateForFeatures(spec, parameters);
        (float[] maps, float[] features) = Run(many, pixels, batch);

        float[] other = new float[features.Length], whole = new float[features.Length];
        headless.Run(pixels, batch, size, size, other);
        headless.RunFeatures(pixels, batch, size, size, whole);
        Assert.Equal(features, other);
        Assert.Equal(features, whole);
        for (int image = 0; image < batch; image++)
        {
            (float[] ownMaps, float[] ownFeatures) = Run(one, pixels.AsSpan(image * length, length), 1);
            Assert.Equal(maps.Chunk(ownMaps.Length).ElementAt(image), ownMaps);
            Assert.Equal(features.Chunk(ownFeatures.Length).ElementAt(image), ownFeatures);
        }

        (float[] Maps, float[] Features) Run(InferencePlan plan, ReadOnlySpan<float> images, int count)
        {
            (int rows, int columns) = plan.LastMapSize(size, size);
            float[] classMaps = new float[count * rows * columns * spec.Classes], vectors = new float[count * spec.FeatureCount()];
            plan.RunClassMaps(images, count, size, size, new float[count * spec.Classes], classMaps);
            plan.RunFeatures(images, count, size, size, vectors);
            return (classMaps, vectors);
        }
    }

    [Fact]
    public void Runs_of_all_kinds_allocate_nothing_once_the_shape_is_known()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet20-cifar");
        using InferencePlan plan = InferencePlan.Create(spec, OracleWeights.Parameters(spec), new ComputeOptions { Threads = 1 });
        float[] pixels = OracleWeights.Pixels(1, 32, 32), logits = new float[spec.Classes];
        float[] maps = new float[8 * 8 * spec.Classes], features = new float[spec.FeatureCount()];
        RunAll();

        // The least of several, as in the test of Run.
        long[] allocated = new long[10];
        for (int run = 0; run < allocated.Length; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            RunAll();
            allocated[run] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, allocated.Min());

        void RunAll()
        {
            plan.Run(pixels, 1, 32, 32, logits);
            plan.RunClassMaps(pixels, 1, 32, 32, logits, maps);
            plan.RunFeatures(pixels, 1, 32, 32, features);
        }
    }

    [Fact]
    public void Wrong_lengths_a_plan_without_classes_and_a_disposed_one_are_refused()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet20-cifar");
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        InferencePlan plan = InferencePlan.Create(spec, parameters);
        using InferencePlan headless = InferencePlan.CreateForFeatures(spec, parameters);
        float[] pixels = OracleWeights.Pixels(1, 32, 32), logits = new float[spec.Classes];
        float[] maps = new float[8 * 8 * spec.Classes], features = new float[spec.FeatureCount()];

        Assert.Equal((8, 8), headless.LastMapSize(32, 32));
        Assert.Throws<InvalidOperationException>(() => headless.RunClassMaps(pixels, 1, 32, 32, logits, maps));
        Assert.Throws<ArgumentException>(() => plan.RunClassMaps(pixels, 1, 32, 32, logits, maps.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => plan.RunClassMaps(pixels, 1, 32, 32, logits.AsSpan(1), maps));
        Assert.Throws<ArgumentException>(() => plan.RunFeatures(pixels, 1, 32, 32, features.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.LastMapSize(0, 32));
        plan.Dispose();
        plan.Dispose();
        Assert.Throws<ObjectDisposedException>(() => plan.RunClassMaps(pixels, 1, 32, 32, logits, maps));
        Assert.Throws<ObjectDisposedException>(() => plan.RunFeatures(pixels, 1, 32, 32, features));
    }
}
