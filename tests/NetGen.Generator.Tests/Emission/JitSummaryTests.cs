using System.Globalization;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>The JIT's own summary tells of a method for which it gave up: so the tests that ask it for emitted code can fail.</summary>
public sealed class JitSummaryTests
{
    [Fact]
    public void A_method_that_is_too_large_is_told()
    {
        // More blocks than the JIT optimises.
        var choices = string.Concat(Enumerable.Range(0, 2500).Select(static number => $"x = x > {number.ToString(CultureInfo.InvariantCulture)} ? x * 2 : x + 1;\n"));
        var project = Host.Compile($"public static class Methods {{ public static void Main() {{ }} public static int Small(int x) => x + 1; public static int Large(int x) {{ {choices} return x; }} }}");

        var summary = EmittedProgram.Summary(project);

        Assert.Contains(summary.Optimised, static method => method.StartsWith("Methods:Small(", StringComparison.Ordinal));
        Assert.StartsWith("Methods:Large(", Assert.Single(summary.GivenUp), StringComparison.Ordinal);
    }
}
