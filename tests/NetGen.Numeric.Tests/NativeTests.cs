namespace NetGen.Numeric.Tests;

/// <summary>Every check as a native program, compiled ahead of time as a user's program would be.</summary>
[Trait("Category", "NativeAot")]
public class NativeTests
{
    [NativeFact]
    public void All_checks_hold_in_a_native_program()
    {
        // A folder of its own: the repository's obj folders belong to the ordinary build. What is up to date in it is not built again.
        var folder = Path.Combine(AppContext.BaseDirectory, "native");
        var publish = Runner.Start("dotnet",
        [
            "publish", Repository.At("tests/NetGen.Numeric.Runner"),
            "-c", "Release", "-r", "linux-x64", "--artifacts-path", folder, "-o", Path.Combine(folder, "program"), "-nologo",
            "/p:PublishAot=true",

            // A server left behind would hold on to what this test reads from.
            "--disable-build-servers",

            // Roslyn's own analysis for trimming takes minutes on so much emitted code; that of the native compiler is the one that counts.
            "/p:EnableTrimAnalyzer=false", "/p:EnableAotAnalyzer=false", "/p:EnableSingleFileAnalyzer=false", "/p:RunAnalyzers=false",
        ]);
        Assert.True(publish.ExitCode == 0, publish.Output);
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);

        var run = Runner.Start(Path.Combine(folder, "program", "NetGen.Numeric.Runner"), []);
        run.ExpectAllChecks("native=True", "vector256=True", "avx2=True");
    }
}
