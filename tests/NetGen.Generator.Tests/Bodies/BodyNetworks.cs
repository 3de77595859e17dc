using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Networks with forward methods, read and lowered.</summary>
internal static class BodyNetworks
{
    /// <summary>A network called <c>Net</c> of the members of its class.</summary>
    public static string Source(string members, string others = "", bool inputGradient = false)
        => $$"""
            using System.Linq;
            using static NetGen.Functional;

            [Network{{(inputGradient ? "(InputGradient = true)" : "")}}]
            public sealed partial class Net
            {
            {{members}}
            }

            {{others}}
            """;

    /// <summary>The graph of <c>Net</c>, which has to be without mistakes.</summary>
    public static NetworkGraph Lower(string members, string others = "")
    {
        var declarations = new Declarations();
        var run = Host.Run(Host.Compile(Source(members, others)), declarations.Compile);
        Assert.Empty(run.Result.Diagnostics);
        var lowering = NetworkLowering.Of(declarations.Compiled.Single(static network => network.Class.Name == "Net"));
        Assert.Empty(lowering.Problems);
        Assert.NotNull(lowering.Graph);
        return lowering.Graph;
    }

    /// <summary>The graph as text, one node a line.</summary>
    public static string[] Lines(string members, string others = "")
        => GraphPrinter.Print(Lower(members, others)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Compares a graph with what it is to be, one node a line.</summary>
    public static void AssertGraph(string expected, string members, string others = "")
        => Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join("\n", Lines(members, others)));

    /// <summary>The graph as text without the names of values, so that two ways to write the same can be compared.</summary>
    public static string[] Structure(string members, string others = "")
        => [.. Lines(members, others).Select(static line => string.Join("  ", line.Split("  ")[..2]) + (line.EndsWith("→ output", StringComparison.Ordinal) ? "  → output" : ""))];

    /// <summary>The declaration of <c>Net</c>.</summary>
    public static NetworkDeclaration Declare(string members, string others = "")
        => Declarations.Read(Source(members, others)).Single(static network => network.Class.Name == "Net");
}
