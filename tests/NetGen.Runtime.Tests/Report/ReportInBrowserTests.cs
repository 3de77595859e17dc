using System.Text.Json;

namespace NetGen.Runtime.Tests.Report;

public sealed class ReportInBrowserTests(SharedBrowser shared) : IClassFixture<SharedBrowser>, IDisposable
{
    private const string Tip = "document.querySelector('.tip').hidden ? '' : document.querySelector('.tip').innerText";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("report");

    private string FilePath => Path.Combine(folder.FullName, "report.html");

    public void Dispose() => folder.Delete(recursive: true);

    [BrowserFact]
    public async Task A_report_can_be_read_on_a_phone_and_on_a_desktop_in_light_and_dark()
    {
        var diagnosis = new NetGen.Diagnosis(everySteps: 20);
        var trainer = ReportedTraining.Trainer("Flowers", diagnosis, new TrainingReport(FilePath) { ClassNames = ["setosa", "versicolor", "virginica"] });
        trainer.Fit(ReportedTraining.Points(300, 1), epochs: 12, ReportedTraining.Points(90, 2));
        var browser = await shared.Get();

        await RenderedPage.Check(browser, FilePath);

        // As the history has them, drawn by the script from what the file says.
        var losses = await browser.Evaluate<double[]>("NetGenPage.charts[0].data.series[0].y");
        Assert.Equal(trainer.History.Epochs.Select(static epoch => epoch.TrainLoss), losses, static (expected, actual) => Math.Abs(expected - actual) < 1e-6 * expected);
        Assert.Equal(5, await browser.Evaluate<int>("document.querySelectorAll('figure.chart svg .curve[data-series=\"training\"], figure.chart svg .curve[data-series=\"loss of each step\"], figure.chart svg .curve[data-series=\"learning rate\"]').length"));
        Assert.Equal("input hidden output", await browser.Evaluate<string>("[...document.querySelectorAll('.graph g')].map(e => e.querySelector('text').textContent).join(' ')"));
        Assert.Equal("Findings, Curves, Layers, Confusion matrix, Network, Settings, Machine", await browser.Evaluate<string>("[...document.querySelectorAll('h2')].map(e => e.textContent).join(', ')"));
        var norms = await browser.Evaluate<double[]>("NetGenPage.charts.find(chart => chart.data.title === 'Gradient norm by layer').data.series[1].y");
        Assert.Equal(diagnosis.Reports.Select(static report => Math.Sqrt(report.Layers[1].Gradients!.Value.SquaredNorm)), norms, static (expected, actual) => Math.Abs(expected - actual) < 1e-6 * expected);
        Assert.Equal(["setosa", "versicolor", "virginica"], await browser.Evaluate<string[]>("[...document.querySelectorAll('table.matrix tbody th')].map(e => e.textContent)"));
    }

    [BrowserFact]
    public async Task Pointing_at_a_chart_shows_the_values_there()
    {
        var browser = await Opened([1, 0.5, 0.25], [1.5, 1.25, 2]);

        await browser.Point(".plot", 0.99);

        Assert.Equal("epoch 3\na\t0.25\nb\t2", Lines(await browser.Evaluate<string>(Tip)));
        await browser.Point("h1");
        Assert.Equal("", await browser.Evaluate<string>(Tip));
    }

    [BrowserFact]
    public async Task Arrow_keys_read_the_values_aloud()
    {
        var browser = await Opened([1, 0.5, 0.25], [1.5, 1.25, 2]);

        await browser.Evaluate<bool>("document.querySelector('.plot').focus(), true");
        await browser.Press("ArrowRight");
        await browser.Press("ArrowRight");

        Assert.Equal("epoch 2: a 0.5, b 1.25", await browser.Evaluate<string>("document.activeElement.getAttribute('aria-valuetext')"));
        Assert.Equal("2", await browser.Evaluate<string>("document.activeElement.getAttribute('aria-valuenow')"));
        await browser.Press("End");
        Assert.Equal("epoch 3: a 0.25, b 2", await browser.Evaluate<string>("document.activeElement.getAttribute('aria-valuetext')"));
        await browser.Press("Escape");
        Assert.Equal("", await browser.Evaluate<string>(Tip));
    }

    [BrowserFact]
    public async Task A_line_can_be_switched_off_with_the_mouse_and_with_the_keyboard()
    {
        var browser = await Opened([1, 2, 3], [100, 200, 300]);
        const string Curves = "[...document.querySelectorAll('.curve')].map(e => e.dataset.series)";
        const string Highest = "[...document.querySelectorAll('.y-tick')].at(-1).textContent";
        Assert.Equal("300", await browser.Evaluate<string>(Highest));

        await browser.Point(".legend button:nth-child(2)", click: true);

        Assert.Equal(["a"], await browser.Evaluate<string[]>(Curves));
        Assert.Equal("3.0", await browser.Evaluate<string>(Highest));
        Assert.Equal("false", await browser.Evaluate<string>("document.activeElement.getAttribute('aria-pressed')"));
        await browser.Press("Enter");
        Assert.Equal(["b", "a"], await browser.Evaluate<string[]>(Curves));
    }

    [BrowserFact]
    public async Task A_logarithmic_scale_leaves_out_what_is_not_positive()
    {
        var browser = await Opened([0.001, 0, 10], [1, 10, 100]);

        await browser.Point(".scale", click: true);

        Assert.Equal(["0.001", "0.01", "0.1", "1", "10", "100"], await browser.Evaluate<string[]>("[...document.querySelectorAll('.y-tick')].map(e => e.textContent)"));
        Assert.Equal(2, await browser.Evaluate<int>("document.querySelector('.dot').getAttribute('d').split('M').length - 1"));
        await browser.Point(".plot", 0.55);
        Assert.Equal("epoch 2\nb\t10", Lines(await browser.Evaluate<string>(Tip)));
    }

