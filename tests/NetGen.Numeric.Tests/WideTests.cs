namespace NetGen.Numeric.Tests;

/// <summary>
/// All checks once more, on networks that are compiled for vectors of 512 bits: where the processor has them, and where they are made of two of 256 bits or of
/// single floats. A quick run has some of the networks in both widths, among those of the other checks.
/// </summary>
[Trait("Category", "Engines")]
public sealed class WideTests
{
#if COMPLETE_TESTS
    [Theory]
    [MemberData(nameof(EngineTests.Engines), MemberType = typeof(EngineTests))]
    public void The_checks_hold_for_vectors_of_512_bits_with(string? switchedOff, string engine)
    {
        var run = Runner.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Wide.dll")], switchedOff);
        run.ExpectAllChecks("native=False", engine);
    }
#endif
}
