using System.Diagnostics;
using System.Text;

namespace NetGen.Samples.Tests;

/// <summary>What came of a run of a sample.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to the standard output.</param>
/// <param name="Error">What it wrote to the standard error.</param>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a sample in a folder, with arguments.</summary>
    public static async Task<SampleRun> Of(string sample, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // A country whose numbers have a comma: pictures and tables have points all the same.
        start.Environment["LC_ALL"] = "de_DE.UTF-8";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{sample}' did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}
