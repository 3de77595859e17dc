using System.Diagnostics;

namespace NetGen.Tests.Shared;

/// <summary>
/// What the JIT itself says of the methods of an assembly: whether it optimised each. All are compiled in a process of their own, without tiers, so that one that
/// is not optimised is one for which the JIT gave up.
/// </summary>
/// <param name="Optimised">The methods that it optimised.</param>
/// <param name="GivenUp">The methods that it did not: too many blocks, locals or instructions.</param>
internal sealed record JitSummary(IReadOnlyList<string> Optimised, IReadOnlyList<string> GivenUp)
{
    /// <param name="program">A program that can load the assembly.</param>
    /// <param name="assembly">The assembly.</param>
    public static JitSummary Of(string program, string assembly)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardError = true, RedirectStandardOutput = true };
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
            start.Environment["NETGEN_PREPARE"] = assembly;
            start.Environment["DOTNET_TieredCompilation"] = "0";
            start.Environment["DOTNET_JitStdOutFile"] = file;
            start.Environment["DOTNET_JitDisasmSummary"] = "1";
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error + output.Result);
            return Read(File.ReadLines(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Reads lines such as <c>12: JIT compiled Net+Kernels:HiddenForward(…) [FullOpts, IL size=…, code size=…]</c>.</summary>
    private static JitSummary Read(IEnumerable<string> lines)
    {
        const string Compiled = "JIT compiled ";
        var methods = lines.Where(static line => line.Contains(Compiled, StringComparison.Ordinal))
            .Select(static line => line[(line.IndexOf(Compiled, StringComparison.Ordinal) + Compiled.Length)..]).ToArray();
        return new(
            [.. methods.Where(static method => method.Contains("[FullOpts", StringComparison.Ordinal))],
            // What is run once, or compiled without optimisation as this hook may be, is no method for which the JIT gave up.
            [.. methods.Where(static method => method.Contains("switched MinOpts", StringComparison.Ordinal))]);
    }
}
