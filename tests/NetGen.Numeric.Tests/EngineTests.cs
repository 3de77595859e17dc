using System.Runtime.Intrinsics.X86;

namespace NetGen.Numeric.Tests;

/// <summary>
/// The checks in a process of its own for each set of instructions: the vectors that are there, without AVX-512, without AVX2, and none. All
/// of them in a complete run, in a quick one every fortieth; and few with the vectors that are there, with which <see cref="CheckTests"/> runs them all.
/// </summary>
[Trait("Category", "Engines")]
public class EngineTests
{
    /// <summary>What is to be switched off, and what the runner must then report.</summary>
    public static TheoryData<string?, string> Engines => new()
    {
        // Whatever this machine has, and nothing less.
        { null, $"vector256={(Avx2.IsSupported ? "True" : "False")} vector512={(Avx512F.IsSupported ? "True" : "False")} " },

        // The name of .NET 10; up to .NET 9 it was EnableAVX512F, which now does nothing.
        { "DOTNET_EnableAVX512", $"vector256={(Avx2.IsSupported ? "True" : "False")} vector512=False avx2={(Avx2.IsSupported ? "True" : "False")} " },
        { "DOTNET_EnableAVX2", "vector128=True vector256=False vector512=False avx2=False fma=False avx512=False" },
        { "DOTNET_EnableHWIntrinsic", "vector128=False vector256=False vector512=False avx2=False fma=False avx512=False" },
    };

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_checks_hold_with(string? switchedOff, string engine)
    {
        var every = switchedOff is null ? 100 : TestTier.Cases(quick: 40, complete: 1);
        var run = Runner.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Runner.dll"), "--every", $"{every}"], switchedOff);
        run.ExpectChecks(every, "native=False", engine);
    }
}
