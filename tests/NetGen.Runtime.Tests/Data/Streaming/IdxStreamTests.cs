using System.Buffers.Binary;
using System.IO.Compression;
using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Data.Streaming;

public sealed class IdxStreamTests : IDisposable
{
    private const int Count = 90;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Streamed_pictures_are_those_of_the_file_in_memory(bool compressed)
    {
        var (images, labels) = Write(compressed);
        var expected = Dataset.LoadIdx(images, labels);
        var streamed = Dataset.OpenIdx(images, labels, DatasetKinds.Small);
        Assert.Equal((6, 1, (long?)Count), (streamed.InputSize, streamed.TargetSize, streamed.Count));
        using var reader = streamed.Read(8, dropLast: false);
        foreach (var seed in (ulong?[])[null, 1, 2])
        {
            reader.Start(seed);
            var batches = DatasetKinds.Read(reader, expected);
            Assert.Equal(Enumerable.Range(0, Count).Select(static i => (long)i), batches.SelectMany(static batch => batch).Order());
            for (var first = 0; first < batches.Count; first++)
            {
                reader.Start(seed, first);
                Assert.Equal(batches.Skip(first), DatasetKinds.Read(reader, expected));
            }
        }

        using var written = DataFile.Write(folder["pictures.data"], streamed).Read(Count, dropLast: false);
        Assert.Single(DatasetKinds.Read(written, expected));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_cut_anywhere_is_refused_when_it_is_opened_or_read(bool compressed)
    {
        var (images, labels) = Write(compressed);
        foreach (var path in (string[])[images, labels])
        {
            var bytes = File.ReadAllBytes(path);
            for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 60))
            {
                File.WriteAllBytes(path, bytes[..length]);
                Assert.Contains(Path.GetFileName(path), Refusal(images, labels).Message, StringComparison.Ordinal);
            }

            File.WriteAllBytes(path, [.. bytes, 1]);
            Refusal(images, labels);
            File.WriteAllBytes(path, bytes);
        }
    }

    [Fact]
    public void Files_that_are_no_pictures_with_labels_are_refused()
    {
        var (images, labels) = Write(compressed: false);
        Assert.Contains("pictures must be UInt8 with at least two axes", Assert.Throws<DataFileException>(() => Dataset.OpenIdx(labels, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("labels must be whole numbers with one axis", Assert.Throws<DataFileException>(() => Dataset.OpenIdx(images, images)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(labels, Idx([3], new byte[3]));
        Assert.Contains("it has 3 labels, but", Assert.Throws<DataFileException>(() => Dataset.OpenIdx(images, labels)).Message, StringComparison.Ordinal);
    }

    private static DataFileException Refusal(string images, string labels) => Assert.Throws<DataFileException>(() =>
    {
        using var reader = Dataset.OpenIdx(images, labels).Read(10, dropLast: false);
        while (reader.MoveNext())
        {
        }
    });

    private static byte[] Idx(int[] shape, byte[] data)
    {
        var bytes = new byte[4 + (4 * shape.Length)];
        (bytes[2], bytes[3]) = (8, (byte)shape.Length);
        for (var axis = 0; axis < shape.Length; axis++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * axis)), shape[axis]);
        return [.. bytes, .. data];
    }

    private (string Images, string Labels) Write(bool compressed)
    {
        var random = new CounterRandom(1);
        var pixels = new byte[Count * 6];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.NextInt32(256);
        Write(folder["images"], Idx([Count, 2, 3], pixels), compressed);
        Write(folder["labels"], Idx([Count], [.. Enumerable.Range(0, Count).Select(static i => (byte)(i % 10))]), compressed);
        return (folder["images"], folder["labels"]);
    }

    private static void Write(string path, byte[] bytes, bool compressed)
    {
        using var file = File.Create(path);
        if (!compressed)
        {
            file.Write(bytes);
            return;
        }

        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        gzip.Write(bytes);
    }
}
