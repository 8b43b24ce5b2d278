using System.Numerics;

namespace MLResNet.Formats.Jpeg;

/// <summary>Turns the blocks of one colour component into coefficients and those into bits.</summary>
internal sealed class EncoderComponent(ReadOnlyMemory<byte> quantization, HuffmanCode dc, HuffmanCode ac)
{
    private readonly int[] _block = new int[64];
    private int _predictor;

    /// <summary>Encodes the 8 x 8 samples at the start of the plane, whose rows are stride apart.</summary>
    public void EncodeBlock(BitWriter writer, ReadOnlySpan<byte> samples, int stride)
    {
        Span<int> block = _block;
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
                block[y * 8 + x] = samples[y * stride + x] - 128;
        }
        ForwardDct.Transform(block);

        ReadOnlySpan<byte> quantizers = quantization.Span;
        for (int i = 0; i < 64; i++)
        {
            int divisor = quantizers[i] << 3; // the DCT's output is scaled up by 8
            int magnitude = (Math.Abs(block[i]) + (divisor >> 1)) / divisor;
            block[i] = block[i] < 0 ? -magnitude : magnitude;
        }

        WriteValue(writer, dc, 0, block[0] - _predictor);
        _predictor = block[0];
        int run = 0;
        for (int k = 1; k < 64; k++)
        {
            int value = block[ZigZag.NaturalOrder[k]];
            if (value == 0)
            {
                run++;
                continue;
            }
            for (; run > 15; run -= 16)
                ac.Write(writer, 0xF0, 0, 0);
            WriteValue(writer, ac, run, value);
            run = 0;
        }
        if (run > 0)
            ac.Write(writer, 0x00, 0, 0);
    }

    /// <summary>
    /// Encodes a block beyond the picture's edge: that of the block before it without detail, the cheapest there is.
    /// </summary>
    public void EncodePadding(BitWriter writer)
    {
        dc.Write(writer, 0, 0, 0);
        ac.Write(writer, 0x00, 0, 0);
    }

    /// <summary>
    /// The magnitude category is part of the symbol; a negative value is sent as its predecessor's lowest bits.
    /// </summary>
    private static void WriteValue(BitWriter writer, HuffmanCode code, int run, int value)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        code.Write(writer, (run << 4) | size, value < 0 ? value - 1 : value, size);
    }
}
