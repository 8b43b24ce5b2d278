using System.Text;
using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Tests.Networks;

/// <summary>The weights, pixels and labels of Tests/Oracles/engine/generator.py, bit by bit; the formulas stand there.</summary>
internal static class OracleWeights
{
    public static NetworkParameters Parameters(ResNetSpec spec)
    {
        HashSet<string> lastScales = spec.Residual ? [.. new ResNetLayout(spec).Blocks.Select(block => block.Norms[^1].ScaleName)] : [];
        return new(spec, NetworkParameters.Describe(spec).Select(description => new Parameter(description, Values(description, lastScales))));
    }

    /// <summary>A batch of images [batch, height, width, channels].</summary>
    public static float[] Pixels(int batch, int height, int width, int channels = 3) =>
        Fill("pixels", batch * height * width * channels, u => (2 * u - 1) * 2);

    public static int[] Labels(int batch, int classes)
    {
        ulong state = Hash("labels");
        return [.. Enumerable.Range(1, batch).Select(i => (int)(Output(state, i) % (ulong)classes))];
    }

    private static float[] Values(ParameterDescription description, HashSet<string> lastScales)
    {
        string name = description.Name;
        int length = (int)description.Length;
        int fanIn = description.Shape.Skip(1).Aggregate(1, (product, size) => product * size);
        switch (description.Kind)
        {
            case ParameterKind.Weight when description.Shape.Length == 4:
                double he = Math.Sqrt(6.0 / fanIn);
                return Fill(name, length, u => (2 * u - 1) * he);
            case ParameterKind.Weight:
                double classifier = Math.Sqrt(3.0 / fanIn);
                return Fill(name, length, u => (2 * u - 1) * classifier);
            case ParameterKind.NormScale:
                double factor = lastScales.Contains(name) ? 0.3 : 1;
                return Fill(name, length, u => (0.5 + u) * factor);
            case ParameterKind.RunningMean:
                return Fill(name, length, u => (2 * u - 1) * 0.2);
            case ParameterKind.RunningVariance:
                return Fill(name, length, u => 0.5 + u);
            default:
                return Fill(name, length, u => (2 * u - 1) * 0.1);
        }
    }

    /// <summary>The stream of a name, from uniform numbers in [0, 1).</summary>
    public static float[] Fill(string name, int length, Func<double, double> value)
    {
        ulong state = Hash(name);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float)value((Output(state, i + 1) >> 40) / (double)(1 << 24));
        return values;
    }

    private static ulong Output(ulong state, int index)
    {
        ulong z = state + (ulong)index * 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    private static ulong Hash(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }
}
