using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace NetGen.Runtime.Tests.Data;

public class IdxFileTests
{
    // 2 × 3 bytes.
    private static readonly byte[] Bytes = [0, 0, 0x08, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 253, 254, 255];

    // No content, as RFC 1952 writes it.
    private static readonly byte[] Empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Every_type_is_read_as_big_endian()
    {
        Assert.Equal([1, 2, 3, 253, 254, 255], Read(Bytes).ToArray());
        Assert.Equal([-1, 127], Read([0, 0, 0x09, 1, 0, 0, 0, 2, 0xFF, 0x7F]).ToArray());
        Assert.Equal([-2, 258], Read([0, 0, 0x0B, 1, 0, 0, 0, 2, 0xFF, 0xFE, 1, 2]).ToArray());
        Assert.Equal([-2, 65536], Read([0, 0, 0x0C, 1, 0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFE, 0, 1, 0, 0]).ToArray());
        Assert.Equal([1.5f, -2], Read([0, 0, 0x0D, 1, 0, 0, 0, 2, 0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0]).ToArray());
        Assert.Equal([1.5f], Read([0, 0, 0x0E, 1, 0, 0, 0, 1, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0]).ToArray());
    }

    [Fact]
    public void Type_and_shape_are_those_of_the_file()
    {
        var file = Read(Bytes);
        Assert.Equal(IdxType.UInt8, file.Type);
        Assert.Equal([2, 3], file.Shape);
        Assert.Equal(6, file.Count);
    }

    [Fact]
    public void A_compressed_file_is_recognised_by_its_first_bytes()
        => Assert.Equal([1, 2, 3, 253, 254, 255], Read(Compress(Bytes)).ToArray());

    [Fact]
    public void A_file_larger_than_the_first_allocation_is_read_whole()
    {
        var large = new byte[8 + 3_000_001];
        new byte[] { 0, 0, 0x08, 1, 0, 0x2D, 0xC6, 0xC1 }.CopyTo(large, 0);
        large[^1] = 9;
        var values = Read(Compress(large)).ToArray();
        Assert.Equal(3_000_001, values.Length);
        Assert.Equal(9, values[^1]);
    }

