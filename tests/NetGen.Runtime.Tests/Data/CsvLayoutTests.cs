using System.Text;

namespace NetGen.Runtime.Tests.Data;

/// <summary>What a file does not say of itself: where it is certain it is recognised, and otherwise refused with the option to set.</summary>
public class CsvLayoutTests
{
    [Theory]
    [InlineData("age,price\n30,1.5\n", "age,price")]
    [InlineData("name,price\nAnn,1\nBob,2\n", "name,price")]
    [InlineData("price,note\nNA,x\n?,y\n3,z\n", "price,note")]
    [InlineData("class,odour\np,f\ne,n\np,f\n", "class,odour")]
    [InlineData(",a\n0,5\n1,6\n", "column1,a")]
    [InlineData("1stFloor,2ndFloor\n856,854\n", "1stFloor,2ndFloor")]
    [InlineData("price;kind\n1,5;a\n2,5;b\n", "price,kind")]
    [InlineData("name,value\nname,1\n", "name,value")]
    [InlineData("a,b\n", "a,b")]
    public void A_header_is_recognised(string text, string names)
    {
        var table = CsvFile.Parse(text);
        Assert.True(table.HasHeader);
        Assert.Equal(names.Split(','), table.ColumnNames);
    }

    [Theory]
    [InlineData("'text', line 1: the first row has '5.1', so it seems to be data, not the names of the columns. Set CsvOptions.Header: to false if it is data, to true if it names the columns.", "5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n")]
    [InlineData("the first row has '2019'", "country,2019,2020\nFrance,1,2\n")]
    [InlineData("the first row has '1,5'", "a;1,5\nb;2\n")]
    [InlineData("the first row has '?'", "a,?\nb,c\n")]
    [InlineData("the first row has 'p', which is a value of line 3 too", "p,x\ne,y\np,z\n")]
    [InlineData("line 2: the first row has 'red'", "\n\nred,small\r\nblue,large\nred,large\n")]
    [InlineData("the first row starts with 'Ann', and nothing tells", "Ann,Rome\nBob,Oslo\n")]
    public void A_first_row_that_could_be_data_is_refused_and_read_where_it_is_said(string message, string text)
    {
        Assert.Contains(message[(message.StartsWith("line 2", StringComparison.Ordinal) ? 8 : 0)..], Assert.Throws<DataFileException>(() => CsvFile.Parse(text)).Message, StringComparison.Ordinal);
        var (data, named) = (CsvFile.Parse(text, new CsvOptions { Header = false }), CsvFile.Parse(text, new CsvOptions { Header = true }));
        Assert.Equal((named.RowCount + 1, "column1"), (data.RowCount, data.ColumnNames[0]));
        Assert.Equal(data[0, "column1"], named.ColumnNames[0]);
        Assert.Equal((false, true), (data.HasHeader, named.HasHeader));
    }

    [Fact]
    public void A_name_where_a_number_should_be_leads_to_the_header()
    {
        var exception = Assert.Throws<DataFileException>(() => CsvFile.Parse("age\n30\n", new CsvOptions { Header = false }).Numbers("column1"));
        Assert.Contains("line 1, column 'column1': 'age' is not a number. If this row names the columns, set CsvOptions.Header to true.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a;b\n1;2,5\n")]
    [InlineData("a;b,c;d\n1;2;3\n1;2;3\n")]
    [InlineData("a\tb\n1\t2,5\n")]
    [InlineData("\"a;b\",b\n1,2\n")]
    [InlineData("a\n1;2\n")]
    public void The_delimiter_is_that_of_the_first_row(string text)
    {
        var table = CsvFile.Parse(text, new CsvOptions { Header = true });
        var expected = text.Contains('"', StringComparison.Ordinal) ? 2 : text.Split('\n')[0].Split(';', '\t').Length;
        Assert.Equal(expected, table.ColumnNames.Count);
    }

    [Fact]
    public void A_delimiter_that_is_not_certain_is_asked_for()
    {
        const string Text = "1,5;2,5\n3,5;4,5\n";
        Assert.Contains("',' and ';' both divide its rows evenly; set CsvOptions.Delimiter", Assert.Throws<DataFileException>(() => CsvFile.Parse(Text)).Message, StringComparison.Ordinal);
        var table = CsvFile.Parse(Text, new CsvOptions { Delimiter = ';', Header = false, DecimalSeparator = ',' });
        Assert.Equal([1.5f, 3.5f], table.Numbers("column1"));
    }

    [Fact]
    public void Decimals_follow_what_is_said()
    {
        var options = new CsvOptions { DecimalSeparator = ',' };
        Assert.Equal([-1.5f, 2000, 3], CsvFile.Parse("x;y\n-1,5;0\n2e3;0\n 3 ;0", options).Numbers("x"));
        Assert.Contains("'1.5' is not a number: it has a decimal point. If the file's numbers have one, set CsvOptions.DecimalSeparator to '.'", Assert.Throws<DataFileException>(() => CsvFile.Parse("x;y\n1.5;0", options).Numbers("x")).Message, StringComparison.Ordinal);
        Assert.Contains("'1.234,5' is not a number.", Assert.Throws<DataFileException>(() => CsvFile.Parse("x;y\n1.234,5;0", options with { Header = true }).Numbers("x")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CsvFile.Parse("x\n1", new CsvOptions { DecimalSeparator = ';' }));
    }

    [Fact]
    public void Quoted_line_ends_count_as_lines_however_they_are_written()
    {
        foreach (var end in new[] { "\n", "\r\n", "\r" })
        {
            var text = $"a,b{end}\"x{end}y\",1{end}{end}z,oops{end}w,2{end}";
            var exception = Assert.Throws<DataFileException>(() => CsvFile.Parse(text, new CsvOptions { Header = true }).Numbers("b"));
            Assert.Equal(5, exception.Line);
        }
    }

    [Fact]
    public void A_file_in_UTF16_with_a_byte_order_mark_is_read()
    {
        using var folder = new Serialization.TemporaryFolder();
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            File.WriteAllText(folder["data.csv"], "größe\n1\n", encoding);
            Assert.Equal(["größe"], CsvFile.Read(folder["data.csv"]).ColumnNames);
        }
    }

    [Fact]
    public void Messages_are_short_whatever_the_cells_are()
    {
        var cell = new string('x', 100_000);
        string[] texts =
        [
            $"a\n1\n{cell}\n", $"{cell},{cell}\n1,2\n", $"a\n{cell}\"\n", $"a,b\n1\n{cell}", $"{cell},b\n1,2\n,3\n", string.Join(',', Enumerable.Repeat(cell, 20)) + "\n1\n",
            string.Join(',', Enumerable.Range(0, 50_000).Select(static i => $"n{i}")) + "\n" + string.Join(',', Enumerable.Repeat("1", 50_000)) + "\n", new string(',', 200_000), $"{cell}\n1\n",
        ];
        foreach (var text in texts)
        {
            var exception = Assert.ThrowsAny<Exception>(() => CsvFile.Parse(text, new CsvOptions { Header = true }).ToDataset([CsvColumn.Numeric("a")], CsvColumn.ClassIndex("b")));
            Assert.True(exception is DataFileException or ArgumentException, exception.ToString());
            Assert.InRange(exception.Message.Length, 1, 3000);
        }
    }
}
