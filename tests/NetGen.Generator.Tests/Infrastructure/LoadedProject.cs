using System.Reflection;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>A project compiled with what the generator adds to it, and loaded into the test.</summary>
internal sealed class LoadedProject
{
    private readonly Assembly assembly;

    public LoadedProject(params string[] sources)
    {
        var run = Host.Run(sources);
        assembly = run.Load();
        Files = run.AssertClean().Files;
    }

    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Calls a static method of the project.</summary>
    public object? Call(string type, string method, params object[] arguments) => assembly.GetType(type)!.GetMethod(method)!.Invoke(null, arguments);

    /// <summary>Makes a network.</summary>
    public INetwork Network(string name = "Net", ulong seed = 1) => (INetwork)Activator.CreateInstance(assembly.GetType(name)!, seed)!;
}
