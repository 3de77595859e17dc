using NetGen.Runtime.Tests.Inspection;

namespace NetGen.Runtime.Tests.Data;

/// <summary>What the training table decides, and every other table follows.</summary>
public class CsvEncoderTests
{
    private static readonly CsvTable Train = CsvFile.Parse(
        """
        age,colour,rooms,price
        20,red,10,1
        NA,blue,9,2
        40,red,2,3
        60,?,10,4

        """);

    [Fact]
    public void Whole_numbers_as_classes_are_in_numeric_order()
    {
        Assert.Equal(["2", "9", "10"], Train.Categories("rooms"));
        Assert.Equal([2, 1, 0, 2], Train.ToDataset([CsvColumn.Numeric("price")], CsvColumn.ClassIndex("rooms")).Targets.ToArray());
        Assert.Equal(["-3", "0.5", "01", "1", "1e1", "10.5", "A", "a", "b10", "b9"], CsvFile.Parse("k,n\nb10,0\n10.5,0\n01,0\na,0\n1e1,0\n0.5,0\nA,0\n1,0\n-3,0\nb9,0").Categories("k"));
    }

    [Fact]
    public void A_test_file_uses_the_training_files_categories()
    {
        var encoder = CsvEncoder.Fit(Train, [CsvColumn.OneHot("rooms")], CsvColumn.ClassIndex("price"));
        var test = encoder.Apply(CsvFile.Parse("price,other,rooms\n4,x,9\n2,y,10\n"));
        Assert.Equal([0, 1, 0, 0, 0, 1], test.Inputs.ToArray());
        Assert.Equal([3, 1], test.Targets.ToArray());
        Assert.Equal(["rooms=2", "rooms=9", "rooms=10"], encoder.InputNames);
        Assert.Equal("10", encoder.Inputs[0].Category(2));
    }

    [Fact]
    public void An_unknown_category_is_refused_or_is_one_class_more()
    {
        var test = CsvFile.Parse("rooms,price\n9,1\n11,1\n", name: "test.csv");
        var exception = Assert.Throws<DataFileException>(() => CsvEncoder.Fit(Train, [CsvColumn.OneHot("rooms")]).ApplyToInputs(test));
        Assert.Contains("'test.csv', line 3, column 'rooms': '11' is none of its categories: 2, 9, 10. Correct it, or admit others by CsvColumn.OneHot(\"rooms\", other: true).", exception.Message, StringComparison.Ordinal);
        Assert.Equal((3, "rooms"), (exception.Line, exception.Column));
        var encoder = CsvEncoder.Fit(Train, [CsvColumn.OneHot("rooms", other: true), CsvColumn.ClassIndex("rooms", other: true)]);
        Assert.Equal([0, 1, 0, 0, 1, 0, 0, 0, 1, 3], encoder.ApplyToInputs(test).Inputs.ToArray());
        Assert.Equal((5, 4, "(other)"), (encoder.InputSize, encoder.Inputs[0].ClassCount, encoder.Inputs[0].Category(3)));
    }

