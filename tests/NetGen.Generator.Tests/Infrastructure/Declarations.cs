using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>Takes the place of the compiler of networks and notes what it is asked to compile.</summary>
internal sealed class Declarations
{
    private readonly List<NetworkDeclaration> compiled = [];

    /// <summary>The declarations so far, in the order in which they came.</summary>
    public IReadOnlyList<NetworkDeclaration> Compiled => compiled;

    /// <summary>Their networks' names.</summary>
    public IEnumerable<string> Names => compiled.Select(static network => network.Class.QualifiedName);

    /// <summary>What the generator reads from sources in which nothing is wrong.</summary>
    public static IReadOnlyList<NetworkDeclaration> Read(params string[] sources)
    {
        var declarations = new Declarations();
        Host.Run(Host.Compile(sources), declarations.Compile).AssertClean();
        return declarations.Compiled;
    }

    public void Clear() => compiled.Clear();

    public CompiledNetwork Compile(NetworkDeclaration network)
    {
        compiled.Add(network);
        return new([new($"{network.Class.QualifiedName}.g.cs", $"// {network}\n")], []);
    }
}
