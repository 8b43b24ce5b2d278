using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Decodes baseline and extended sequential blocks (ITU-T T.81, F.2), and pictures that hold all of them in one scan.
/// </summary>
internal static class SequentialDecoder
{
    /// <summary>Decodes the scan straight to pixels, a row of MCUs at a time.</summary>
    public static void DecodePicture(FrameHeader frame, ScanHeader scan, ref EntropyReader entropy, RowAssembler rows)
    {
        Span<short> block = stackalloc short[64];
        for (int down = 0; down < frame.UnitsDown; down++)
        {
            for (int across = 0; across < frame.UnitsAcross; across++)
            {
                if (entropy.StartUnit())
                    scan.ResetPredictors();
                foreach (ScanComponent component in scan.Components)
                {
                    SampleBand band = rows.Band(component.Frame);
                    int horizontal = component.Frame.Horizontal;
                    for (int y = 0; y < component.Frame.Vertical; y++)
                    {
                        for (int x = 0; x < horizontal; x++)
                        {
                            block.Clear();
                            DecodeBlock(ref entropy.Bits, component, block);
                            band.WriteBlock(across * horizontal + x, y, block);
                        }
                    }
                }
            }
            rows.FinishBand();
        }
        entropy.CheckNotOverrun();
    }

    /// <summary>Decodes one block. block: 64 coefficients, row-major, zero before; not dequantised.</summary>
    public static void DecodeBlock(ref BitReader source, ScanComponent component, Span<short> block)
    {
        BitReader reader = source; // a copy can live in registers
        ref short coefficients = ref MemoryMarshal.GetReference(block[..64]);
        ref byte naturalOrder = ref MemoryMarshal.GetReference(ZigZag.NaturalOrder);

        component.Predictor += DecodeDcDifference(ref reader, component.Dc);
        coefficients = (short)component.Predictor;

        HuffmanTable ac = component.Ac;
        ref int lookup = ref MemoryMarshal.GetArrayDataReference(ac.Lookup);
        int k = 1;
        for (; k < 64; k++)
        {
            reader.Refill();
            int entry = Unsafe.Add(ref lookup, reader.Peek(HuffmanTable.LookupBits));
            if (entry == 0)
                entry = ac.FindLong(reader.Window);
            reader.Skip(entry);
            int run = (entry >> 12) & 15;
            int value = entry >> 16;
            if (value == 0)
            {
                int size = (entry >> 8) & 15;
                if (size == 0 && run != 15)
                    break; // the rest of the block is zero
                value = BitReader.Extend(reader.Read(size), size);
            }
            k += run;
            Unsafe.Add(ref coefficients, Unsafe.Add(ref naturalOrder, k)) = (short)value; // 0 behind a run of 16
        }
        if (k > 64)
            JpegError.ThrowDamagedSamples();
        source = reader;
    }

    /// <summary>Decodes the difference of a DC coefficient from the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DecodeDcDifference(ref BitReader reader, HuffmanTable table)
    {
        reader.Refill();
        int entry = table.Lookup[reader.Peek(HuffmanTable.LookupBits)];
        if (entry == 0)
            entry = table.FindLong(reader.Window);
        reader.Skip(entry);
        int size = (entry >> 8) & 15;
        return size == 0 ? entry >> 16 : BitReader.Extend(reader.Read(size), size);
    }
}
