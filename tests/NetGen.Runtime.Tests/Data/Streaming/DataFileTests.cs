using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Data.Streaming;

public sealed class DataFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_has_what_was_written()
    {
        var data = DatasetKinds.Make(23);
        var written = DataFile.Write(folder["a.data"], data);
        Assert.Equal((3, 1, 23L), (written.InputSize, written.TargetSize, written.Count));
        Assert.Equal(64 + (23 * 4 * 4), new FileInfo(folder["a.data"]).Length);
        using var reader = DataFile.Open(folder["a.data"]).Read(23, dropLast: false);
        Assert.Single(DatasetKinds.Read(reader, data));
        written.Verify();
        Assert.Equal(["a.data"], folder.Files);
    }

    [Fact]
    public void Samples_without_targets_have_none_in_the_file()
    {
        var data = new Dataset(new float[] { 1, 2, 3, 4 }, 2);
        using var reader = DataFile.Write(folder["a.data"], data).Read(2, dropLast: false);
        Assert.Equal([[0, 1]], DatasetKinds.Read(reader, data));
    }

    [Fact]
    public void A_file_written_by_a_seed_has_every_sample_in_another_order()
    {
        var data = DatasetKinds.Make(50);
        using var reader = DataFile.Write(folder["a.data"], data, seed: 3).Read(50, dropLast: false);
        Assert.True(reader.MoveNext());
        var (inputs, targets) = (new float[150], new float[50]);
        reader.CopyTo(0, 50, inputs, targets);
        var order = inputs.Where(static (_, i) => i % 3 == 0).ToArray();
        Assert.NotEqual(order.Order(), order);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => (float)i), order.Order());
        Assert.Equal(order.Select(static i => i % 3), targets);
    }

    [Fact]
    public void Parts_of_a_file_are_in_its_order()
    {
        var file = DataFile.Write(folder["a.data"], DatasetKinds.Make(50));
        var (train, validation) = file.Split(0.8);
        Assert.Equal((40L, 10L), (train.Count, validation.Count));
        using var reader = validation.Slice(3, 5).Read(5, dropLast: false);
        reader.MoveNext();
        var (inputs, targets) = (new float[15], new float[5]);
        reader.CopyTo(0, 5, inputs, targets);
        Assert.Equal([43, 44, 45, 46, 47], inputs.Where(static (_, i) => i % 3 == 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Slice(41, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Slice(-1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Split(0.001));
    }

    /// <summary>Shuffling by blocks: the samples of a group are those of so many blocks, all of them and no others.</summary>
    [Fact]
    public void A_group_mixes_the_samples_of_its_blocks_and_no_others()
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(1000));
        using var reader = DataFile.Open(folder["a.data"], new BlockShuffle { BlockSize = 10, MixedBlocks = 5 }).Read(50, dropLast: false);
        reader.Start(7);
        var groups = DatasetKinds.Read(reader, DatasetKinds.Make(1000));
        Assert.Equal(20, groups.Count);
        foreach (var group in groups)
        {
            var blocks = group.Select(static sample => sample / 10).Distinct().ToArray();
            Assert.Equal(5, blocks.Length);
            Assert.NotEqual(group.Order(), group);

            // Mixed: the samples of a block are not together.
            Assert.True(group.Zip(group.Skip(1)).Count(static pair => pair.First / 10 == pair.Second / 10) < 25);
        }

        // Blocks are in a random order themselves.
        Assert.Contains(groups, static group => group.Max() - group.Min() > 500);
    }

    [Fact]
    public void Where_everything_is_mixed_every_sample_can_be_anywhere()
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(5));
        var orders = new HashSet<string>();
        using var reader = DataFile.Open(folder["a.data"]).Read(5, dropLast: false);
        for (var seed = 0UL; seed < 1500; seed++)
        {
            reader.Start(seed);
            orders.Add(string.Join(' ', DatasetKinds.Read(reader, DatasetKinds.Make(5)).Single()));
        }

        Assert.Equal(120, orders.Count);
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_refused()
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(5));
        var bytes = File.ReadAllBytes(folder["a.data"]);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(folder["cut.data"], bytes[..length]);
            var refused = Assert.Throws<DataFileException>(() => DataFile.Open(folder["cut.data"]));
            Assert.Contains(length < 8 ? "it is not a file of samples" : "it is cut off", refused.Message, StringComparison.Ordinal);
            Assert.Contains("cut.data", refused.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(folder["long.data"], [.. bytes, 0]);
        Assert.Contains("5 samples of 3 and 1 floats take 144 bytes, but it has 145.", Assert.Throws<DataFileException>(() => DataFile.Open(folder["long.data"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_any_bit_changed_is_refused_by_its_header_or_when_it_is_verified()
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(5));
        var bytes = File.ReadAllBytes(folder["a.data"]);
        foreach (var bit in TestTier.OneIn(3, Enumerable.Range(0, 8 * bytes.Length)))
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(folder["changed.data"], changed);
            if (bit / 8 < 64)
                Assert.Throws<DataFileException>(() => DataFile.Open(folder["changed.data"]));
            else
                Assert.Contains("its samples are damaged", Assert.Throws<DataFileException>(DataFile.Open(folder["changed.data"]).Verify).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_version_and_another_kind_of_file_say_so()
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(5));
        var bytes = File.ReadAllBytes(folder["a.data"]);
        bytes[8] = 2;
        File.WriteAllBytes(folder["a.data"], bytes);
        Assert.Contains("it has version 2; this version of NetGen reads 1", Assert.Throws<DataFileException>(() => DataFile.Open(folder["a.data"])).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["table.csv"], "a,b\n1,2\n");
        Assert.Contains("DataFile.Write makes one", Assert.Throws<DataFileException>(() => DataFile.Open(folder["table.csv"])).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => DataFile.Open(folder["none"]));
    }

    [Fact]
    public void A_file_that_changes_after_it_was_opened_is_refused()
    {
        var file = DataFile.Write(folder["a.data"], DatasetKinds.Make(5));
        DataFile.Write(folder["a.data"], DatasetKinds.Make(6));
        Assert.Contains("it has changed since it was opened", Assert.Throws<DataFileException>(() => file.Read(2, dropLast: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_becomes_shorter_while_it_is_read_ends_the_reading()
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(1000));
        using var reader = DataFile.Open(folder["a.data"], new BlockShuffle { BlockSize = 10, MixedBlocks = 2 }).Read(10, dropLast: false);
        using (var file = new FileStream(folder["a.data"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.SetLength(64 + (500 * 16));
        reader.Start(null);
        var batches = 0;
        var failure = Assert.Throws<DataFileException>(() =>
        {
            for (; reader.MoveNext(); batches++)
            {
            }
        });
        Assert.Contains("it is cut off: it became shorter", failure.Message, StringComparison.Ordinal);
        Assert.InRange(batches, 45, 50);
        Assert.Throws<DataFileException>(() => reader.MoveNext());
        reader.Start(null);
        Assert.True(reader.MoveNext());
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_file_and_nothing_else()
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(5));
        var before = File.ReadAllBytes(folder["a.data"]);
        var samples = new SequenceDataset(3, 1, static () => DatasetKinds.Samples().Select(static (sample, i) => i < 100 ? sample : throw new TimeoutException("the database is gone")));
        Assert.Equal("the database is gone", Assert.Throws<TimeoutException>(() => DataFile.Write(folder["a.data"], samples)).Message);
        Assert.Contains("there is no sample to write", Assert.Throws<DataFileException>(() => DataFile.Write(folder["a.data"], new SequenceDataset(3, 1, static () => Array.Empty<Dataset>()))).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["a.data"]));
        Assert.Equal(["a.data"], folder.Files);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Impossible_blocks_are_refused(int size, int mixed)
    {
        DataFile.Write(folder["a.data"], DatasetKinds.Make(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataFile.Open(folder["a.data"], new BlockShuffle { BlockSize = size, MixedBlocks = mixed }));
    }
}
