using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NetGen.Numeric.Checks;

namespace NetGen.Numeric.Tests;

/// <summary>What a process said and how it ended.</summary>
internal sealed partial record Runner(int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="switchedOff">An instruction set's environment variable, to be 0 in it.</param>
    public static Runner Start(string program, IEnumerable<string> arguments, string? switchedOff = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // What the process of the tests was started with is not to decide what is tested.
        foreach (var variable in start.Environment.Keys.Where(static name => name.StartsWith("DOTNET_Enable", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        if (switchedOff is not null)
            start.Environment[switchedOff] = "0";

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} has not ended after {Patience}.");
        }

        process.WaitForExit();
        return new Runner(process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }

    /// <summary>That all checks have run and hold, on an engine that is described so.</summary>
    public void ExpectAllChecks(params string[] engine) => ExpectChecks(every: 1, engine);

    /// <summary>That the checks have run and hold, on an engine that is described so.</summary>
    /// <param name="every">Which were asked for: the first, and every so many after it.</param>
    /// <param name="engine">What the program says of its engine.</param>
    public void ExpectChecks(int every, params string[] engine)
    {
        var counts = Counts().Match(Output);
        Assert.True(counts.Success, $"The runner ended with {ExitCode} and has not counted:\n{Output}");
        Assert.True(counts.Groups[2].Value == "0" && ExitCode == 0, Output);
        Assert.Equal((CheckTable.All.Count + every - 1) / every, int.Parse(counts.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.All(engine, text => Assert.Contains(text, Output, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^(\d+) passed, (\d+) failed\s*$", RegexOptions.Multiline)]
    private static partial Regex Counts();
}
