namespace NetGen;

/// <summary>Reads as many bytes as a file claims to have, with memory that grows only with what really comes.</summary>
internal static class GrowingRead
{
    private const int FirstAllocation = 1 << 20;

    /// <summary>Up to <paramref name="size"/> bytes; <paramref name="read"/> is less where the stream ends early.</summary>
    public static byte[] Read(Stream stream, int size, out int read)
    {
        var data = size == 0 ? [] : new byte[Math.Min(size, FirstAllocation)];
        read = 0;
        while (true)
        {
            var count = stream.ReadAtLeast(data.AsSpan(read), data.Length - read, throwOnEndOfStream: false);
            read += count;
            if (read < data.Length || read == size)
                return data;
            Array.Resize(ref data, (int)Math.Min(size, 2L * data.Length));
        }
    }
}
