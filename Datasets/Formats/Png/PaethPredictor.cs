using System.Runtime.Intrinsics;

namespace MLResNet.Formats.Png;

/// <summary>
/// Alan Paeth's predictor (PNG specification, 9.4): whichever of left, up and upper left is nearest to left + up - upper left,
/// with ties going to the first in that order.
/// </summary>
internal static class PaethPredictor
{
    /// <summary>One sample.</summary>
    public static byte Predict(byte left, byte up, byte upLeft)
    {
        int toLeft = Math.Abs(up - upLeft);
        int toUp = Math.Abs(left - upLeft);
        int toUpLeft = Math.Abs(left + up - 2 * upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft)
            return left;
        return toUp <= toUpLeft ? up : upLeft;
    }

    /// <summary>Eight samples, each from 0 to 255.</summary>
    public static Vector128<short> Predict(Vector128<short> left, Vector128<short> up, Vector128<short> upLeft)
    {
        Vector128<short> toLeft = up - upLeft;
        Vector128<short> toUp = left - upLeft;
        Vector128<short> toUpLeft = Vector128.Abs(toLeft + toUp);
        toLeft = Vector128.Abs(toLeft);
        toUp = Vector128.Abs(toUp);
        Vector128<short> least = Vector128.Min(toLeft, Vector128.Min(toUp, toUpLeft));
        Vector128<short> upOrUpLeft = Vector128.ConditionalSelect(Vector128.Equals(toUp, least), up, upLeft);
        return Vector128.ConditionalSelect(Vector128.Equals(toLeft, least), left, upOrUpLeft);
    }
}
