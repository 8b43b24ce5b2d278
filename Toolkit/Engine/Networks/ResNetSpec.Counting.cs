namespace MLResNet.Engine.Networks;

public sealed partial record ResNetSpec
{
    /// <summary>
    /// Number of trained values: weights, biases, and scales and shifts of batch norms, as frameworks count them.
    /// </summary>
    /// <exception cref="ArgumentException">The spec describes no network.</exception>
    public long ParameterCount() => new ResNetLayout(this).Parameters().Where(parameter => parameter.Trainable).Sum(parameter => parameter.Length);

    /// <summary>
    /// Multiply-adds of the convolutions and the classifier for one image of size x size pixels: 4.09e9 for ResNet-50 v1.5 at
    /// 224.
    /// </summary>
    /// <exception cref="ArgumentException">The spec describes no network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public long MultiplyAdds(int size) => MultiplyAdds(size, size);

    /// <summary>Multiply-adds of the convolutions and the classifier for one image of height x width pixels.</summary>
    /// <exception cref="ArgumentException">The spec describes no network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public long MultiplyAdds(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return new ResNetLayout(this).MultiplyAdds(height, width);
    }
}
