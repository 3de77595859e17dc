using System.Globalization;
using System.Text;
using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Data.Streaming;

/// <summary>A file that is streamed gives what the same file in memory gives: the same floats, the same refusals.</summary>
public sealed class CsvStreamTests : IDisposable
{
    private static readonly BlockShuffle Small = new() { BlockSize = 100, MixedBlocks = 3 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("utf8", "\n")]
    [InlineData("utf8 mark", "\r\n")]
    [InlineData("utf16", "\r")]
    [InlineData("utf16 big", "\r\n")]
    public void A_streamed_file_gives_the_floats_of_the_file_in_memory(string encoding, string lineEnd)
    {
        var path = Write(Rows(3000), encoding, lineEnd);
        var (table, stream) = (CsvFile.Read(path), CsvFile.Open(path));
        Assert.Equal((table.RowCount, true), (stream.RowCount, stream.HasHeader));
        Assert.Equal(table.ColumnNames, stream.ColumnNames);
        var (inMemory, streamed) = (Fit(table), Fit(stream));
        foreach (var (one, two) in inMemory.Inputs.Concat(inMemory.Targets).Zip(streamed.Inputs.Concat(streamed.Targets)))
        {
            Assert.Equal(one with { Categories = [] }, two with { Categories = [] });
            Assert.Equal(one.Categories, two.Categories);
        }

        var expected = inMemory.Apply(table);
        foreach (var seed in (ulong?[])[null, 1])
        {
            using var reader = streamed.Apply(stream, Small).Read(64, dropLast: false);
            reader.Start(seed);
            var batches = DatasetKinds.Read(reader, expected);
            Assert.Equal(Enumerable.Range(0, 3000).Select(static i => (long)i), batches.SelectMany(static batch => batch).Order());
            for (var first = 0; first < batches.Count; first += 9)
            {
                reader.Start(seed, first);
                Assert.Equal(batches.Skip(first), DatasetKinds.Read(reader, expected));
            }
        }
    }

