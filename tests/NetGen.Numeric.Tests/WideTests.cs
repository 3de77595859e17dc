namespace NetGen.Numeric.Tests;

/// <summary>
/// All checks once more, on networks that are compiled for vectors of 512 bits: where the processor has them, and every fifth where
/// they are made of two of 256 bits. A quick run has some of the networks in both widths, among those of the other checks.
/// </summary>
[Trait("Category", "Engines")]
public sealed class WideTests
{
#if COMPLETE_TESTS
    /// <summary>With the vectors that are there, and without AVX-512: what the framework makes of such vectors on older processors still is its own matter.</summary>
    public static TheoryData<string?, string> Engines
    {
        get
        {
            var data = new TheoryData<string?, string>();
            foreach (var engine in EngineTests.Engines.Take(2))
                data.Add((string?)engine[0], (string)engine[1]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_checks_hold_for_vectors_of_512_bits_with(string? switchedOff, string engine)
    {
        var every = switchedOff is null ? 1 : 5;
        var run = Runner.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Wide.dll"), "--every", $"{every}"], switchedOff);
        run.ExpectChecks(every, "native=False", engine);
    }
#endif
}
