namespace NetGen.Numeric.Tests;

/// <summary>No method of a test network is so large that the JIT silently stops optimising it: by the JIT's own summary.</summary>
public sealed class OptimisationTests
{
    [LongFact]
    public void The_JIT_optimises_every_method_of_every_test_network()
    {
        var summary = JitSummary.Of(
            Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Runner.dll"), Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Checks.dll"));

        Assert.True(summary.Optimised.Count(static method => method.Contains("+Kernels:", StringComparison.Ordinal)) > 1000, $"The JIT told of {summary.Optimised.Count} methods only.");
        Assert.Empty(summary.GivenUp);
    }
}
