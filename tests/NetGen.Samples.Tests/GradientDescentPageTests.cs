using System.Globalization;

namespace NetGen.Samples.Tests;

public sealed class GradientDescentPageTests(SharedBrowser shared) : IClassFixture<SharedBrowser>, IAsyncLifetime, IDisposable
{
    private const string Verdict = "document.getElementById('verdict').textContent";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gradient-descent");

    private string FilePath => Path.Combine(folder.FullName, "gradient-descent.html");

    public async Task InitializeAsync()
    {
        if (Browser.Program is not null)
            Assert.Equal(0, (await SampleRun.Of("GradientDescent", folder.FullName)).ExitCode);
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Delete(recursive: true);

    [BrowserFact]
    public async Task The_page_can_be_read_and_used_everywhere() => await RenderedPage.Check(await shared.Get(), FilePath);

    [BrowserFact]
    public async Task The_page_takes_the_steps_that_the_definition_takes()
    {
        var browser = await Opened();
        (string Name, double X, double Y, Func<double, double, (double Dx, double Dy)> Gradient)[] functions =
        [
            ("Himmelblau", 0, -0.9, static (x, y) => ((4 * x * ((x * x) + y - 11)) + (2 * (x + (y * y) - 7)), (2 * ((x * x) + y - 11)) + (4 * y * (x + (y * y) - 7)))),
            ("Rosenbrock", -1, -0.5, static (x, y) => ((-2 * (1 - x)) - (400 * x * (y - (x * x))), 200 * (y - (x * x)))),
            ("Saddle", -1.4, 0.01, static (x, y) => (2 * x, (y * y * y) - y)),
        ];
        foreach (var (name, startX, startY, gradient) in functions)
        {
            const double Rate = 0.001;
            const double Momentum = 0.5;
            var (x, y, velocityX, velocityY) = (startX, startY, 0.0, 0.0);
            for (var step = 0; step < 40; step++)
            {
                var (dx, dy) = gradient(x, y);
                (velocityX, velocityY) = ((Momentum * velocityX) + dx, (Momentum * velocityY) + dy);
                (x, y) = (x - (Rate * velocityX), y - (Rate * velocityY));
            }

            var end = await browser.Evaluate<double[]>($"(Descent.choose('{name}'), Descent.descend({Number(Rate)}, {Number(Momentum)}, 40).slice(-1).flatMap(p => [p.x, p.y]))");

            // Starts are floats in the page.
            double[] expectedEnd = [x, y];
            Assert.Equal(expectedEnd, end, static (expected, actual) => Math.Abs(expected - actual) < 1e-5);
        }
    }

    [BrowserFact]
    public async Task What_the_page_says_of_momentum_and_of_the_saddle_is_so()
    {
        var browser = await Opened();
        var ends = await browser.Evaluate<double[]>("(Descent.choose('Rosenbrock'), [0, 0.5].map(momentum => Descent.descend(0.002, momentum, 300).at(-1).value))");
        Assert.InRange(ends[0], 0.1, 1);
        Assert.InRange(ends[1], 0, 0.01);
        Assert.InRange(await browser.Evaluate<int>("Descent.descend(0.002, 0.9, 300).length"), 1, 299);
        Assert.Equal(0, await browser.Evaluate<double>("(Descent.choose('Saddle'), Descent.moveTo(-1.4, 0), Descent.descend(0.2, 0, 60).at(-1).y)"));
    }

    [BrowserFact]
    public async Task A_rate_that_is_dragged_changes_the_path_and_the_verdict()
    {
        var browser = await Opened();
        Assert.StartsWith("It arrives after ", await browser.Evaluate<string>(Verdict), StringComparison.Ordinal);
        var before = await browser.Evaluate<string>("document.querySelector('#field .way').getAttribute('d')");

        await browser.Point("#rate", 0.05, click: true);

        Assert.StartsWith("It is on its way down: ", await browser.Evaluate<string>(Verdict), StringComparison.Ordinal);
        Assert.NotEqual(before, await browser.Evaluate<string>("document.querySelector('#field .way').getAttribute('d')"));
        await browser.Point("#rate", 0.95, click: true);
        Assert.Contains("it has left the numbers", await browser.Evaluate<string>(Verdict), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task The_keyboard_reaches_everything()
    {
        var browser = await Opened();
        await browser.Evaluate<bool>("document.getElementById('momentum').focus(), true");
        await browser.Press("ArrowRight");
        Assert.Equal("0.01", await browser.Evaluate<string>("document.getElementById('momentum-value').textContent"));

        await browser.Evaluate<bool>("document.getElementById('start').focus(), true");
        var before = await browser.Evaluate<double>("Number(document.getElementById('start').getAttribute('cx'))");
        await browser.Press("ArrowRight");

        // A fiftieth of the window's width.
        Assert.Equal(before + (370.0 / 50), await browser.Evaluate<double>("Number(document.getElementById('start').getAttribute('cx'))"), 1e-6);
    }

    [BrowserFact]
    public async Task The_start_is_where_the_picture_is_pressed()
    {
        var browser = await Opened();

        await browser.Point("#field svg", 0.25, click: true);

        Assert.Equal(370 * 0.25, await browser.Evaluate<double>("Number(document.getElementById('start').getAttribute('cx'))"), 2.0);
        Assert.Equal(165, await browser.Evaluate<double>("Number(document.getElementById('start').getAttribute('cy'))"), 2.0);
    }

    private async Task<Browser> Opened()
    {
        var browser = await shared.Get();
        await browser.Open(FilePath);
        return browser;
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