    [Fact]
    public void A_missing_value_is_refused_with_the_remedy()
    {
        var exception = Assert.Throws<DataFileException>(() => CsvEncoder.Fit(Train, [CsvColumn.Numeric("age")]));
        Assert.Equal("'text', line 3, column 'age': 'NA' is a missing value. Fill it, by CsvColumn.Numeric(\"age\", missing: MissingValue.Mean), or leave such rows out, by table.WithoutMissing(\"age\"). What is missing is set by CsvOptions.MissingTokens.", exception.Message);
        exception = Assert.Throws<DataFileException>(() => Train.ToDataset([CsvColumn.OneHot("colour")], CsvColumn.Numeric("price")));
        Assert.Contains("line 5, column 'colour': '?' is a missing value. Fill it, by CsvColumn.OneHot(\"colour\", missing: MissingValue.MostFrequent)", exception.Message, StringComparison.Ordinal);

        // Also where the training table had none.
        var encoder = CsvEncoder.Fit(Train, [CsvColumn.Numeric("price")]);
        Assert.Contains("line 2, column 'price': the cell is empty", Assert.Throws<DataFileException>(() => encoder.ApplyToInputs(CsvFile.Parse("price,a\n,1\n"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("nan")]
    [InlineData("NULL")]
    [InlineData(" ? ")]
    [InlineData("\"\"")]
    public void What_is_missing_is_one_of_the_tokens(string token)
    {
        var table = CsvFile.Parse($"a,b\n{token},1\n2,1\n");
        Assert.Equal(1, table.MissingCount("a"));
        Assert.Equal([2, 2], CsvEncoder.Fit(table, [CsvColumn.Numeric("a", MissingValue.Mean)]).ApplyToInputs(table).Inputs.ToArray());
    }

    [Fact]
    public void Tokens_are_a_setting_and_belong_to_the_encoder()
    {
        var table = CsvFile.Parse("country,x\nNA,1\n-,-\n", new CsvOptions { MissingTokens = ["-"] });
        Assert.Equal(["NA"], table.WithoutMissing("country").Categories("country"));
        var encoder = CsvEncoder.Fit(table, [CsvColumn.Numeric("x", MissingValue.Value(7))]);
        Assert.Equal([5, 7], encoder.ApplyToInputs(CsvFile.Parse("x,y\n5,1\n-,1\n", new CsvOptions { Header = true })).Inputs.ToArray());
        Assert.Throws<DataFileException>(() => encoder.ApplyToInputs(CsvFile.Parse("x,y\nNA,1\n5,1\n")));
    }

    [Fact]
    public void Missing_numbers_are_filled_from_the_training_table_alone()
    {
        // The ages of the training table: 20, 40 and 60; the rooms 10, 9, 2 and 10.
        var test = CsvFile.Parse("age,rooms\n,\n1000,1000\n");
        float[] Fill(CsvColumn column) => CsvEncoder.Fit(Train, [column]).ApplyToInputs(test).Inputs.ToArray();
        Assert.Equal([40, 1000], Fill(CsvColumn.Numeric("age", MissingValue.Mean)));
        Assert.Equal([7.75f, 1000], Fill(CsvColumn.Numeric("rooms", MissingValue.Mean)));
        Assert.Equal([9.5f, 1000], Fill(CsvColumn.Numeric("rooms", MissingValue.Median)));
        Assert.Equal([40, 1000], Fill(CsvColumn.Numeric("age", MissingValue.Median)));
        Assert.Equal([10, 1000], Fill(CsvColumn.Numeric("rooms", MissingValue.MostFrequent)));
        Assert.Equal([-1, 1000], Fill(CsvColumn.Numeric("age", MissingValue.Value(-1))));
        Assert.Equal([40, 1, 1000, 0], Fill(CsvColumn.Numeric("age", MissingValue.Mean.WithIndicator())));
        Assert.Equal(["age", "age missing"], CsvEncoder.Fit(Train, [CsvColumn.Numeric("age", MissingValue.Mean.WithIndicator())]).InputNames);
    }

    [Fact]
    public void Missing_categories_are_filled()
    {
        var test = CsvFile.Parse("colour,n\nNA,1\nblue,1\n");
        Assert.Equal([0, 1, 1, 0], CsvEncoder.Fit(Train, [CsvColumn.OneHot("colour", missing: MissingValue.MostFrequent)]).ApplyToInputs(test).Inputs.ToArray());
        var encoder = CsvEncoder.Fit(Train, [CsvColumn.OneHot("colour", missing: MissingValue.Value("unknown").WithIndicator())]);
        Assert.Equal(["blue", "red", "unknown"], encoder.Inputs[0].Categories);
        Assert.Equal([0, 0, 1, 1, 1, 0, 0, 0], encoder.ApplyToInputs(test).Inputs.ToArray());
    }

    [Fact]
    public void Numbers_are_standardised_by_the_training_table_with_what_is_filled()
    {
        // 20, 40, 40 (filled) and 60: mean 40, squared distances 400 and 400 of four.
        var encoder = CsvEncoder.Fit(Train, [CsvColumn.Numeric("age", MissingValue.Mean, standardize: true)], CsvColumn.Numeric("price", standardize: true));
        var deviation = MathF.Sqrt(200);
        Assert.Equal([-20 / deviation, 0, 0, 20 / deviation], encoder.Apply(Train).Inputs.ToArray());
        Assert.Equal([10 / deviation], encoder.ApplyToRow(("age", "50")));
        Assert.Equal(2.5f, encoder.Targets[0].Invert(0));
    }

    [Fact]
    public void A_single_row_is_understood_like_a_tables()
    {
        var encoder = CsvEncoder.Fit(Train, [CsvColumn.Numeric("age", MissingValue.Median), CsvColumn.OneHot("rooms")], CsvColumn.Numeric("price"));
        Assert.Equal([31, 0, 0, 1], encoder.ApplyToRow(("rooms", " 10 "), ("age", "31"), ("more", "x")));
        Assert.Equal([40, 1, 0, 0], encoder.ApplyToRow(("rooms", "2"), ("age", "")));
        Assert.Contains("'row': it has no column 'rooms', which the inputs need. It has 'age'.", Assert.Throws<DataFileException>(() => encoder.ApplyToRow(("age", "1"))).Message, StringComparison.Ordinal);
        Assert.Contains("'row', column 'rooms': '3' is none of its categories", Assert.Throws<DataFileException>(() => encoder.ApplyToRow(("age", "1"), ("rooms", "3"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => encoder.ApplyToRow(("age", "1"), ("age", "2")));
    }

    [Fact]
    public void An_encoder_is_made_again_of_its_data()
    {
        using var hostile = new HostileCulture();
        var encoder = CsvEncoder.Fit(
            Train, [CsvColumn.Numeric("age", MissingValue.Mean.WithIndicator(), standardize: true), CsvColumn.OneHot("colour", missing: MissingValue.Value("?!"), other: true)], CsvColumn.ClassIndex("rooms"));
        var again = new CsvEncoder(encoder.Inputs, encoder.Targets, encoder.MissingTokens, encoder.DecimalSeparator);
        Assert.Equal(encoder.Apply(Train).Inputs.ToArray(), again.Apply(Train).Inputs.ToArray());
        Assert.Equal(encoder.Apply(Train).Targets.ToArray(), again.Apply(Train).Targets.ToArray());
    }

    [Fact]
    public void Tables_are_parted_like_datasets_before_anything_is_fitted()
    {
        var table = CsvFile.Parse("x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(static i => $"{i},{2 * i}\n")));
        var (train, validation) = table.Split(0.8, seed: 3);
        Assert.Equal((40, 10), (train.RowCount, validation.RowCount));
        var (expected, other) = table.ToDataset(CsvColumn.Numeric("y")).Split(0.8, seed: 3);
        Assert.Equal(expected.Inputs.ToArray(), train.Numbers("x"));
        Assert.Equal(other.Targets.ToArray(), validation.Numbers("y"));
        Assert.Equal(train.Split(0.5, 1).Train.Numbers("x"), table.Split(0.8, 3).Train.Split(0.5, 1).Train.Numbers("x"));
        Assert.Contains("0.999 of 50 rows leaves one part empty", Assert.Throws<ArgumentOutOfRangeException>(() => table.Split(0.999, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_miss_a_value_are_left_out()
    {
        Assert.Equal([20, 40, 60], Train.WithoutMissing("age").Numbers("age"));
        Assert.Equal([1, 3], Train.WithoutMissing().Numbers("price"));
        Assert.Equal([1, 2, 3], Train.WithoutMissing("colour").Numbers("price"));
        var exception = Assert.Throws<DataFileException>(() => Train.WithoutMissing("age").Numbers("colour"));
        Assert.Equal(2, exception.Line);
    }

    [Fact]
    public void What_cannot_be_fitted_or_applied_is_refused()
    {
        Refused<ArgumentException>("the network would learn what was made up", () => CsvEncoder.Fit(Train, [CsvColumn.Numeric("price")], CsvColumn.Numeric("age", MissingValue.Mean)));
        Refused<ArgumentException>("is a column of categories; a missing one is filled with MissingValue.MostFrequent", () => CsvColumn.OneHot("colour", missing: MissingValue.Mean));
        Refused<ArgumentException>("is a column of numbers; a missing one is filled with a number, not with 'x'", () => CsvColumn.Numeric("age", MissingValue.Value("x")));
        Refused<ArgumentOutOfRangeException>("finite", () => MissingValue.Value(float.NaN));
        Refused<ArgumentException>("'NA', which fills what 'colour' misses, is none of its categories: 'red'", () => CsvEncoder.Fit(Train, [CsvColumn.OneHot("colour", ["red"], MissingValue.Value("NA"))]));
        Refused<ArgumentException>("must be at least one, and different: 'a', 'a'", () => CsvColumn.OneHot("colour", ["a", "a"]));
        Refused<ArgumentException>("at least one column of inputs", () => CsvEncoder.Fit(Train, []));
        Refused<DataFileException>("column 'a': it has no value, so it has no median", () => CsvEncoder.Fit(CsvFile.Parse("a,b\n,1\n"), [CsvColumn.Numeric("a", MissingValue.Median)]));
        Refused<DataFileException>("column 'a': it has no value, so it has no most frequent one", () => CsvEncoder.Fit(CsvFile.Parse("a,b\n,1\n"), [CsvColumn.OneHot("a", missing: MissingValue.MostFrequent)]));
        Refused<DataFileException>("it has no rows below the header", () => CsvEncoder.Fit(CsvFile.Parse("a,b\n"), [CsvColumn.Numeric("a")]));
        var encoder = CsvEncoder.Fit(Train, [CsvColumn.Numeric("price")]);
        Refused<DataFileException>("it has no column 'price', which the encoder was fitted on. It has 'a', 'b'", () => encoder.Apply(CsvFile.Parse("a,b\n1,2")));
        Refused<DataFileException>("it has 20000 different values; as one-hot it would be as many inputs", () => CsvEncoder.Fit(
            CsvFile.Parse("id,n\n" + string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"{i},1\n"))), [CsvColumn.OneHot("id")]));
        Refused<ArgumentException>("all must be finite, the deviation positive", () => new CsvEncoder([new CsvEncoding { Name = "x", Kind = CsvColumnKind.Numeric, Deviation = 0 }], []));
        Refused<DataFileException>("'3e38' is too far from the mean -", () => CsvEncoder.Fit(CsvFile.Parse("x,y\n-3e38,1\n-3.1e38,1\n"), [CsvColumn.Numeric("x", standardize: true)]).ApplyToInputs(CsvFile.Parse("x,y\n3e38,1")));
    }

    private static void Refused<T>(string message, Func<object> action)
        where T : Exception
        => Assert.Contains(message, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
