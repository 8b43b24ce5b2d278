namespace MLResNet.Formats.Jpeg;

/// <summary>A colour component as the frame header declares it.</summary>
internal sealed class FrameComponent(byte id, int horizontal, int vertical, int quantizationSlot)
{
    public byte Id { get; } = id;

    /// <summary>Blocks across in an MCU.</summary>
    public int Horizontal { get; } = horizontal;

    /// <summary>Blocks down in an MCU.</summary>
    public int Vertical { get; } = vertical;

    /// <summary>Which of the four quantisation tables applies.</summary>
    public int QuantizationSlot { get; } = quantizationSlot;

    /// <summary>Place among the frame's components.</summary>
    public int Index { get; init; }

    /// <summary>Blocks that cover the picture's width, without those that only fill up the last MCU.</summary>
    public int BlocksAcross { get; init; }

    /// <summary>Blocks that cover the picture's height, without those that only fill up the last MCU.</summary>
    public int BlocksDown { get; init; }

    /// <summary>
    /// The table as it stands when the component's first scan begins, row-major; a later one may overwrite the slot.
    /// </summary>
    public short[]? Quantization { get; set; }
}
