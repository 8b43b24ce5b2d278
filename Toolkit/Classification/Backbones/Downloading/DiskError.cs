using MLResNet.Packaging;

namespace MLResNet.Backbones.Downloading;

/// <summary>Says what a user can do about a disk that takes no more.</summary>
internal static class DiskError
{
    /// <summary>The error for a file of the store that cannot be written.</summary>
    public static MLResNetException Of(string path, Exception cause) => new(
        IsFull(cause)
            ? $"{path} cannot be written because the disk is full: make room, or let {HomeFolder.HomeVariable} name a folder on another disk."
            : $"{path} cannot be written: {cause.Message}",
        cause);

    /// <summary>ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows; ENOSPC and EDQUOT of Linux and macOS.</summary>
    private static bool IsFull(Exception cause)
    {
        int code = cause.HResult & 0xFFFF;
        return cause is IOException && (OperatingSystem.IsWindows() ? code is 39 or 112
            : code == 28 || code == (OperatingSystem.IsMacOS() ? 69 : 122));
    }
}
