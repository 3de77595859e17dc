using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace NetGen;

/// <summary>
/// The content of a gzip file (RFC 1952), read strictly: what is cut off, damaged, of another length or followed by other bytes is refused,
/// each with its own message. The framework's <see cref="GZipStream"/> ends without a word where a file is cut off in its checksum, or has other bytes after it.
/// </summary>
internal sealed class GzipReader : Stream
{
    private const int TrailerLength = 8;
    private const int HeaderLength = 10;

    private readonly Stream file;
    private readonly string name;
    private readonly Crc32 checksum = new();
    private MemberInput? input;
    private DeflateStream? member;
    private long memberStart;
    private uint length;

    /// <summary>Reads from where <paramref name="file"/> stands to its end.</summary>
    /// <param name="file">The compressed bytes, which can seek; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    public GzipReader(Stream file, string name)
    {
        this.file = file;
        this.name = name;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="DataFileException">The file is not whole, or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (member is null)
            {
                if (file.Position == file.Length && memberStart > 0)
                    return 0;
                StartMember();
            }

            var count = Inflate(member!, buffer);
            if (count > 0)
            {
                checksum.Append(buffer[..count]);
                length += (uint)count;
                return count;
            }

            EndMember();
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            member?.Dispose();
        base.Dispose(disposing);
    }

    private void StartMember()
    {
        SkipHeader();
        memberStart = file.Position;
        checksum.Reset();
        length = 0;

        // In nearly every file this is the only member, and its data ends where the last eight bytes start.
        input = new MemberInput(file, slowFrom: file.Length - TrailerLength - 1);
        member = new DeflateStream(input, CompressionMode.Decompress);
    }

    private void EndMember()
    {
        if (input!.HasEnded)
            throw Cut("its compressed data");
        if (!input.IsSlow)
            FindEnd(input.LastChunk);
        member!.Dispose();
        member = null;

        Span<byte> trailer = stackalloc byte[TrailerLength];
        if (file.ReadAtLeast(trailer, TrailerLength, throwOnEndOfStream: false) < TrailerLength)
            throw Cut("the checksum and length behind its data");
        var expectedChecksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (expectedChecksum != checksum.Value)
            throw new DataFileException(name, string.Create(CultureInfo.InvariantCulture, $"its gzip checksum is wrong: it says {expectedChecksum:X8}, but its content has {checksum.Value:X8}. The file is damaged."));
        var expectedLength = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        if (expectedLength != length)
            throw new DataFileException(name, $"its gzip length is wrong: it says {expectedLength} bytes, but its content has {length} (modulo 2³²). The file is damaged.");
    }

    /// <summary>Sets the file to where the member's data ends. It is within the last chunk; taken byte by byte, nothing is taken behind it.</summary>
    private void FindEnd(long lastChunk)
    {
        file.Position = memberStart;
        using var again = new DeflateStream(new MemberInput(file, lastChunk), CompressionMode.Decompress);
        var discarded = new byte[1 << 14];
        while (Inflate(again, discarded) > 0)
        {
            // Only the place matters.
        }
    }

    private int Inflate(DeflateStream deflate, Span<byte> buffer)
    {
        try
        {
            return deflate.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw input!.HasEnded
                ? Cut("its compressed data")
                : new DataFileException(name, $"it is not valid gzip: its compressed data is damaged before byte {file.Position}.", exception);
        }
    }

    private void SkipHeader()
    {
        var start = file.Position;
        Span<byte> header = stackalloc byte[HeaderLength];
        var read = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (read < 2 || header[0] != 0x1F || header[1] != 0x8B)
            throw new DataFileException(name, $"{file.Length - start} bytes follow its gzip data that are not gzip.");
        if (read < HeaderLength)
            throw Cut("its gzip header");
        if (header[2] != 8)
            throw new DataFileException(name, $"it is not valid gzip: its method is {header[2]}; only 8 (deflate) is known.");
        var flags = header[3];
        if ((flags & 0xE0) != 0)
            throw new DataFileException(name, string.Create(CultureInfo.InvariantCulture, $"it is not valid gzip: its flags are {flags:X2}, of which 00 to 1F are known."));
        if ((flags & 4) != 0)
            Skip(NextByte() | (NextByte() << 8));
        for (var text = 0; text < ((flags >> 3) & 1) + ((flags >> 4) & 1); text++)
        {
            while (NextByte() != 0)
            {
                // The file's name, then its comment.
            }
        }

        if ((flags & 2) != 0)
            Skip(2);
    }

    private void Skip(int count)
    {
        for (var i = 0; i < count; i++)
            NextByte();
    }

    private int NextByte()
    {
        var value = file.ReadByte();
        return value >= 0 ? value : throw Cut("its gzip header");
    }

    private DataFileException Cut(string where) => new(name, $"it is cut off: the file ends within {where}.");

    /// <summary>
    /// What <see cref="DeflateStream"/> takes its bytes from. It takes as many as it is given, and leaves nothing said of how many it needed;
    /// so where the end is near it is given one at a time.
    /// </summary>
    private sealed class MemberInput(Stream file, long slowFrom) : Stream
    {
        public bool HasEnded { get; private set; }

        public bool IsSlow { get; private set; }

        public long LastChunk { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            LastChunk = file.Position;
            IsSlow = LastChunk >= slowFrom;
            var count = file.Read(buffer[..(int)Math.Min(buffer.Length, IsSlow ? 1 : slowFrom - LastChunk)]);
            HasEnded |= count == 0;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
