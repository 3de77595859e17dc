using System.Buffers.Binary;
using System.Globalization;

namespace NetGen;

/// <summary>
/// The first 64 bytes of a <see cref="DataFile"/>, little-endian: the signature, u32 version, u32 floats of an input, u32 floats of a target, u32 zero, u64 samples,
/// u32 checksum of the samples, 24 zeros, and the checksum of these 60 bytes. The samples follow: for each the floats of its input, then those of its target.
/// </summary>
internal readonly record struct DataFileHeader(int InputSize, int TargetSize, long Count, uint Checksum)
{
    /// <summary>How many bytes it has.</summary>
    public const int Length = 64;

    private const uint Version = 1;
    private const int ChecksumOffset = Length - sizeof(uint);

    /// <summary>How many floats a sample has.</summary>
    public int RowSize => InputSize + TargetSize;

    // As that of PNG: a program that takes the file for text breaks it where it is noticed.
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'N', (byte)'G', (byte)'D', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <exception cref="DataFileException">It is no such file, of another version, or damaged.</exception>
    public static DataFileHeader Read(ReadOnlySpan<byte> bytes, long fileLength, string path)
    {
        if (bytes.Length < Signature.Length || !bytes[..Signature.Length].SequenceEqual(Signature))
            throw new DataFileException(path, "it is not a file of samples: it does not start as one. DataFile.Write makes one of a CSV or IDX file, or of any dataset.");
        if (bytes.Length < Length)
            throw new DataFileException(path, $"it is cut off: it has {bytes.Length} bytes, and its header alone has {Length}.");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != Version)
            throw new DataFileException(path, $"it has version {version}; this version of NetGen reads {Version}.");
        if (Crc(bytes[..ChecksumOffset]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]))
            throw new DataFileException(path, "its header is damaged: its checksum is wrong.");
        var (inputSize, targetSize) = (BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]));
        var count = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        if (inputSize == 0 || (ulong)inputSize + targetSize > int.MaxValue || count > long.MaxValue)
            throw new DataFileException(path, string.Create(CultureInfo.InvariantCulture, $"its header says {count} samples of {inputSize} and {targetSize} floats, which cannot be."));
        var header = new DataFileHeader((int)inputSize, (int)targetSize, (long)count, BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]));
        var expected = Length + ((Int128)header.RowSize * sizeof(float) * header.Count);
        if (expected == fileLength)
            return header;
        throw new DataFileException(path, string.Create(CultureInfo.InvariantCulture, $"its {count} samples of {inputSize} and {targetSize} floats take {expected} bytes, but it has {fileLength}{(fileLength < expected ? ": it is cut off" : "")}."));
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes.Clear();
        Signature.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], InputSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], TargetSize);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[32..], Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Crc(bytes[..ChecksumOffset]));
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Value;
    }
}
