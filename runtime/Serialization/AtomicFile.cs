namespace NetGen;

/// <summary>
/// Writes a file so that its path holds, at every moment and after any interruption, either the whole old content or the whole new one.
/// </summary>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Lets <paramref name="write"/> write a temporary file in the same folder, flushes it to the disk and renames it to
    /// <paramref name="path"/>. Whatever fails, the temporary file is removed and the old file stays.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        // A rename would replace a link itself; the file that it leads to is what is meant.
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What made the writing fail matters more than what is left of it.
        }
    }
}