    [BrowserFact]
    public async Task What_a_reader_has_chosen_stays_when_the_page_loads_anew()
    {
        var browser = await Opened([1, 2, 3], [100, 200, 300]);
        await browser.Point(".scale", click: true);
        await browser.Point(".legend button", click: true);

        await browser.Open(FilePath);

        Assert.Equal(["b"], await browser.Evaluate<string[]>("[...document.querySelectorAll('.curve')].map(e => e.dataset.series)"));
        Assert.Equal("true", await browser.Evaluate<string>("document.querySelector('.scale').getAttribute('aria-pressed')"));
    }

    [BrowserFact]
    public async Task Names_are_texts_wherever_they_stand()
    {
        const string Hostile = "</script><img src=x onerror=\"document.title='broken'\"><!--\u0001'&amp;";
        var report = new TrainingReport(FilePath) { Title = Hostile, ClassNames = [Hostile, Hostile, Hostile], Charts = [new Chart(Hostile, [ChartSeries.Of(Hostile, [1, 2]), ChartSeries.Of(Hostile + "2", [1, 2])]) { XLabel = Hostile, YLabel = Hostile, Note = Hostile }] };
        var trainer = ReportedTraining.Trainer(Hostile, report);
        trainer.Fit(ReportedTraining.Points(60, 1), epochs: 1);
        var browser = await shared.Get();

        await browser.Open(FilePath);
        await browser.Point("figure.chart:last-child .plot", 0.9);

        Assert.Empty(browser.Complaints);
        Assert.Equal(0, await browser.Evaluate<int>("document.querySelectorAll('img').length"));
        var shown = Hostile.Replace('\u0001', '\uFFFD');
        Assert.Equal(shown, await browser.Evaluate<string>("document.title"));
        Assert.Equal(shown, await browser.Evaluate<string>("document.querySelector('h1').textContent"));
        Assert.Equal(3, await browser.Evaluate<int>($"[...document.querySelectorAll('table.matrix tbody th')].filter(e => e.textContent === {JsonSerializer.Serialize(shown)}).length"));
        Assert.Equal(Hostile, await browser.Evaluate<string>("NetGenPage.charts.at(-1).data.title"));
    }

    [BrowserFact]
    public async Task The_script_marks_the_values_that_the_picture_marks()
    {
        (bool IsLog, double[] Values)[] cases =
        [
            (false, [0.8, 0.5, 0.3]),
            (false, [12345, 67890, 1e7]),
            (false, [1e-9, 3e-9, 2e-9]),
            (false, [-0.001, 0.002, 0]),
            (false, [5, 5, 5]),
            (false, [0, 0, 0]),
            (false, [1e300, -1e300, 1e305]),
            (false, [5e-324, 0, 5e-324]),
            (false, [100.001, 100.002, 100.003]),
            (true, [1, 2, 3]),
            (true, [0.2, 15, 900]),
            (true, [1e-12, 1, 1e9]),
            (true, [7, 7, 7]),
            (true, [5e-324, 1, 1.7e308]),
            (true, [0.00012, 0.00013, 0.00014]),
        ];
        var browser = await shared.Get();
        foreach (var (isLog, values) in cases)
        {
            var chart = new Chart("chart", [ChartSeries.Of("a", values)]) { IsLogY = isLog };
            new ReportPage("chart").Charts(chart).Save(FilePath);
            await browser.Open(FilePath);

            var height = await browser.Evaluate<int>("document.querySelector('.plot svg').clientHeight");
            var scale = ChartScale.Of(chart.Series[0].Y, isLog, isValueAxis: true, Math.Max(2, (height - 48) / 45))!;

            Assert.Equal(scale.Ticks.Select(static tick => tick.Label), await browser.Evaluate<string[]>("[...document.querySelectorAll('.y-tick')].map(e => e.textContent)"));
            Assert.NotEmpty(scale.Ticks);
            var path = await browser.Evaluate<string>("document.querySelector('.curve').getAttribute('d')");
            Assert.Matches(@"^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+)*$", path);
            var bottom = height - 38;
            double[] expected = [.. values.Select(value => bottom - (scale.At(value) * (bottom - 10)))];
            double[] drawn = [.. path[1..].Split('L').Select(static point => double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(expected, drawn, static (wanted, actual) => Math.Abs(wanted - actual) < 0.2);
        }
    }

    [BrowserFact]
    public async Task Without_scripts_the_page_shows_the_same_charts()
    {
        new ReportPage("chart").Charts(new Chart("chart", [ChartSeries.Of("a", [1, 2, 3]), ChartSeries.Of("b", [3, 2, 1])])).Save(FilePath);
        var text = await File.ReadAllTextAsync(FilePath);
        await File.WriteAllTextAsync(FilePath, text.Replace("script-src 'unsafe-inline'", "script-src 'none'", StringComparison.Ordinal));
        var browser = await shared.Get();

        await browser.Open(FilePath, 360, 740);

        Assert.Equal(2, await browser.Evaluate<int>("document.querySelectorAll('.plot svg path[fill=none]').length"));
        Assert.True(await browser.Evaluate<int>("document.documentElement.scrollWidth") <= 360);
    }

    private async Task<Browser> Opened(double[] first, double[] second)
    {
        new ReportPage("A page").Charts(new Chart("Losses", [ChartSeries.Of("a", first), ChartSeries.Of("b", second)])).Save(FilePath);
        var browser = await shared.Get();
        await browser.Open(FilePath);
        return browser;
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(static line => line.Trim('\t', '\r', ' ')).Where(static line => line.Length > 0));
}
