using System.Collections.Concurrent;
using System.Reflection;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>A project compiled with what the generator adds to it, and loaded into the test. Tests of the same sources share it.</summary>
internal sealed class LoadedProject
{
    private static readonly ConcurrentDictionary<string, Lazy<(Assembly Assembly, IReadOnlyDictionary<string, string> Files)>> Known = new();

    private readonly Assembly assembly;

    public LoadedProject(params string[] sources)
        => (assembly, Files) = Known.GetOrAdd(string.Join('\0', sources), _ => new(() => Compiled(sources))).Value;

    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Calls a static method of the project.</summary>
    public object? Call(string type, string method, params object[] arguments) => assembly.GetType(type)!.GetMethod(method)!.Invoke(null, arguments);

    /// <summary>Makes a network.</summary>
    public INetwork Network(string name = "Net", ulong seed = 1) => (INetwork)Activator.CreateInstance(assembly.GetType(name)!, seed)!;

    private static (Assembly Assembly, IReadOnlyDictionary<string, string> Files) Compiled(string[] sources)
    {
        var run = Host.RunForValues(sources);
        return (run.Load(), run.AssertClean().Files);
    }
}
