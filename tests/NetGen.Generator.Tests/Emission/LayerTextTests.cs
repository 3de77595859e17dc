using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>One layer of each kind as it is read, in both forms: the two passes and, in the readable form, the methods that they call.</summary>
public sealed class LayerTextTests
{
    public static TheoryData<string, string> Layers => new()
    {
        { "convolution", "[Network(InputGradient = true{0}), Input(1, 4, 4), Conv2D(2, 3, Padding = 1)]" },
        { "pool", "[Network({0}), Input(1, 4, 4), Conv2D(1, 1), MaxPool2D(2)]" },
        { "normalisation", "[Network(InputGradient = true{0}), Input(2, 2, 2), BatchNorm]" },
        { "attention", "[Network(InputGradient = true{0}), Input(3, 4), MultiHeadAttention(2)]" },
        { "recurrence", "[Network(InputGradient = true{0}), Input(3, 2), Rnn(2)]" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer(string name, string attributes)
    {
        foreach (var (form, code) in new[] { ("fast", "Fast"), ("readable", "Readable") })
        {
            var argument = $"Code = EmittedCode.{code}";
            var declared = attributes.Replace("true{0}", $"true, {argument}", StringComparison.Ordinal).Replace("{0}", argument, StringComparison.Ordinal);
            Snapshot.Verify(Passes(Host.Run($"{declared}\npublic sealed partial class Net;").AssertClean()), $"{name}.{form}");
        }
    }

    /// <summary>The methods of training, as they are written.</summary>
    private static string Passes(GeneratorRun run)
    {
        var methods = new[] { "Net.Forward.g.cs", "Net.Backward.g.cs" }
            .SelectMany(file => CSharpSyntaxTree.ParseText(run.Files[file], Host.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(static method => method is { Identifier.ValueText: "Forward", ParameterList.Parameters.Count: 1 } or { Identifier.ValueText: "Backward", ParameterList.Parameters.Count: 3 }
                || (method.Parent is ClassDeclarationSyntax { Identifier.ValueText: "Kernels" } && !method.Identifier.ValueText.EndsWith("Predict", StringComparison.Ordinal)));
        return string.Join("\n", methods.Select(static method => method.ToFullString().Trim('\n') + "\n"));
    }
}
