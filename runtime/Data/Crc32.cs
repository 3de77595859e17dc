using System.Buffers.Binary;

namespace NetGen;

/// <summary>The checksum of gzip: CRC-32 of ISO 3309, polynomial EDB88320 (RFC 1952, section 8), eight bytes at a time.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    private static readonly uint[] Tables = MakeTables();

    private uint state = uint.MaxValue;

    /// <summary>The checksum of all that was appended since the last <see cref="Reset"/>.</summary>
    public uint Value => ~state;

    /// <summary>Starts again.</summary>
    public void Reset() => state = uint.MaxValue;

    /// <summary>Takes more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = state;
        while (bytes.Length >= Slices)
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Table(7, low) ^ Table(6, low >> 8) ^ Table(5, low >> 16) ^ Table(4, low >> 24)
                ^ Table(3, high) ^ Table(2, high >> 8) ^ Table(1, high >> 16) ^ Table(0, high >> 24);
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
            crc = Table(0, crc ^ value) ^ (crc >> 8);
        state = crc;
    }

    private static uint Table(int slice, uint value) => Tables[(slice * 256) + (byte)value];

    private static uint[] MakeTables()
    {
        var tables = new uint[Slices * 256];
        for (var value = 0; value < 256; value++)
        {
            var crc = (uint)value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            tables[value] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
            tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        return tables;
    }
}
