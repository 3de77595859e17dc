namespace NetGen;

/// <summary>
/// Writes a file so that its path holds, at every moment and after any interruption, either the whole old content or the whole new one.
/// </summary>
/// <remarks>
/// <para>The new content is written to a temporary file in the same folder, which is flushed to the disk and renamed; then the folder is flushed.</para>
/// <para>
/// A symbolic link is followed, and stays. Permissions, and the owner where that is allowed, are those of the old file; hard links, access lists
/// and extended attributes are not carried over. What is no plain file (a folder, device, pipe or socket) is refused.
/// </para>
/// <para>
/// While it is written, a temporary file is locked. So what a crashed process left behind is told from what a live one is writing: the first
/// can be locked, and is deleted by the next save in that folder.
/// </para>
/// </remarks>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 16;
    private const int Attempts = 10;
    private const int RandomDigits = 16;
    private const string TemporaryStart = ".netgen-";
    private const string TemporaryEnd = ".tmp";

    /// <summary>Lets <paramref name="write"/> write the new content. Whatever fails, the temporary file is removed and the old file stays.</summary>
    /// <exception cref="IOException">It cannot be written, or what is at <paramref name="path"/> is no plain file; the message names <paramref name="path"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to; the message names <paramref name="path"/>.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Resolve(path);
        var folder = Path.GetDirectoryName(target)!;
        var temporary = "";
        try
        {
            var replaces = File.Exists(target);
            using var stream = CreateTemporary(folder, replaces, out temporary);
            RemoveLeftOvers(folder, temporary);
            if (replaces)
                KeepPermissions(target, temporary);
            write(stream);
            stream.Flush(flushToDisk: true);

            // Renamed while it is locked: nobody takes it for a left-over in between.
            File.Move(temporary, target, overwrite: true);
            UnixFile.FlushFolder(folder);
        }
        catch (Exception exception)
        {
            if (temporary.Length > 0)
                TryDelete(temporary);

            // Where it is about a file of ours. What the caller's own code throws passes unchanged.
            if (Translate(exception, path, temporary) is { } translated)
                throw translated;
            throw;
        }
    }

    /// <summary>The full path of the file that is meant, links followed; refused where something else than a plain file is there.</summary>
    private static string Resolve(string path)
    {
        var status = UnixFile.Find(path);
        var kind = status?.Kind ?? (status is null && Directory.Exists(path) ? "a folder" : null);
        if (kind is null && Path.EndsInDirectorySeparator(path))
            kind = "the name of a folder";
        if (kind is not null)
            throw new IOException($"'{path}' is {kind}; only a plain file is replaced. Give the path of a file.");
        try
        {
            var file = new FileInfo(path);
            return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        catch (IOException exception)
        {
            throw new IOException($"'{path}' cannot be saved: {exception.Message}", exception);
        }
    }

    private static FileStream CreateTemporary(string folder, bool replaces, out string temporary)
    {
        // On Windows this lets the file be renamed while it is open. Elsewhere it is a shared lock: it keeps the next save from deleting the
        // file, and does not keep readers out in the moment between the renaming and the end of the lock.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Delete, BufferSize = BufferSize };

        // Nobody else reads what will replace a private file, not even before it has that file's permissions.
        if (replaces && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        for (var attempt = 1; ; attempt++)
        {
            temporary = Path.Combine(folder, TemporaryStart + Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..(RandomDigits / 2)]) + TemporaryEnd);
            try
            {
                var stream = new FileStream(temporary, options);
                if (File.Exists(temporary))
                    return stream;

                // Another save took it for a left-over before it was locked, and deleted it.
                stream.Dispose();
            }
            catch (IOException exception) when (attempt < Attempts && exception.GetType() == typeof(IOException))
            {
                // Another save has it locked, to delete it.
            }

            if (attempt == Attempts)
                throw new IOException($"'{temporary}' is deleted again and again by others.");
        }
    }

    private static void RemoveLeftOvers(string folder, string own)
    {
        // A file system without locks would show every file as left over, our own too.
        if (TryLock(own) is { } unlocked)
        {
            unlocked.Dispose();
            return;
        }

        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"{TemporaryStart}*{TemporaryEnd}"))
            {
                if (!IsTemporary(file))
                    continue;
                using var left = TryLock(file);
                if (left is not null)
                    TryDelete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left over does no harm.
        }
    }

    private static bool IsTemporary(string file)
    {
        var name = Path.GetFileName(file.AsSpan());
        return name.Length == TemporaryStart.Length + RandomDigits + TemporaryEnd.Length
            && IsLowerHex(name[TemporaryStart.Length..^TemporaryEnd.Length])
            && UnixFile.Find(file)?.Kind is null
            && new FileInfo(file).LinkTarget is null;
    }

    private static bool IsLowerHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigitLower(digit))
                return false;
        }

        return true;
    }

    // An exclusive lock. On Windows it is the access for writing that excludes, and the share lets the file be deleted under it.
    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Write, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void KeepPermissions(string target, string temporary)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (UnixFile.Find(target) is { } old && UnixFile.Find(temporary) is { } made && (old.Owner, old.Group) != (made.Owner, made.Group))
            UnixFile.SetOwner(temporary, old.Owner, old.Group);

        // After the owner, whose change takes away the bits that let a file run as its owner.
        var mode = File.GetUnixFileMode(target);
        if (File.GetUnixFileMode(temporary) != mode)
            File.SetUnixFileMode(temporary, mode);
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What made the writing fail matters more than what is left of it.
        }
    }

    /// <summary>The same failure in words about the file that the caller asked for; null where it is not about the temporary one.</summary>
    private static Exception? Translate(Exception exception, string path, string temporary)
    {
        if (exception is not (IOException or UnauthorizedAccessException) || temporary.Length == 0 || !exception.Message.Contains(temporary, StringComparison.Ordinal))
            return null;
        var message = $"'{path}' cannot be saved: {exception.Message.Replace(temporary, path, StringComparison.Ordinal)}";
        return exception switch
        {
            DirectoryNotFoundException => new DirectoryNotFoundException(message),
            UnauthorizedAccessException => new UnauthorizedAccessException(message),
            _ => new IOException(message, exception.HResult),
        };
    }
}
