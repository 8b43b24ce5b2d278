using System.Runtime.InteropServices;

namespace MLResNet.Engine.Tensors;

/// <summary>
/// Asks Linux to back memory with pages of 2 MB ("transparent huge pages"), which most systems give only to those who ask. A
/// network reads all its weights for each batch; in pages of 4 KB the processor looks up an address tens of thousands of times on
/// the way.
/// </summary>
internal static unsafe partial class LargePages
{
    private const nuint PageBytes = 2 << 20;

    // MADV_HUGEPAGE of <sys/mman.h>.
    private const int AdviseHugePages = 14;

    /// <summary>What an allocation of so many bytes should be aligned to, so that large pages fit.</summary>
    public static nuint Alignment(nuint bytes, nuint otherwise) => IsWorthwhile(bytes) ? PageBytes : otherwise;

    /// <summary>Asks for large pages before memory is first written to; does nothing where there are none.</summary>
    /// <param name="memory">Aligned as <see cref="Alignment"/> says.</param>
    /// <param name="bytes">
    /// Its length; what follows the last whole large page stays in small ones, so that no memory is wasted.
    /// </param>
    public static void Advise(void* memory, nuint bytes)
    {
        if (!IsWorthwhile(bytes))
            return;
        // It is advice: a system that does not take it (no such pages, a sandbox) returns an error, and nothing is different.
        _ = madvise(memory, bytes / PageBytes * PageBytes, AdviseHugePages);
    }

    private static bool IsWorthwhile(nuint bytes) => bytes >= PageBytes && OperatingSystem.IsLinux();

    [LibraryImport("libc")]
    private static partial int madvise(void* address, nuint length, int advice);
}
