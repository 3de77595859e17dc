using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NetGen;

/// <summary>
/// What the C library knows of files and .NET does not say: whether a path is a plain file, whose it is, and a handle of a folder. Where a
/// system has not the function, the answer is "not known", and saving does without.
/// </summary>
internal static class UnixFile
{
    private const int CurrentFolder = -100;
    private const int CloseOnExecute = 0x80000;

    // The layout of Linux's statx, which is the same on every processor (man 2 statx).
    private const uint TypeModeAndOwner = 0x1B;
    private const int StatusLength = 256;
    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;

    /// <summary>What a path leads to, links followed.</summary>
    /// <param name="Kind">What it is, in words; null for a plain file.</param>
    /// <param name="Owner">The user whose it is.</param>
    /// <param name="Group">The group whose it is.</param>
    public readonly record struct Status(string? Kind, uint Owner, uint Group);

    /// <summary>The status of what is at <paramref name="path"/>; null where there is nothing, or where it cannot be known.</summary>
    public static Status? Find(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            var status = new byte[StatusLength];
            if (statx(CurrentFolder, Terminated(path), 0, TypeModeAndOwner, status) != 0)
                return null;
            uint Number(int offset) => BitConverter.ToUInt32(status, offset);
            var kind = (BitConverter.ToUInt16(status, ModeOffset) & TypeMask) switch
            {
                0x8000 => null,
                0x4000 => "a folder",
                0x1000 => "a pipe (FIFO)",
                0xC000 => "a socket",
                0x2000 or 0x6000 => "a device",
                _ => "not a plain file",
            };
            return new Status(kind, Number(OwnerOffset), Number(GroupOffset));
        }
        catch (Exception exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    /// <summary>Gives a file to a user and a group; does nothing where that is not allowed.</summary>
    public static void SetOwner(string path, uint owner, uint group)
    {
        try
        {
            // Only a privileged process may give a file to another user; to a group of one's own anyone may.
            if (chown(Terminated(path), owner, group) != 0)
                _ = chown(Terminated(path), uint.MaxValue, group);
        }
        catch (Exception exception) when (IsMissing(exception))
        {
        }
    }

    /// <summary>
    /// Writes a folder's entries to the disk, so that a file that was renamed in it is found there after a power failure. Does nothing where
    /// that cannot be done: the file is in place already.
    /// </summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            // File.OpenHandle refuses folders.
            using var handle = new SafeFileHandle(open(Terminated(folder), OperatingSystem.IsLinux() ? CloseOnExecute : 0), ownsHandle: true);
            if (!handle.IsInvalid)
                RandomAccess.FlushToDisk(handle);
        }
        catch (Exception exception) when (IsMissing(exception) || exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + "\0");

    private static bool IsMissing(Exception exception) => exception is DllNotFoundException or EntryPointNotFoundException;

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int chown(byte[] path, uint owner, uint group);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open(byte[] path, int flags);
}
