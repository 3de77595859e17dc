namespace NetGen.Runtime.Tests.Report;

public sealed class ReportPageTests
{
    [Fact]
    public void A_page_asks_for_nothing_but_itself()
    {
        var page = new ReportPage("Page").Charts(new Chart("c", [ChartSeries.Of("a", [1, 2])])).Table(["a"], [["1"]]).ToString();

        Assert.DoesNotMatch("""(src|href)="(?!data:|#)""", page);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("fetch(", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_numbers_are_aligned_at_the_right_and_others_are_not()
    {
        var page = new ReportPage("Page").Table(["name", "number", "mixed"], [["a", "1.5", "1"], ["b", "−2e−5", "x"], ["c", "–", ""]]).ToString();

        Assert.Contains("<td>a</td><td class=\"number\">1.5</td><td>1</td>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">number</th><th scope=\"col\">mixed</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
        => Assert.Equal(
            "Row 1 has 1 cells, but the table has 2 columns. (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => new ReportPage("Page").Table(["a", "b"], [["1", "2"], ["3"]])).Message);

    [Theory]
    [InlineData("const a = '</SCRIPT>';")]
    [InlineData("const a = '<!--';")]
    public void A_script_that_would_end_itself_is_refused(string script)
        => Assert.Throws<ArgumentException>(() => new ReportPage("Page").Script(script));

    [Fact]
    public void Layers_have_a_curve_each_where_they_have_the_number()
    {
        static LayerDiagnosis Layer(string name, double? ratio) => new(name, "Dense") { UpdateRatio = ratio };
        DiagnosisReport[] reports =
        [
            new(1, 0, 0.1f, 2, [Layer("a", null), Layer("b", null), Layer("pool", null)], []),
            new(1, 50, 0.1f, 1, [Layer("a", 1e-3), Layer("b", 2e-3), Layer("pool", null)], []),
        ];

        var chart = LayerCurves.Chart("Update ratio", reports, static layer => layer.UpdateRatio, most: 24, isLog: true);

        Assert.Equal(["a", "b"], chart.Series.Select(static series => series.Name));
        Assert.Equal([0, 50], chart.Series[0].X);
        Assert.Equal([double.NaN, 2e-3], chart.Series[1].Y);
    }

    [Fact]
    public void Of_a_hundred_layers_some_are_shown_from_the_first_to_the_last()
    {
        DiagnosisReport[] reports = [new(1, 0, 0.1f, 2, [.. Enumerable.Range(0, 100).Select(static i => new LayerDiagnosis($"layer.{i}", "Dense") { UpdateRatio = i })], [])];

        var chart = LayerCurves.Chart("Update ratio", reports, static layer => layer.UpdateRatio, most: 24, isLog: true);

        Assert.Equal(24, chart.Series.Count);
        Assert.Equal(("layer.0", "layer.99"), (chart.Series[0].Name, chart.Series[^1].Name));
    }
}
