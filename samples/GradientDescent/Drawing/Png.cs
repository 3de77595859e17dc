using System.Buffers.Binary;
using System.IO.Compression;

namespace GradientDescent.Drawing;

/// <summary>Writes a picture in colours as PNG, for a shaded field inside of an SVG.</summary>
internal static class Png
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="colors">Red, green and blue of each pixel, row by row from the top.</param>
    /// <param name="width">How many pixels a row has.</param>
    /// <param name="height">How many rows there are.</param>
    public static byte[] Encode(ReadOnlySpan<byte> colors, int width, int height)
    {
        using var file = new MemoryStream();
        file.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // Eight bits each of red, green and blue; the rest is as PNG has it without options.
        (header[8], header[9]) = (8, 2);
        WriteChunk(file, "IHDR"u8, header);

        using var data = new MemoryStream();
        using (var compressor = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                // Every row says how it is filtered: not at all.
                compressor.WriteByte(0);
                compressor.Write(colors.Slice(3 * width * row, 3 * width));
            }
        }

        WriteChunk(file, "IDAT"u8, data.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    /// <summary>The cyclic redundancy check of PNG's specification, bit by bit.</summary>
    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return crc;
    }
}
