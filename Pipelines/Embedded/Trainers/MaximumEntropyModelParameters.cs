namespace Microsoft.ML.Trainers;

/// <summary>Weights of a multinomial logistic regression.</summary>
public sealed class MaximumEntropyModelParameters
{
    private readonly float[][] _weights;
    private readonly float[] _biases;

    internal MaximumEntropyModelParameters(float[][] weights, float[] biases) => (_weights, _biases) = (weights, biases);

    internal int Classes => _biases.Length;

    internal int Width => _weights[0].Length;

    /// <summary>The probabilities of the classes.</summary>
    internal float[] Predict(IReadOnlyList<float> features)
    {
        double[] scores = [.. _biases.Select((bias, c) => bias + features.Zip(_weights[c], (x, w) => (double)x * w).Sum())];
        double most = scores.Max(), sum = scores.Sum(score => Math.Exp(score - most));
        return [.. scores.Select(score => (float)(Math.Exp(score - most) / sum))];
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Classes);
        writer.Write(Width);
        foreach (float value in _weights.SelectMany(row => row).Concat(_biases))
            writer.Write(value);
    }

    internal static MaximumEntropyModelParameters Load(BinaryReader reader)
    {
        (int classes, int width) = (reader.ReadInt32(), reader.ReadInt32());
        return new MaximumEntropyModelParameters([.. Enumerable.Range(0, classes).Select(_ => Read(width))], Read(classes));

        float[] Read(int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadSingle())];
    }
}
