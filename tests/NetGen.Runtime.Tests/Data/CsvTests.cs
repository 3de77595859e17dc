using FsCheck;
using FsCheck.Fluent;
using NetGen.Runtime.Tests.Inspection;

namespace NetGen.Runtime.Tests.Data;

public class CsvTests
{
    [Fact]
    public void Quoted_cells_may_hold_delimiters_quotes_and_line_ends()
    {
        var table = CsvFile.Parse("name,note\r\n\"a,b\",\"she said \"\"hi\"\"\"\r\nc,\"two\nlines\"\r\n\"\",last", new CsvOptions { Header = true });
        Assert.Equal(["name", "note"], table.ColumnNames);
        Assert.Equal(3, table.RowCount);
        Assert.Equal("a,b", table[0, "name"]);
        Assert.Equal("she said \"hi\"", table[0, "note"]);
        Assert.Equal("two\nlines", table[1, "note"]);
        Assert.Equal("", table[2, "name"]);
        Assert.Equal("last", table[2, "note"]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("\uFEFFa,b\n\n1,2\r\n\r\n3,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n")]
    public void Line_ends_byte_order_mark_and_empty_lines_make_no_difference(string text)
    {
        var table = CsvFile.Parse(text);
        Assert.Equal([1, 3], table.Numbers("a"));
        Assert.Equal([2, 4], table.Numbers("b"));
    }

    [Fact]
    public void Delimiter_and_header_are_options()
    {
        var table = CsvFile.Parse("1;x,y\n2;z", new CsvOptions { Delimiter = ';', Header = false });
        Assert.Equal(["column1", "column2"], table.ColumnNames);
        Assert.Equal([1, 2], table.Numbers("column1"));
        Assert.Equal("x,y", table[0, "column2"]);
    }

    [Fact]
    public void A_byte_order_mark_in_a_file_is_not_part_of_the_first_name()
    {
        using var folder = new Serialization.TemporaryFolder();
        File.WriteAllBytes(folder["data.csv"], [0xEF, 0xBB, 0xBF, .. "a\n1\n"u8]);
        Assert.Equal(["a"], CsvFile.Read(folder["data.csv"]).ColumnNames);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_refused()
    {
        using var folder = new Serialization.TemporaryFolder();
        File.WriteAllBytes(folder["data.csv"], [(byte)'a', (byte)'\n', 0xE4]);
        Assert.Contains("it is not UTF-8", Assert.Throws<DataFileException>(() => CsvFile.Read(folder["data.csv"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'text': it has no rows", "\n\n")]
    [InlineData("'text', line 3: it has 1 cells, but the first row has 2", "a,b\n1,2\n3\n")]
    [InlineData("'text', line 4: it has 3 cells, but the first row has 2", "a,b\n1,\"2\n\"\n3,4,5\n")]
    [InlineData("'text', line 2: a quote is opened and never closed", "a,b\n1,\"2\n3,4\n")]
    [InlineData("'text', line 2: a quote is inside a cell that does not start with one: 'x\"'", "a\nx\"y\n")]
    [InlineData("'text', line 3: a quoted cell is followed by 'x'", "a\n\"1\n\"x\n")]
    [InlineData("'text', line 1: two columns are called 'a'", "a,b,a\n1,2,3\n")]
    public void A_malformed_text_is_refused_with_its_line(string message, string text)
        => Assert.Contains(message, Assert.Throws<DataFileException>(() => CsvFile.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("line 3, column 'b': 'oops' is not a number", "a,b\n1,2\n3,oops\n")]
    [InlineData("line 3, column 'b': the cell is empty, which is a missing value. Fill it, by CsvColumn.Numeric(\"b\", missing: MissingValue.Mean)", "a,b\n1,2\n3,\n")]
    [InlineData("line 2, column 'a': '1,5' is not a number: it has a decimal comma. If the file's numbers have one, set CsvOptions.DecimalSeparator to ','", "a,b\n\"1,5\",2\n")]
    [InlineData("line 2, column 'a': '1 000' is not a number", "a,b\n1 000,2\n")]
    [InlineData("line 2, column 'a': 'NaN' is a missing value. Fill it", "a,b\nNaN,2\n")]
    [InlineData("line 2, column 'a': '1e39' is not a finite number as a float, which is at most 3.4028235E+38", "a,b\n1e39,2\n")]
    [InlineData("line 2, column 'a': '-1e400' is not a finite number as a float", "a,b\n-1e400,2\n")]
    [InlineData("line 2, column 'a': 'Infinity' is not a finite number.", "a,b\nInfinity,2\n")]
    [InlineData("line 4, column 'b': '?' is a missing value", "a,b\n\"1\n\",2\n3,?\n")]
    public void A_bad_cell_is_named_with_line_column_and_text(string message, string text)
    {
        var exception = Assert.Throws<DataFileException>(() => CsvFile.Parse(text).ToDataset(CsvColumn.Numeric("b")));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.Line);
        Assert.NotNull(exception.Column);
    }

    [Fact]
    public void Numbers_are_read_with_a_point_whatever_the_culture()
    {
        using var hostile = new HostileCulture();
        Assert.Equal([-1.5f, 2e3f, 0.25f, 4], CsvFile.Parse("x\n-1.5\n2e3\n .25 \n+4").Numbers("x"));
        var exception = Assert.Throws<DataFileException>(() => CsvFile.Parse("x\n1;5", new CsvOptions { Header = true }).Numbers("x"));
        Assert.Contains("'1;5' is not a number", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_become_class_indices_or_ones_among_zeros()
    {
        var table = CsvFile.Parse("size,colour,kind\n1,red,b\n2,blue,a\n3, red ,b\n");
        Assert.Equal(["blue", "red"], table.Categories("colour"));
        var data = table.ToDataset([CsvColumn.OneHot("colour"), CsvColumn.Numeric("size")], CsvColumn.ClassIndex("kind"));
        Assert.Equal([0, 1, 1, 1, 0, 2, 0, 1, 3], data.Inputs.ToArray());
        Assert.Equal([1, 0, 1], data.Targets.ToArray());
        Assert.Equal((3, 1), (data.InputSize, data.TargetSize));
    }

    [Fact]
    public void Categories_that_are_given_keep_their_order_and_admit_no_other()
    {
        var table = CsvFile.Parse("size\nlarge\nsmall\n", new CsvOptions { Header = true });
        string[] order = ["small", "medium", "large"];
        Assert.Equal([2, 0], table.ToDataset([CsvColumn.ClassIndex("size", order)], CsvColumn.ClassIndex("size")).Inputs.ToArray());
        var exception = Assert.Throws<DataFileException>(
            () => table.ToDataset([CsvColumn.OneHot("size", ["small"])], CsvColumn.ClassIndex("size")));
        Assert.Contains("line 2, column 'size': 'large' is none of its categories: small.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_columns_but_the_target_are_inputs_unless_chosen()
    {
        var data = CsvFile.Parse("a,price,b\n1,10,2\n3,30,4\n").ToDataset(CsvColumn.Numeric("price"));
        Assert.Equal([1, 2, 3, 4], data.Inputs.ToArray());
        Assert.Equal([10, 30], data.Targets.ToArray());
    }

    [Fact]
    public void A_column_that_is_not_there_is_named_with_those_that_are()
    {
        var exception = Assert.Throws<ArgumentException>(() => CsvFile.Parse("a,b\n1,2").Numbers("c"));
        Assert.Contains("'text' has no column 'c'. It has 'a', 'b'.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_table_that_is_written_by_RFC_4180_is_read_back()
    {
        var cell = from characters in Gen.ArrayOf(Gen.Elements('a', '"', ',', '\n', '\r', ' ', 'é', ';')) select new string(characters);
        var tables = from width in Gen.Choose(1, 4)
                     from height in Gen.Choose(1, 5)
                     from cells in Gen.ArrayOf(cell, width * height)
                     from end in Gen.Elements("\n", "\r\n")
                     select (width, cells, end);
        Check.One(Seeds.Property(500), Prop.ForAll(tables.ToArbitrary(), table =>
        {
            var rows = table.cells.Select(static text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"").Chunk(table.width);
            var text = string.Join(table.end, rows.Select(static row => string.Join(',', row)));
            var read = CsvFile.Parse(text, new CsvOptions { Header = false });
            var cells = Enumerable.Range(0, read.RowCount).SelectMany(row => read.ColumnNames.Select(column => read[row, column]));
            return cells.SequenceEqual(table.cells);
        }));
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_nothing_else()
    {
        var texts = from characters in Gen.ArrayOf(Gen.Elements('1', '"', ',', '\n', '\r', 'x')) select new string(characters);
        Check.One(Seeds.Property(2000), Prop.ForAll(texts.ToArbitrary(), static text =>
        {
            try
            {
                return CsvFile.Parse(text).ColumnNames.Count > 0;
            }
            catch (DataFileException)
            {
                return true;
            }
        }));
    }

    [SharedDataFact("tabular")]
    public void The_real_tables_are_read()
    {
        var iris = CsvFile.Read(SharedData.At("tabular/iris.csv"), new CsvOptions { Header = false })
            .ToDataset(CsvColumn.ClassIndex("column5"));
        Assert.Equal((150, 4, 1), (iris.Count, iris.InputSize, iris.TargetSize));
        Assert.Equal([50, 50, 50], Enumerable.Range(0, 3).Select(species => iris.Targets.ToArray().Count(target => target == species)));
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], iris.Input(0).ToArray());

        var housing = CsvFile.Read(SharedData.At("tabular/housing.csv"), new CsvOptions { Header = false })
            .ToDataset(CsvColumn.Numeric("column14"));
        Assert.Equal((506, 13, 1), (housing.Count, housing.InputSize, housing.TargetSize));
        Assert.Equal(24, housing.Target(0)[0]);

        var passengers = CsvFile.Read(SharedData.At("tabular/airline-passengers.csv"));
        Assert.Equal(["Month", "Passengers"], passengers.ColumnNames);
        Assert.Equal(144, passengers.RowCount);
        Assert.Equal(112, passengers.Numbers("Passengers")[0]);
    }
}
