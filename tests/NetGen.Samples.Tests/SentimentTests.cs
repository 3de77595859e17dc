using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class SentimentTests : IDisposable
{
    private const string Sample = "Sentiment";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sentiment");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task It_understands_what_a_bag_of_words_cannot_and_a_saved_model_judges_the_same()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--count", "2500", "--epochs", "5");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"2,500 texts of [345] to \d\d words", run.Output);
        var (frequent, bag, reader) = (Percent("the more frequent label"), Percent("a bag of words"), Percent("the LSTM"));
        Assert.InRange(frequent, 50, 60);
        Assert.InRange(bag, 55, 90);
        Assert.InRange(reader, 95, 100);
        Assert.Matches(@"bad +\d+%  the soup was not great\.", run.Output);
        Assert.Matches(@"good +\d+%  although the music was awful, the ending was superb\.", run.Output);

        var again = await SampleRun.Of(Sample, folder.FullName, "--load", "sentiment.safetensors");

        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.EndsWith(again.Output, run.Output, StringComparison.Ordinal);

        double Percent(string what) => double.Parse(Regex.Match(run.Output, what + @" +([\d.]+)%").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task It_learns_from_a_file_that_is_sorted_by_label()
    {
        var lines = Enumerable.Range(0, 200).Select(static number => number < 100 ? $"no\tnumber {number} is left out" : $"yes\tnumber {number} is taken");
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "texts.txt"), lines);

        var run = await SampleRun.Of(Sample, folder.FullName, "--data", "texts.txt", "--text", "7 is taken", "--text", "it is left out");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"yes +\d+%  7 is taken", run.Output);
        Assert.Matches(@"no +\d+%  it is left out", run.Output);
    }

    [Theory]
    [InlineData("a\tone\nb\ttwo\nc\tthree", "There are two labels, but the texts have 3: a, b, c.")]
    [InlineData("a\tone\ntwo", "Line 2 of 'texts.txt' has no label with a tabulator behind it.")]
    [InlineData("a\tone\nb\t...", "A text has no words: '...'.")]
    public async Task A_file_that_is_wrong_is_refused(string text, string message)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "texts.txt"), text);

        var run = await SampleRun.Of(Sample, folder.FullName, "--data", "texts.txt");

        Assert.Equal((2, "", $"sentiment: {message}"), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }

    [Theory]
    [InlineData("there is no option '--colour'; --help lists them.", "--colour")]
    [InlineData("--epochs takes a whole number from 1, but got '0'.", "--epochs", "0")]
    [InlineData("--count takes a whole number from 20, but got '2'.", "--count", "2")]
    public async Task A_wrong_option_is_told_in_one_line(string message, params string[] arguments)
    {
        var run = await SampleRun.Of(Sample, folder.FullName, arguments);

        Assert.Equal((2, "", $"sentiment: {message}"), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }
}
