using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Compiler;

/// <summary>Whatever goes wrong with one class or function is its diagnostic, and every other keeps its code.</summary>
public sealed class GuardTests
{
    private const string Project = """
        [Network, Input(2), Dense(1)] public partial class Bad;
        [Network, Input(2), Dense(1)] public partial class Good;
        public static partial class Functions
        {
            [Differentiable] public static float BadF(float x) => x;
            [Differentiable] public static float GoodF(float x) => x;
            [Loss] public static float BadL(float prediction, float target) => prediction;
            [Loss] public static float GoodL(float prediction, float target) => prediction;
        }
        """;

    private static readonly GeneratorParts Real = new();

    public static TheoryData<string> Parts => [.. Failing.Keys];

    private static Dictionary<string, (GeneratorParts Parts, string Subject)> Failing { get; } = new()
    {
        ["a network is read"] = (Real with { ReadNetwork = static (context, token) => Fail(context.TargetSymbol.Name, () => Real.ReadNetwork(context, token)) }, "network 'Bad'"),
        ["a network is compiled"] = (Real with { CompileNetwork = static network => Fail(network.Class.Name, () => Real.CompileNetwork(network)) }, "network 'Bad'"),
        ["a function is read"] =
            (Real with { ReadDifferentiable = static (context, token) => Fail(context.TargetSymbol.Name, () => Real.ReadDifferentiable(context, token)) }, "function 'Functions.BadF(float)'"),
        ["a loss is read"] = (Real with { ReadLoss = static (context, token) => Fail(context.TargetSymbol.Name, () => Real.ReadLoss(context, token)) }, "function 'Functions.BadL(float, float)'"),
        ["a function is written"] = (Real with { WriteFunction = static function => Fail(function.Name == "BadF" ? "Bad" : "", () => Real.WriteFunction(function)) }, "function 'Functions.BadF'"),
        ["a file has a name with a character that Roslyn refuses"] = (Real with { CompileNetwork = static network => Renamed(network.Class.Name, "Bad.Of?.g.cs", Real.CompileNetwork(network)) }, "network 'Bad'"),
        ["a file has the name of another network's"] = (Real with { CompileNetwork = static network => Renamed(network.Class.Name, "Good.Forward.g.cs", Real.CompileNetwork(network)) }, "network 'Bad'"),
        ["two files have one name"] = (Real with { CompileNetwork = static network => Renamed(network.Class.Name, "Bad.BACKWARD.g.cs", Real.CompileNetwork(network)) }, "network 'Bad'"),
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_failure_leaves_the_others_alone(string part)
    {
        var (parts, subject) = Failing[part];

        var run = Host.Run(Host.Compile(Project), Host.Driver(parts));

        Assert.Null(run.Result.Exception);
        var told = Assert.Single(run.Result.Diagnostics);
        Assert.Equal("NETGEN999", told.Id);
        Assert.Contains(subject, told.GetMessage(null), StringComparison.Ordinal);
        Assert.StartsWith("Bad", Host.Compile(Project).SyntaxTrees.Single(static tree => tree.FilePath == Host.FileName(0)).GetText().ToString(told.Location.SourceSpan), StringComparison.Ordinal);
        string[] others = ["Good.Forward.g.cs", "Functions.GoodF.Differentiable.g.cs", "Functions.GoodL.Loss.g.cs"];
        Assert.All(others, file => Assert.Contains(file, run.Files.Keys));
        Assert.DoesNotContain(run.Diagnostics, static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "NETGEN999");
    }

    [Fact]
    public void What_is_asked_to_stop_stops()
    {
        using var source = new CancellationTokenSource();
        Assert.Equal("failed", Guard.Run(() => throw new OperationCanceledException(), static _ => "failed", source.Token));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Guard.Run<string>(() => throw new OperationCanceledException(), static _ => "failed", source.Token));
        Assert.Equal("failed", Guard.Run(() => throw new InvalidOperationException(), static _ => "failed", source.Token));
    }

    [Fact]
    public void Names_that_are_no_names_of_files_have_files()
    {
        var run = Host.Run("""
            namespace A\u203FB;

            [Network, Input(2), Dense(1)] public partial class Net\u203F;
            [Network, Input(2), Dense(1)] public partial class Ⅷ;
            public static partial class é { [Differentiable] public static float F\u203F(float x\u203F) => x\u203F; }
            """);

        run.AssertClean();
        Assert.Contains("A[203F]B.Net[203F].Forward.g.cs", run.Files.Keys);
        Assert.Contains("A[203F]B.[2167].Forward.g.cs", run.Files.Keys);
    }

    private static T Fail<T>(string name, Func<T> otherwise)
        => name.StartsWith("Bad", StringComparison.Ordinal) ? throw new InvalidCastException("It is something else.") : otherwise();

    private static CompiledNetwork Renamed(string network, string name, CompiledNetwork compiled)
        => network == "Bad" ? compiled with { Files = [compiled.Files[0] with { Name = name }, .. compiled.Files.Skip(1)] } : compiled;
}
