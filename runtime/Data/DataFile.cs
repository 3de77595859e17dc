using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Samples in a binary file of floats, which need not fit in memory. A reader has a few megabytes of it in memory, and reads ahead on a thread of its own;
/// <see cref="BlockShuffle"/> says in which order.
/// </summary>
/// <example>
/// <code>
/// // Once: the source is read as a stream too.
/// DataFile.Write("train.data", encoder.Apply(CsvFile.Open("train.csv")));
///
/// var train = DataFile.Open("train.data");
/// trainer.Fit(train, epochs: 10);
/// </code>
/// </example>
public sealed class DataFile : IDataset, IProducedDataset
{
    private readonly DataFileHeader header;
    private readonly BlockShuffle shuffle;
    private readonly long first;

    private DataFile(string path, DataFileHeader header, BlockShuffle shuffle, long first, long count)
    {
        _ = shuffle.For(header.RowSize);
        (Path, this.header, this.shuffle, this.first, Count) = (path, header, shuffle, first, count);
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public int InputSize => header.InputSize;

    /// <inheritdoc/>
    public int TargetSize => header.TargetSize;

    /// <summary>How many samples there are.</summary>
    public long Count { get; }

    long? IDataset.Count => Count;

    /// <summary>Opens a file that <see cref="Write"/> made. Its header is checked; the samples are read when they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shuffle">How samples are mixed where a training shuffles them; see <see cref="BlockShuffle"/> for what holds unless it is given.</param>
    /// <exception cref="DataFileException">It is no such file, of another version, cut off or damaged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of <paramref name="shuffle"/> is out of its range.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DataFile Open(string path, BlockShuffle? shuffle = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var source = new DataFileSource(path, expected: null, 0, 0);
        return new DataFile(path, source.Header, shuffle ?? new BlockShuffle(), 0, source.Header.Count);
    }

    /// <summary>
    /// Writes all samples of a dataset to a file, batch by batch, so that they need not fit in memory; atomically, as <see cref="NetworkFile.Save(INetwork, string)"/>: whatever
    /// interrupts it, there is the old file or the new one, whole.
    /// </summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="samples">What is written: a streamed CSV or IDX file, a sequence, or any other dataset.</param>
    /// <param name="seed">Writes them in a random order; in their own order unless given.</param>
    /// <returns>The file, opened.</returns>
    /// <exception cref="DataFileException">A file that the samples come from is malformed; or there are no samples.</exception>
    /// <exception cref="IOException">It cannot be written, or the samples cannot be read.</exception>
    public static DataFile Write(string path, IDataset samples, ulong? seed = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(samples);
        AtomicFile.Write(path, stream => WriteTo(stream, path, samples, seed));
        return Open(path);
    }

    /// <summary>The <paramref name="count"/> samples from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all in the file.</exception>
    public DataFile Slice(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > Count - start)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {Count} samples; {count} from {start} on is past the end.");
        return new DataFile(Path, header, shuffle, first + start, count);
    }

    /// <summary>
    /// Cuts the samples into two parts, in the order of the file: such as the first 0.8 for training and the rest for validation. A file whose samples are sorted is to be
    /// written in a random order first: by the seed of <see cref="Write"/>.
    /// </summary>
    /// <param name="fraction">The first part's share of the samples, between 0 and 1; rounded to whole samples.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part without a sample.</exception>
    public (DataFile Train, DataFile Validation) Split(double fraction)
    {
        var count = RandomParts.FirstPart(Count, fraction, "samples");
        return (Slice(0, count), Slice(count, Count - count));
    }

    /// <summary>Reads the whole file, and compares its samples with the checksum that was written with them.</summary>
    /// <exception cref="DataFileException">They are not those that were written: the file is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Verify()
    {
        using var source = new DataFileSource(Path, header, 0, header.Count);
        var block = (int)Math.Max(1, (1 << 18) / header.RowSize);
        var rows = new float[block * header.RowSize];
        var checksum = new Crc32();
        int count;
        for (var i = 0L; (count = source.Read(i, block, rows)) > 0; i++)
        {
            LittleEndian.Normalize(rows);
            checksum.Append(MemoryMarshal.AsBytes(rows.AsSpan(0, count * header.RowSize)));
        }

        if (checksum.Value != header.Checksum)
            throw new DataFileException(Path, string.Create(CultureInfo.InvariantCulture, $"its samples are damaged: their checksum is {checksum.Value:X8}, but {header.Checksum:X8} was written."));
    }

    /// <inheritdoc/>
    public IBatchReader Read(int batchSize, bool dropLast) => PrefetchedDataset.Read(this, batchSize, dropLast, PrefetchedDataset.DefaultBatches);

    /// <inheritdoc/>
    public string NameOf(long sample, string dataset)
        => FormattableString.Invariant($"sample {sample} of '{dataset}' ({(first == 0 ? "" : $"sample {first + sample} of ")}'{Path}')");

    BatchProducer IProducedDataset.Produce(int batchSize, bool dropLast)
        => new BlockProducer(new DataFileSource(Path, header, first, Count), InputSize, header.RowSize, shuffle, batchSize, dropLast);

    private static void WriteTo(Stream stream, string path, IDataset samples, ulong? seed)
    {
        Span<byte> bytes = stackalloc byte[DataFileHeader.Length];
        stream.Write(bytes);
        var (inputSize, targetSize) = (samples.InputSize, samples.TargetSize);
        var batch = (int)Math.Clamp((1 << 16) / ((long)inputSize + targetSize), 1, samples.Count ?? int.MaxValue);
        var (inputs, targets, rows) = (new float[batch * inputSize], new float[batch * targetSize], new float[batch * (inputSize + targetSize)]);
        var checksum = new Crc32();
        var count = 0L;
        using var reader = samples.Read(batch, dropLast: false);
        reader.Start(seed);
        while (reader.MoveNext())
        {
            reader.CopyTo(0, reader.Count, inputs.AsSpan(0, reader.Count * inputSize), targets.AsSpan(0, reader.Count * targetSize));
            var row = rows.AsSpan(0, reader.Count * (inputSize + targetSize));
            for (var i = 0; i < reader.Count; i++)
            {
                inputs.AsSpan(i * inputSize, inputSize).CopyTo(row[(i * (inputSize + targetSize))..]);
                targets.AsSpan(i * targetSize, targetSize).CopyTo(row[((i * (inputSize + targetSize)) + inputSize)..]);
            }

            LittleEndian.Normalize(row);
            checksum.Append(MemoryMarshal.AsBytes(row));
            stream.Write(MemoryMarshal.AsBytes(row));
            count += reader.Count;
        }

        if (count == 0)
            throw new DataFileException(path, "there is no sample to write.");
        new DataFileHeader(inputSize, targetSize, count, checksum.Value).Write(bytes);
        stream.Position = 0;
        stream.Write(bytes);
    }
}
