using MLResNet.Formats;

namespace MLResNet.Classification.Tests.Formats;

/// <summary>Breaks a weight file in every place: it is read as something or refused, never worse.</summary>
internal static class BrokenFiles
{
    public static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Formats", "Fixtures", name));

    /// <summary>Cuts a file off at every byte, and turns bits of every byte.</summary>
    /// <param name="file">A sound file.</param>
    /// <param name="needsItsEnd">Whether a file without its last byte has to be refused.</param>
    public static void Check(byte[] file, bool needsItsEnd)
    {
        Assert.True(IsRead(file));
        for (int length = 0; length < file.Length; length++)
        {
            bool read = IsRead(file[..length]);
            Assert.False(read && needsItsEnd, $"A file cut off at byte {length} was read.");
        }
        byte[] changed = [.. file];
        for (int position = 0; position < file.Length; position++)
        {
            // Zeros are most of what there is, and say least: one change each is enough.
            ReadOnlySpan<byte> changes = file[position] != 0 ? [0x01, 0x80, 0xFF] : position % 2 == 0 ? [0x01] : [0xFF];
            foreach (byte bits in changes)
            {
                changed[position] = (byte)(file[position] ^ bits);
                IsRead(changed);
            }
            changed[position] = file[position];
        }
    }

    /// <summary>
    /// Reads a file and all its tensors; false if it is refused as damaged. Any other exception fails the test.
    /// </summary>
    private static bool IsRead(byte[] file)
    {
        try
        {
            using WeightFile weights = WeightFile.Parse(file, "a.weights");
            foreach (WeightTensor tensor in weights.Tensors)
            {
                // A lie about the size must not be believed before there are bytes for it.
                Assert.InRange(tensor.Count, 0, 16 * file.Length);
                if (!tensor.Name.Contains("steps", StringComparison.Ordinal))
                    tensor.ReadSingles();
            }
            return true;
        }
        catch (ModelFormatException e)
        {
            Assert.Contains("a.weights", e.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
