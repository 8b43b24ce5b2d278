using MLResNet.Formats;

namespace MLResNet.Classification.Tests.Formats;

/// <summary>Reads what is left of a weight file after damage: nothing but the documented error may come.</summary>
internal static class HostileFiles
{
    /// <summary>Reads every cut and many random changes of a file, and all tensors that are left of it.</summary>
    /// <param name="file">A good file.</param>
    /// <param name="read">Opens a file and reads on, as far as can be.</param>
    public static void Try(byte[] file, Action<ReadOnlyMemory<byte>> read)
    {
        for (int length = 0; length < file.Length; length++)
            Survive(file.AsMemory(0, length));
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = (byte[])file.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int at = random.Next(changed.Length);
                changed[at] = random.Next(3) switch
                {
                    0 => 0xFF,
                    1 => (byte)(changed[at] ^ 1 << random.Next(8)),
                    _ => (byte)random.Next(256),
                };
            }
            Survive(changed);
        }

        void Survive(ReadOnlyMemory<byte> damaged)
        {
            try
            {
                read(damaged);
            }
            catch (ModelFormatException e)
            {
                Assert.Contains("a.bin", e.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Reads all tensors of a file.</summary>
    public static void ReadAll(WeightFile file)
    {
        foreach (WeightTensor tensor in file.Tensors)
            tensor.ReadSingles();
    }
}
