using MLResNet.Engine.Networks;

namespace MLResNet.Formats;

/// <summary>Weights as numbers of 16 bits, which take half the room: 11 bits of precision, up to 65504.</summary>
internal static class HalfPrecision
{
    /// <summary>Whether every value is a number of 16 bits already.</summary>
    public static bool Holds(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (BitConverter.SingleToInt32Bits((float)(Half)value) != BitConverter.SingleToInt32Bits(value))
                return false;
        }
        return true;
    }

    /// <summary>
    /// A network whose convolutions and classifier are rounded to the nearest number of 16 bits; the few numbers of batch norms
    /// and biases, whose range may be wider, stay as they are, and so does a tensor with a value that 16 bits cannot hold.
    /// </summary>
    public static NetworkParameters Round(NetworkParameters parameters) => new(parameters.Spec, parameters.Select(parameter =>
        parameter.Shape.Length > 1 && parameter.Values.All(value => Half.IsFinite((Half)value))
            ? new Parameter(parameter.Description, [.. parameter.Values.Select(value => (float)(Half)value)])
            : parameter));
}
