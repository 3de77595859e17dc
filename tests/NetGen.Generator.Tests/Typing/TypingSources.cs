using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Tests.Diagnostics;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Typing;

/// <summary>Files to type in.</summary>
internal static class TypingSources
{
    /// <summary>What a project has by <c>ImplicitUsings</c> beside what <see cref="Host"/> gives it.</summary>
    private const string Usings = "global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>Networks and functions of many kinds, each small.</summary>
    private static readonly string[] Small =
    [
        """
        namespace Typed.Stacks;

        public partial class Outer<T>
        {
            [Network(InputGradient = true), Input(1, 6, 6, Name = "picture")]
            [Conv2D(2, 3, Activation.Relu, Name = "first", Padding = 1), BatchNorm, MaxPool2D(2)]
            [Flatten, Dense(4, ActivationMethod = nameof(Swish)), Dropout(0.5), Dense(3, Name = "output"), Softmax]
            public sealed partial class Net
            {
                [Differentiable] private static float Swish(float x) => x / (1 + MathF.Exp(-x));
                public int Depth { get; init; } = 3;
                public void Train(int steps) { for (var step = 0; step < steps; step++) Backward(CreateWorkspace(steps)); }
            }
        }
        """,
        """
        using static NetGen.Functional;

        [Network, Input(3), Dense(2, Name = "inner")] public sealed partial class Trunk;

        [Network]
        public sealed partial class Body
        {
            const int Depth = 2;
            private static readonly int[] Widths = [4, 4];

            [Nested(typeof(Trunk))] private partial Tensor Below(Tensor x);
            [Dense(4)] private partial Tensor Stem(Tensor x);
            [Dense(4, Count = Depth)] private partial Tensor Block(int index, Tensor x);
            [Parameter(4)] private partial Tensor Scale();
            [BatchNorm] internal partial Tensor Norm(Tensor x);
            [Dense(2, Bias = false)] private partial Tensor Price(Tensor x);

            [Forward]
            private (Tensor Price, Tensor Other) Forward([Shape(3)] Tensor house, [Shape(4)] Tensor extra)
            {
                var h = Relu(Stem(house)) + extra;
                for (var i = 0; i < Depth; i++)
                    h = h + Relu(Block(i, h)) * Scale();
                var list = new List<Tensor> { h, Helper(h, Widths[0]) };
                foreach (var item in list)
                    h = item is null ? h : Norm(h) - item;
                return (Price(h), Below(house) switch { var below => below });
            }

            private static Tensor Helper(Tensor x, int width) => width > 3 ? Tanh(x) : x;

            [Objective] private Tensor Loss(Tensor price, Tensor other, [Shape(2)] Tensor target) => (price - target) * (price - target) + other;
        }
        """,
        """
        namespace Typed
        {
            public static partial class Functions
            {
                [Differentiable(Order = 2)]
                public static float Rosenbrock(float x, float y = 1f)
                {
                    var a = 1 - x;
                    float b = y - x * x;
                    for (int i = 0; i < 2; i++) b += Half(a) * i;
                    return x > 0 ? a * a + 100 * b * b : MathF.Pow(b, 2);
                }

                [Differentiable] internal static float Half(float x) => x / 2;
                [Loss] public static float Quantile(float prediction, float target, float level = 0.5f)
                {
                    var error = target - prediction;
                    if (error > 0) return level * error;
                    return (level - 1) * error;
                }

                [Differentiable] private static double Deep(double x) { return Math.Sin(x) + Local(x); static double Local(double y) => y * y; }
            }

            public struct Other { public static double Use() => Functions.RosenbrockGradient(1, 2).DX + new Functions.QuantileLoss(0.3f).Level; }
        }
        """,
    ];

    /// <summary>
    /// The projects: the samples, the networks of the numeric checks one by one, and the sources of the tests. Each is made when it is first typed in.
    /// </summary>
    public static IReadOnlyList<Lazy<TypingProject>> All { get; } = [.. Samples(), .. CheckedNetworks(), .. Tests()];

    private static IEnumerable<Lazy<TypingProject>> Samples()
        => Directory.GetDirectories(Path.Combine(Root(), "samples"))
            .Order(StringComparer.Ordinal)
            .Select(static folder => Project(() => new(
                Path.GetFileName(folder),
                [Usings, .. Files(folder).Select(File.ReadAllText)])));

    /// <summary>A network of the checks stands in a file with many others, which would all be compiled at every edit.</summary>
    private static IEnumerable<Lazy<TypingProject>> CheckedNetworks()
    {
        foreach (var file in Files(Path.Combine(Root(), "tests", "NetGen.Numeric.Checks", "Networks")))
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file), Host.ParseOptions).GetCompilationUnitRoot();
            var usings = Usings + root.Usings.ToFullString();
            var networks = root.DescendantNodes().OfType<ClassDeclarationSyntax>()
                .Where(static type => type.AttributeLists.ToString().Contains("Network", StringComparison.Ordinal)).ToDictionary(static type => type.Identifier.ValueText);
            var number = 0;
            // Some of each file: those beside one another differ in numbers alone.
            foreach (var network in networks.Values.Where(_ => number++ % 8 == 0))
            {
                var used = networks.Values.Where(other => other != network && network.ToString().Contains($"typeof({other.Identifier.ValueText})", StringComparison.Ordinal));
                yield return Project(() => new(
                    $"{Path.GetFileName(file)}, {network.Identifier.ValueText}",
                    [usings, usings + network.ToFullString(), .. used.Select(other => usings + other.ToFullString())]));
            }
        }
    }

    private static IEnumerable<Lazy<TypingProject>> Tests()
        => Small.Select(static (source, number) => Project(() => new($"network or function {number}", source)))
            .Concat(DiagnosticTests.Sources.Select(static source => Project(() => new(source.Name, new Markup(source.Source).Source))));

    private static Lazy<TypingProject> Project(Func<TypingProject> make) => new(make);

    private static IEnumerable<string> Files(string folder)
        => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