    [Theory]
    [InlineData("the four bytes it starts with has 0 of 4 bytes", new byte[0])]
    [InlineData("the four bytes it starts with has 3 of 4 bytes", new byte[] { 0, 0, 8 })]
    [InlineData("it starts with 89 50, but an IDX file starts with 00 00", new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData("its type is 0A; known are 08, 09, 0B, 0C, 0D and 0E", new byte[] { 0, 0, 0x0A, 1, 0, 0, 0, 0 })]
    [InlineData("it has 0 axes", new byte[] { 0, 0, 8, 0 })]
    [InlineData("the extent of axis 1 of 2 has 2 of 4 bytes", new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0, 0 })]
    [InlineData("axis 0 has 2147483648 elements; at most 2147483647 are supported", new byte[] { 0, 0, 8, 1, 0x80, 0, 0, 0 })]
    [InlineData("its first 2 axes [65536, 65536] take 4294967296 bytes; at most", new byte[] { 0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0 })]
    [InlineData("its first 1 axes [2147483647] take 17179869176 bytes; at most", new byte[] { 0, 0, 0x0E, 1, 0x7F, 0xFF, 0xFF, 0xFF })]
    [InlineData("UInt8 [3] takes 3 bytes, but only 2 follow the header", new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 1, 2 })]
    [InlineData("Int16 [1] takes 2 bytes, but 3 follow the header", new byte[] { 0, 0, 0x0B, 1, 0, 0, 0, 1, 1, 2, 3 })]
    public void A_malformed_file_is_refused_with_its_own_message(string message, byte[] content)
    {
        var exception = Assert.Throws<DataFileException>(() => Read(content));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal("test.idx", exception.FileName);
    }

    [Fact]
    public void A_malformed_file_is_refused_compressed_too()
    {
        Refused("UInt8 [2, 3] takes 6 bytes, but only 5 follow", Compress(Bytes[..^1]));
        Refused("UInt8 [2, 3] takes 6 bytes, but more follow", Compress([.. Bytes, 0]));
    }

    [Fact]
    public void Compressed_bytes_that_are_damaged_are_refused()
    {
        var compressed = Compress(Bytes);
        compressed[12] ^= 0xFF;
        Assert.Throws<DataFileException>(() => Read(compressed));
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_anywhere_is_refused()
    {
        var compressed = Compress(Bytes);
        for (var length = 2; length < compressed.Length; length++)
            Refused("it is cut off: the file ends within", compressed[..length]);
        Refused("within its gzip header", compressed[..9]);
        Refused("within its compressed data", compressed[..^9]);
        Refused("within the checksum and length behind its data", compressed[..^1]);
    }

    [Fact]
    public void A_wrong_checksum_or_length_is_called_that()
    {
        // The CRC-32 of the file's bytes, by zlib.
        var compressed = Compress(Bytes);
        Assert.Equal("6C02AED9", Convert.ToHexString([compressed[^5], compressed[^6], compressed[^7], compressed[^8]]));
        compressed[^5] ^= 1;
        Refused("its gzip checksum is wrong: it says 6D02AED9, but its content has 6C02AED9. The file is damaged.", compressed);
        compressed = Compress(Bytes);
        compressed[^1] ^= 1;
        Refused("its gzip length is wrong: it says 16777234 bytes, but its content has 18", compressed);

        // A bit of the content itself, which is stored as it is.
        compressed = Compress(Bytes, CompressionLevel.NoCompression);
        compressed[^9] ^= 1;
        Refused("its gzip checksum is wrong", compressed);
    }

    [Fact]
    public void Several_members_are_one_file()
    {
        foreach (var cut in new[] { 1, 9, 17 })
            Assert.Equal([1, 2, 3, 253, 254, 255], Read([.. Compress(Bytes[..cut]), .. Empty, .. Compress(Bytes[cut..])]).ToArray());
    }

    [Fact]
    public void Bytes_behind_the_gzip_data_are_refused()
    {
        Refused("3 bytes follow its gzip data that are not gzip", [.. Compress(Bytes), 0, 0, 0]);
        Refused("100 bytes follow its gzip data that are not gzip", [.. Compress(Bytes), .. new byte[100]]);
        byte[] second = [.. Empty];
        second[2] = 7;
        Refused("its method is 7; only 8 (deflate) is known", [.. Compress(Bytes), .. second]);
    }

    [Fact]
    public void A_header_with_a_name_a_comment_extra_bytes_and_a_checksum_is_read()
    {
        var plain = Compress(Bytes);
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 0, 2, 0, 1, 2, .. "name\0"u8, .. "comment\0"u8, 9, 9];
        Assert.Equal([1, 2, 3, 253, 254, 255], Read([.. header, .. plain[10..]]).ToArray());
        for (var length = 10; length < header.Length; length++)
            Refused("within its gzip header", header[..length]);
    }

    [Fact]
    public void A_double_that_is_too_large_for_a_float_is_refused()
    {
        byte[] header = [0, 0, 0x0E, 1, 0, 0, 0, 2];
        byte[] one = [0x3F, 0xF0, 0, 0, 0, 0, 0, 0];
        var file = Read([.. header, .. one, 0x7F, 0xEF, 0, 0, 0, 0, 0, 0]);
        Assert.Contains("its element 1 is 1.7415152243978685E+308, which is too large for a float", Assert.Throws<DataFileException>(file.ToArray).Message, StringComparison.Ordinal);
        Assert.Equal([1, float.PositiveInfinity], Read([.. header, .. one, 0x7F, 0xF0, 0, 0, 0, 0, 0, 0]).ToArray());
    }

    [Fact]
    public void A_small_file_that_claims_gigabytes_takes_no_memory_for_them()
    {
        var compressed = Compress([0, 0, 8, 1, 0x7F, 0, 0, 0, 1]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFileException>(() => Read(compressed));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_nothing_else()
    {
        foreach (var file in new[] { Bytes, Compress(Bytes) })
        {
            var damaged = from position in Gen.Choose(0, file.Length - 1)
                          from value in Gen.Choose(0, 255)
                          from length in Gen.Choose(0, file.Length)
                          select Damage(file, position, (byte)value, length);
            Check.One(Seeds.Property(1000), Prop.ForAll(damaged.ToArbitrary(), static content =>
            {
                try
                {
                    var idx = Read(content);
                    return idx.Count == idx.Shape.Aggregate(1, static (product, extent) => product * extent);
                }
                catch (DataFileException)
                {
                    return true;
                }
            }));
        }
    }

    [Fact]
    public void Pictures_are_scaled_and_labels_are_class_indices()
    {
        using var folder = new Serialization.TemporaryFolder();
        File.WriteAllBytes(folder["images"], [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102]);
        File.WriteAllBytes(folder["labels"], Compress([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]));
        var digits = Dataset.LoadIdx(folder["images"], folder["labels"]);
        Assert.Equal([0, 1, 0.2f, 0.4f], digits.Inputs.ToArray());
        Assert.Equal([7, 3], digits.Targets.ToArray());
        Assert.Equal((2, 2, 1), (digits.Count, digits.InputSize, digits.TargetSize));
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        using var folder = new Serialization.TemporaryFolder();
        File.WriteAllBytes(folder["images"], Bytes);
        File.WriteAllBytes(folder["three"], [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]);
        File.WriteAllBytes(folder["floats"], [0, 0, 0x0D, 1, 0, 0, 0, 0]);
        string Message(string images, string labels)
            => Assert.Throws<DataFileException>(() => Dataset.LoadIdx(folder[images], folder[labels])).Message;
        Assert.Contains("it has 3 labels, but", Message("images", "three"), StringComparison.Ordinal);
        Assert.Contains("labels must be whole numbers with one axis, but it is Single [0]", Message("images", "floats"), StringComparison.Ordinal);
        Assert.Contains("pictures must be UInt8 with at least two axes, but it is UInt8 [3]", Message("three", "three"), StringComparison.Ordinal);
        Assert.Contains("labels must be whole numbers with one axis, but it is UInt8 [2, 3]", Message("images", "images"), StringComparison.Ordinal);
    }

    [SharedDataFact("mnist")]
    public void The_real_MNIST_is_read()
    {
        var test = Dataset.LoadIdx(
            SharedData.At("mnist/t10k-images-idx3-ubyte.gz"), SharedData.At("mnist/t10k-labels-idx1-ubyte.gz"));
        Assert.Equal((10_000, 784, 1), (test.Count, test.InputSize, test.TargetSize));

        // Known of the test images: the first is a 7, and there are 980 zeros.
        Assert.Equal(7, test.Target(0)[0]);
        Assert.Equal(980, test.Targets.ToArray().Count(static label => label == 0));
        Assert.Equal(0, test.Inputs.Span.ToArray().Min());
        Assert.Equal(1, test.Inputs.Span.ToArray().Max());
    }

    private static void Refused(string message, byte[] content)
        => Assert.Contains(message, Assert.Throws<DataFileException>(() => Read(content)).Message, StringComparison.Ordinal);

    private static IdxFile Read(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return IdxFile.Read(stream, "test.idx");
    }

    private static byte[] Compress(byte[] content, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level))
            gzip.Write(content);
        return compressed.ToArray();
    }

    private static byte[] Damage(byte[] file, int position, byte value, int length)
    {
        var copy = file.ToArray();
        copy[position] = value;
        return copy[..length];
    }
}