    [Fact]
    public void A_part_has_its_rows_and_its_own_fit()
    {
        var path = Write(Rows(1000));
        var (table, stream) = (CsvFile.Read(path), CsvFile.Open(path));
        var encoder = Fit(table);
        var expected = encoder.Apply(table);
        var (train, validation) = stream.Split(0.7);
        Assert.Equal((700L, 300L), (train.RowCount, validation.RowCount));
        using (var reader = encoder.Apply(validation.Slice(77, 100), Small).Read(100, dropLast: false))
        {
            Assert.True(reader.MoveNext());
            var (inputs, targets) = (new float[100 * expected.InputSize], new float[100]);
            reader.CopyTo(0, 100, inputs, targets);
            Assert.Equal(expected.Slice(777, 100).Inputs.ToArray(), inputs);
            Assert.Equal(expected.Slice(777, 100).Targets.ToArray(), targets);
        }

        var first = CsvFile.Read(Write(Rows(1000)[..701], name: "first.csv"));
        Assert.Equal(Fit(first).Inputs[0], Fit(train).Inputs[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Slice(990, 11));
    }

    [Fact]
    public void Rows_that_miss_a_value_are_left_out_as_in_memory()
    {
        var path = Write(Rows(2000));
        var (table, stream) = (CsvFile.Read(path).WithoutMissing("size", "colour"), CsvFile.Open(path).WithoutMissing("size").WithoutMissing("colour"));
        Assert.Equal(table.RowCount, stream.RowCount);
        Assert.InRange(table.RowCount, 100, 1900);
        var encoder = Fit(table);
        using var reader = encoder.Apply(stream, Small).Read(50, dropLast: false);
        reader.Start(2);
        Assert.Equal(table.RowCount, DatasetKinds.Read(reader, encoder.Apply(table)).Sum(static batch => batch.Length));
        Assert.Throws<InvalidOperationException>(() => stream.Split(0.5).Train.WithoutMissing());
        Assert.Throws<ArgumentException>(() => stream.WithoutMissing("weight"));
    }

    /// <summary>A median of more numbers than are kept is found by counting.</summary>
    [Theory]
    [InlineData(200_000)]
    [InlineData(200_001)]
    public void A_median_of_many_numbers_is_exact(int count)
    {
        var random = new CounterRandom(3);
        var values = Enumerable.Range(0, count).Select(_ => (float)(random.NextNormal() * Math.Pow(10, random.NextInt32(3)))).ToArray();
        var search = new MedianSearch();
        foreach (var value in values)
            search.AddUpper(value);
        search.EndUpper();
        Assert.True(search.NeedsLower);
        foreach (var value in values)
            search.AddLower(value);
        Array.Sort(values);
        Assert.Equal((float)(((double)values[(count - 1) / 2] + values[count / 2]) / 2), search.Value);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "line 3: it has 1 cells, but the first row has 2")]
    [InlineData("a,b\n1,2\n3,\"4\n", "line 3: a quote is opened and never closed")]
    [InlineData("a,b\n1,2\n3,4\"\n", "line 3: a quote is inside a cell")]
    [InlineData("a,b\n1,2\n3,\"4\"x\n", "line 3: a quoted cell is followed by")]
    [InlineData("", "it has no rows")]
    [InlineData("1,2\n3,4\n", "so it seems to be data")]
    [InlineData("a,a\n1,2\n", "two columns are called 'a'")]
    public void A_malformed_file_is_refused_when_it_is_opened_as_in_memory(string text, string message)
    {
        var path = folder["bad.csv"];
        File.WriteAllText(path, text);
        Assert.Contains(message, Assert.Throws<DataFileException>(() => CsvFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<DataFileException>(() => CsvFile.Open(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>A fault far behind what the layout is recognised from: the line is still right, with quoted line ends before it.</summary>
    [Theory]
    [InlineData("x;red;1;1", "column 'size'", "is not a number")]
    [InlineData("1;green;1;1", "column 'colour'", "is none of its categories")]
    [InlineData("1;red;1;", "column 'price'", "is a missing value")]
    public void A_cell_that_is_wrong_is_told_by_its_line(string row, string column, string problem)
    {
        var rows = Rows(60_000);
        rows.Insert(50_000, row);
        var path = Write(rows);
        Assert.True(new FileInfo(path).Length > 1 << 20);
        var table = CsvFile.Read(path);
        var encoder = Fit(CsvFile.Read(Write(Rows(100), name: "good.csv")));
        using var reader = encoder.Apply(CsvFile.Open(path), Small).Read(64, dropLast: false);
        reader.Start(5);
        var expected = Assert.Throws<DataFileException>(() => encoder.Apply(table));
        var failure = Assert.Throws<DataFileException>(() =>
        {
            while (reader.MoveNext())
            {
            }
        });
        Assert.Equal(expected.Message, failure.Message);
        Assert.Contains(column, failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Line > 50_001);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_wherever_they_are()
    {
        var path = Write(Rows(60_000));
        var bytes = File.ReadAllBytes(path);
        foreach (var place in (int[])[3, 500_000, bytes.Length - 2])
        {
            var changed = bytes.ToArray();
            changed[place] = 0xFF;
            File.WriteAllBytes(path, changed);
            Assert.Contains("it is not UTF-8", Assert.Throws<DataFileException>(() => CsvFile.Open(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_changes_after_it_was_opened_is_refused()
    {
        var path = Write(Rows(300));
        var stream = CsvFile.Open(path);
        var encoder = Fit(stream);
        File.AppendAllText(path, "1;red;1;1\n");
        Assert.Contains("it has changed since it was opened", Assert.Throws<DataFileException>(() => encoder.Apply(stream).Read(10, dropLast: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_row_and_many_quotes_cross_the_ends_of_the_buffer()
    {
        var text = new StringBuilder("name;value\n");
        for (var i = 0; i < 300; i++)
            text.Append('"').Append('x', i * 11).Append("\"\"").Append('\n', i % 3).Append(i).Append("\";").Append(i.ToString(CultureInfo.InvariantCulture)).Append(i % 2 == 0 ? "\r\n" : "\n\n");
        text.Append('"').Append('y', 200_000).Append("\";7");
        File.WriteAllText(folder["long.csv"], text.ToString());
        var (table, stream) = (CsvFile.Read(folder["long.csv"]), CsvFile.Open(folder["long.csv"]));
        Assert.Equal((301, 301L), (table.RowCount, stream.RowCount));
        var encoder = CsvEncoder.Fit(table, [CsvColumn.ClassIndex("name"), CsvColumn.Numeric("value")]);
        Assert.Equal(encoder.Inputs[0].Categories, CsvEncoder.Fit(stream, [CsvColumn.ClassIndex("name"), CsvColumn.Numeric("value")]).Inputs[0].Categories);
        using var reader = encoder.ApplyToInputs(stream, new BlockShuffle { BlockSize = 7 }).Read(10, dropLast: false);
        reader.Start(1);
        Assert.Equal(31, DatasetKinds.Read(reader, encoder.ApplyToInputs(table)).Count);
    }

    [Fact]
    public void A_file_becomes_a_binary_one_and_preprocessing_applies_to_both()
    {
        var path = Write(Rows(500));
        var stream = CsvFile.Open(path);
        var encoder = Fit(stream);
        var data = DataFile.Write(folder["rows.data"], encoder.Apply(stream));
        var expected = encoder.Apply(CsvFile.Read(path));
        var preprocessing = new Preprocessing { Encoder = encoder, InputStandardizer = Standardizer.FitInputs(data), TargetStandardizer = Standardizer.FitTargets(data) };
        Assert.Equal(Standardizer.FitInputs(expected).Mean.ToArray(), preprocessing.InputStandardizer.Mean.ToArray());
        Assert.Equal(Standardizer.FitInputs(expected).Deviation.ToArray(), preprocessing.InputStandardizer.Deviation.ToArray());
        Assert.Equal(Standardizer.FitTargets(expected).Mean.ToArray(), preprocessing.TargetStandardizer.Mean.ToArray());
        var standardized = preprocessing.Apply(CsvFile.Read(path));
        foreach (var dataset in (IDataset[])[preprocessing.Apply(stream), preprocessing.Apply(data), preprocessing.Apply((IDataset)expected)])
        {
            using var reader = dataset.Read(60, dropLast: false);
            reader.Start(1);
            Assert.Equal(9, DatasetKinds.Read(reader, standardized).Count);
        }
    }

    [Fact]
    public void A_standardizer_names_the_sample_that_is_not_finite()
    {
        var inputs = new float[30];
        inputs[13] = float.NaN;
        var data = DataFile.Write(folder["nan.data"], new Dataset(inputs, 3));
        Assert.Contains("Feature 1 of sample 4 of 'train' ('", Assert.Throws<ArgumentException>(() => Standardizer.FitInputs(data)).Message, StringComparison.Ordinal);
        Assert.Contains("fitted on 2 features", Assert.Throws<ArgumentException>(() => new Standardizer([0, 0], [1, 1]).ApplyToInputs(data)).Message, StringComparison.Ordinal);
    }

    private static CsvEncoder Fit(CsvTable table) => CsvEncoder.Fit(table, Columns(), CsvColumn.Numeric("price", standardize: true));

    private static CsvEncoder Fit(CsvStream table) => CsvEncoder.Fit(table, Columns(), CsvColumn.Numeric("price", standardize: true));

    private static CsvColumn[] Columns() =>
    [
        CsvColumn.Numeric("size", MissingValue.Median.WithIndicator(), standardize: true),
        CsvColumn.OneHot("colour", missing: MissingValue.MostFrequent),
        CsvColumn.Numeric("rooms", MissingValue.MostFrequent),
    ];

    /// <summary>Numbers, categories, quotes with line ends in them, empty lines and missing values.</summary>
    private static List<string> Rows(int count)
    {
        var random = new CounterRandom(5);
        List<string> rows = ["size;colour;rooms;price"];
        string[] colours = ["red", "\"blue\"", "\"red\nand \"\"blue\"\"\"", "grün", "?"];
        for (var i = 0; i < count; i++)
        {
            var size = random.NextInt32(7) == 0 ? "" : (100 * random.NextNormal()).ToString("R", CultureInfo.InvariantCulture);
            var line = FormattableString.Invariant($"{size};{colours[random.NextInt32(5)]}; {1 + random.NextInt32(6)} ;{random.NextNormal():R}");
            rows.Add(i % 10 == 9 ? line + "\n" : line);
        }

        return rows;
    }

    private string Write(List<string> rows, string encoding = "utf8", string lineEnd = "\n", string name = "rows.csv")
    {
        Encoding writer = encoding switch
        {
            "utf16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            "utf16 big" => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            _ => new UTF8Encoding(encoding == "utf8 mark"),
        };
        File.WriteAllText(folder[name], string.Join("\n", rows).ReplaceLineEndings(lineEnd) + lineEnd, writer);
        return folder[name];
    }
}
