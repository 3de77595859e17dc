using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Tests.Incrementality;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>A project with differentiable functions, compiled with what the generator adds, and loaded.</summary>
internal sealed class CompiledFunctions
{
    private readonly Assembly assembly;
    private readonly ConcurrentDictionary<(string, Type, int), MethodInfo> methods = [];

    private CompiledFunctions(Assembly assembly, GeneratorRun run) => (this.assembly, Run) = (assembly, run);

    public GeneratorRun Run { get; }

    /// <summary>What the generator read, by method name and type.</summary>
    public IEnumerable<FunctionDeclaration> Declarations
        => Run.Result.Outputs(FunctionPipeline.Steps.FunctionDeclarations).Select(static output => (FunctionDeclaration)output.Value);

    /// <summary>Compiles the members of a class <c>Functions</c>.</summary>
    public static CompiledFunctions Members(string members, params string[] otherSources)
        => Compile(["public static partial class Functions\n{\n" + members + "\n}\n", .. otherSources]);

    /// <summary>Compiles sources. Nothing may be wrong with what is generated; in the sources themselves warnings are allowed.</summary>
    public static CompiledFunctions Compile(params string[] sources)
    {
        var run = Host.RunForValues(sources);
        Assert.Null(run.Result.Exception);
        var assembly = run.Load();
        var generated = run.Result.GeneratedSources.Select(static file => file.SyntaxTree).ToHashSet();
        Assert.DoesNotContain(
            run.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || generated.Contains(diagnostic.Location.SourceTree!));
        return new(assembly, run);
    }

    public Type Type(string name) => assembly.GetType(name) ?? throw new ArgumentException($"There is no type '{name}'.", nameof(name));

    /// <summary>Calls a function of doubles; a tuple gives its elements.</summary>
    public double[] Call(string name, params double[] arguments) => Invoke(name, typeof(double), Array.ConvertAll(arguments, static x => (object)x));

    /// <summary>Calls a function of floats; a tuple gives its elements.</summary>
    public double[] CallSingle(string name, params double[] arguments) => Invoke(name, typeof(float), Array.ConvertAll(arguments, static x => (object)(float)x));

    /// <summary>Calls a static method of any type.</summary>
    public object? CallStatic(string type, string name, params object[] arguments) => Type(type).GetMethod(name)!.Invoke(null, arguments);

    private double[] Invoke(string name, Type type, object[] arguments)
    {
        var method = methods.GetOrAdd((name, type, arguments.Length), key => Assert.Single(
            Type("Functions").GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic),
            found => found.Name == key.Item1 && found.GetParameters() is var parameters
                && parameters.Length == key.Item3 && Array.TrueForAll(parameters, parameter => parameter.ParameterType == key.Item2)));
        var result = method.Invoke(null, arguments);
        return result is ITuple tuple
            ? [.. Enumerable.Range(0, tuple.Length).Select(index => Convert.ToDouble(tuple[index], System.Globalization.CultureInfo.InvariantCulture))]
            : [Convert.ToDouble(result, System.Globalization.CultureInfo.InvariantCulture)];
    }
}
