namespace MLResNet.Formats.Hdf5;

/// <summary>A dataset's dimensions. Versions 1 and 2.</summary>
internal static class Dataspace
{
    private const int MaxRank = 32;
    private const int Null = 2;

    /// <summary>Reads the message: no dimensions for a scalar.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public static long[] Read(ByteCursor cursor)
    {
        byte version = cursor.ReadByte();
        int rank = cursor.ReadByte();
        if (version is < 1 or > 2 || rank > MaxRank)
            throw cursor.Damaged($"there are no dimensions of version {version} and rank {rank}");
        cursor.Skip(1); // whether the largest dimensions follow
        if (version == 1)
            cursor.Skip(5);
        else if (cursor.ReadByte() == Null)
            return [0];
        var shape = new long[rank];
        for (int i = 0; i < rank; i++)
            shape[i] = cursor.ReadInt64();
        return shape;
    }
}
