namespace NetGen;

/// <summary>The rows of a CSV file that is not in memory, as samples; see <see cref="CsvEncoder.Apply(CsvStream, BlockShuffle)"/>.</summary>
internal sealed class CsvDataset : IDataset, IProducedDataset
{
    private readonly CsvStream table;
    private readonly CsvCellEncoder[] encoders;
    private readonly BlockShuffle shuffle;

    public CsvDataset(CsvStream table, CsvCellEncoder[] inputs, CsvCellEncoder[] targets, BlockShuffle shuffle)
    {
        if (table.RowCount == 0)
            throw table.NoRows();
        (this.table, encoders, this.shuffle) = (table, [.. inputs, .. targets], shuffle);
        _ = new CsvRowEncoder(table, encoders);
        InputSize = inputs.Sum(static encoder => encoder.Encoding.Size);
        TargetSize = targets.Sum(static encoder => encoder.Encoding.Size);
        _ = shuffle.For(InputSize + TargetSize);
    }

    public int InputSize { get; }

    public int TargetSize { get; }

    public long? Count => table.RowCount;

    public IBatchReader Read(int batchSize, bool dropLast) => PrefetchedDataset.Read(this, batchSize, dropLast, PrefetchedDataset.DefaultBatches);

    public string NameOf(long sample, string dataset) => FormattableString.Invariant($"sample {sample} of '{dataset}' (row {table.First + sample + 1} of '{table.FileName}')");

    public BatchProducer Produce(int batchSize, bool dropLast)
        => new BlockProducer(new Source(table, new CsvRowEncoder(table, encoders)), InputSize, InputSize + TargetSize, shuffle, batchSize, dropLast);

    private sealed class Source(CsvStream table, CsvRowEncoder encoder) : BlockSource
    {
        private readonly CsvStream.RowsOf rows = table.Rows();

        public override long? Count => table.RowCount;

        public override int Read(long block, int blockSize, Span<float> floats)
        {
            var start = block * blockSize;
            var size = (int)Math.Clamp(table.RowCount - start, 0, blockSize);
            var rowSize = floats.Length / blockSize;
            rows.GoTo(start);
            for (var i = 0; i < size; i++)
            {
                if (!rows.Next())
                    throw new DataFileException(table.FileName, $"it has changed since it was opened: it had {table.RowCount} rows, and ends before row {start + i + 1} now.");
                encoder.Encode(rows, floats.Slice(i * rowSize, rowSize));
            }

            return size;
        }

        public override void Dispose() => rows.Dispose();
    }
}
