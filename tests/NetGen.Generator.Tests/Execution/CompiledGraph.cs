using System.Reflection;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Compiles graphs to C#, C# to an assembly, and hands out the networks, to be run as a user runs them.</summary>
internal static class CompiledGraph
{
    /// <summary>The network of each graph, all from one assembly.</summary>
    public static INetwork[] Compile(IReadOnlyList<NetworkGraph> graphs, CodeForm form = CodeForm.Fast, VectorSize vectors = VectorSize.Bits256)
    {
        var sources = new List<string>();
        for (var number = 0; number < graphs.Count; number++)
        {
            var name = $"Network{number}";
            var type = new ClassDeclaration("Compiled", [], name, "public") { QualifiedName = "Compiled." + name };
            var input = graphs[number].Nodes.First(static node => node.Operation is Input);
            var declaration = new NetworkDeclaration(type, new InputDeclaration("input", input.Shape.SampleDimensions.ToEquatableArray()), [])
            {
                Vectors = vectors,
                Lengths = graphs[number].Nodes.Select(static node => node.Operation is Input { Longest: { } longest } ? new InputDeclaration("lengths", [1]) { Longest = longest } : null).OfType<InputDeclaration>().FirstOrDefault(),
            };
            sources.Add($"namespace Compiled; public partial class {name};");
            sources.AddRange(NetworkFiles.Write(declaration, Pipeline.Run(graphs[number], Target.Of(vectors), new VerifyingObserver(), form: form)).Select(static file => file.Text));
        }

        var compilation = Host.CompileForValues([.. sources]);
        compilation = compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(static d => d.Severity >= DiagnosticSeverity.Warning)));
        var assembly = Assembly.Load(image.ToArray());
        return [.. Enumerable.Range(0, graphs.Count).Select(number => (INetwork)Activator.CreateInstance(assembly.GetType($"Compiled.Network{number}")!, 1UL)!)];
    }
}
