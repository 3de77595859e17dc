using System.Diagnostics;
using System.Text;

namespace NetGen.Package.Tests;

/// <summary>Runs the dotnet command as a developer would in a terminal.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    /// <summary>For commands of MSBuild: in the command's own process, so that none waits for another under the load of a whole test run.</summary>
    public const string OneProcess = "-m:1";

    /// <summary>Runs a command in a folder and gives what it prints; fails when its exit code is not 0.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        var (exitCode, output) = Execute(folder, arguments);
        Assert.True(exitCode == 0, $"'dotnet {string.Join(' ', arguments)}' ended with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs a command in a folder and gives what it prints; fails when its exit code is 0.</summary>
    public static string Fail(string folder, params string[] arguments)
    {
        var (exitCode, output) = Execute(folder, arguments);
        Assert.True(exitCode != 0, $"'dotnet {string.Join(' ', arguments)}' should have failed:\n{output}");
        return output;
    }

    private static (int ExitCode, string Output) Execute(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test run's own settings of MSBuild are not a developer's.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);

        // No node of MSBuild outlives the test. The compiler may be the one that built the tests: it is warm, and copies what it loads.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // A consumer is restored from the package's folder alone; the question whether its packages have known flaws needs a network.
        start.Environment["NuGetAudit"] = "false";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'dotnet {string.Join(' ', arguments)}' did not end within {Limit.TotalMinutes} minutes:\n{output}");
        }

        process.WaitForExit();
        return (process.ExitCode, output.ToString());

        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.Append(line.Data).Append(line.Data is null ? "" : "\n");
        }
    }
}
