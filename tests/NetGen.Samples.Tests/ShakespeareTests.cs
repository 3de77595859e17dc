using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class ShakespeareTests : IDisposable
{
    private const string Sample = "Shakespeare";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("shakespeare");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string> Models => [.. TestTier.OneIn(2, ["gpt", "lstm"])];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task It_learns_what_the_grammar_writes_and_a_saved_model_writes_the_same_again(string model)
    {
        var steps = TestTier.Cases(quick: 40, complete: 120).ToString(CultureInfo.InvariantCulture);
        var run = await SampleRun.Of(Sample, folder.FullName, "--model", model, "--steps", steps, "--length", "120");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        double[] losses = [.. Regex.Matches(run.Output, @"step +\d+ .* validation ([\d.]+) \(").Select(static match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(8, losses.Length);
        // A uniform guess among the grammar's characters has 3.8.
        Assert.InRange(losses[^1], 0.5, TestTier.IsComplete ? 2.6 : 3.2);
        Assert.True(losses[^1] < losses[0]);

        var again = await SampleRun.Of(Sample, folder.FullName, "--load", model + ".safetensors", "--length", "120");

        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        var written = Written(again.Output);
        Assert.Equal(120, written.Length);
        Assert.Equal(Written(run.Output), written);

        static string Written(string output)
        {
            var lines = output.ReplaceLineEndings("\n");
            return Regex.Match(lines, @"(?:\A|\n\n)([^\0]{120})\n\n\d+ characters a second\n\z").Groups[1].Value;
        }
    }

    [Fact]
    public async Task A_text_with_too_many_different_characters_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "many.txt"), string.Concat(Enumerable.Range(0x4E00, 500).Select(static code => (char)code)));

        var run = await SampleRun.Of(Sample, folder.FullName, "--data", "many.txt");

        Assert.Equal((2, "", "shakespeare: The text has 500 different characters, and the network knows 96."), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }

    [Theory]
    [InlineData("there is no option '--colour'; --help lists them.", "--colour")]
    [InlineData("--model takes gpt or lstm, but got 'rnn'.", "--model", "rnn")]
    [InlineData("--steps takes a whole number from 1, but got '0'.", "--steps", "0")]
    [InlineData("--temperature takes a number of at least 0, but got '-1'.", "--temperature", "-1")]
    public async Task A_wrong_option_is_told_in_one_line(string message, params string[] arguments)
    {
        var run = await SampleRun.Of(Sample, folder.FullName, arguments);

        Assert.Equal((2, "", $"shakespeare: {message}"), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }
}
