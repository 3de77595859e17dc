using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Data.Streaming;

/// <summary>The same samples as every kind of dataset: sample number i has the input (i, i/2, −i) and the target i mod 3.</summary>
internal sealed class DatasetKinds : IDisposable
{
    /// <summary>How many samples all of them have: no multiple of a batch, a block or a group.</summary>
    public const int Count = 157;

    /// <summary>Blocks of seven samples, three of which are mixed.</summary>
    public static readonly BlockShuffle Small = new() { BlockSize = 7, MixedBlocks = 3 };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. Makers.Keys];

    public static Dataset Memory { get; } = Make(Count);

    private static Dictionary<string, Func<TemporaryFolder, IDataset>> Makers { get; } = new(StringComparer.Ordinal)
    {
        ["memory"] = static _ => Memory,
        ["file"] = static folder => File(folder, Small),
        ["file, all mixed"] = static folder => File(folder, new BlockShuffle()),
        ["file, blocks of one"] = static folder => File(folder, new BlockShuffle { BlockSize = 1, MixedBlocks = 1 }),
        ["part of a file"] = static folder =>
        {
            var padded = Enumerable.Repeat(9, 10).Concat(Enumerable.Range(0, Count)).Concat(Enumerable.Repeat(9, 5)).ToArray();
            DataFile.Write(folder["part"], Memory.Subset(padded));
            return DataFile.Open(folder["part"], Small).Slice(10, Count);
        },
        ["samples, one after another"] = static _ => new SequenceDataset(3, 1, Samples, shuffle: Small),
        ["samples, their number known"] = static _ => new SequenceDataset(3, 1, Samples, Count, Small),
        ["batches, one after another"] = static _ => new SequenceDataset(3, 1, Batches, shuffle: Small),
        ["made by a function"] = static _ => new GeneratedDataset(Count, 3, 1, static (index, input, target) =>
        {
            Memory.Input((int)index).CopyTo(input);
            Memory.Target((int)index).CopyTo(target);
        }),
        ["rows of a CSV file"] = static folder =>
        {
            System.IO.File.WriteAllLines(folder["samples.csv"], Enumerable.Range(0, Count).Select(static i => FormattableString.Invariant($"{i},{i / 2f},{-i},{i % 3}")).Prepend("a,b,c,class"));
            var table = CsvFile.Open(folder["samples.csv"]);
            return CsvEncoder.Fit(table, CsvColumn.ClassIndex("class")).Apply(table, Small);
        },
        ["augmented by nothing"] = static _ => Memory.Augment(static _ => { }),
        ["file, augmented twice by nothing"] = static folder => File(folder, Small).Augment(static _ => { }).Augment(static _ => { }),
        ["read ahead"] = static _ => Memory.Prefetch(5),
        ["file, read far ahead"] = static folder => File(folder, Small).Prefetch(200),
    };

    public static IEnumerable<(float[] Input, float[] Target)> Samples()
    {
        var (input, target) = (new float[3], new float[1]);
        for (var i = 0; i < Count; i++)
        {
            Memory.Input(i).CopyTo(input);
            Memory.Target(i).CopyTo(target);
            yield return (input, target);
        }
    }

    /// <summary>Of one sample, of two and so on, with an empty one in between.</summary>
    public static IEnumerable<Dataset> Batches()
    {
        for (var (start, size) = (0, 1); start < Count; start += size, size = size == 5 ? 0 : size + 1)
            yield return Memory.Slice(start, Math.Min(size, Count - start));
    }

    public IDataset this[string name] => Makers[name](folder);

    public static Dataset Make(int count)
    {
        var inputs = new float[count * 3];
        for (var i = 0; i < count; i++)
            (inputs[i * 3], inputs[(i * 3) + 1], inputs[(i * 3) + 2]) = (i, i / 2f, -i);
        return new Dataset(inputs, Enumerable.Range(0, count).Select(static i => i % 3f).ToArray(), 3, 1);
    }

    /// <summary>The samples' places of each batch to the end, after each of whose samples was compared with the one that it should be.</summary>
    public static List<long[]> Read(IBatchReader reader, Dataset expected)
    {
        List<long[]> batches = [];
        while (reader.MoveNext())
        {
            var (inputs, targets) = (new float[reader.Count * expected.InputSize], new float[reader.Count * expected.TargetSize]);
            reader.CopyTo(0, reader.Count, inputs, targets);
            batches.Add([.. Enumerable.Range(0, reader.Count).Select(reader.SampleAt)]);
            var indices = Array.ConvertAll(batches[^1], static place => (int)place);
            var samples = expected.Subset(indices);
            Assert.Equal(samples.Inputs.ToArray(), inputs);
            Assert.Equal(samples.Targets.ToArray(), targets);
            if (reader.TryGetRows(0, reader.Count, out var rows, out var targetRows))
            {
                Assert.Equal(inputs, rows.ToArray());
                Assert.Equal(targets, targetRows.ToArray());
            }
        }

        Assert.False(reader.MoveNext());
        return batches;
    }

    public void Dispose() => folder.Dispose();

    private static DataFile File(TemporaryFolder folder, BlockShuffle shuffle)
    {
        DataFile.Write(folder["samples.data"], Memory);
        return DataFile.Open(folder["samples.data"], shuffle);
    }
}
