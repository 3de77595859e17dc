using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator;

namespace NetGen.Benchmarks;

/// <summary>
/// How long the generator takes for a network of ten layers: in a fresh compiler, and while somebody types. And how long it takes, and how
/// much it writes, for deeper and deeper networks and for a GPT.
/// </summary>
internal static class GeneratorBenchmark
{
    private const int Runs = 40;

    private const string Network = """
        using NetGen;

        namespace Project;

        [Network, Input(784)]
        [Dense(512, Activation.Relu)]
        [Dense(384, Activation.Gelu)]
        [Dense(256, Activation.Tanh)]
        [Dense(192, Activation.Silu)]
        [Dense(128, Activation.Relu)]
        [Dense(96, Activation.Elu)]
        [Dense(64, Activation.Mish)]
        [Dense(48, Activation.Sigmoid)]
        [Dense(32, Activation.Relu)]
        [Dense(10)]
        public sealed partial class TenLayers;
        """;

    private const string Other = "public static class Elsewhere { public static int Number => 0; }";

    private static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) == "NetGen.dll")
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private const string LeNet = """
        using NetGen;

        [Network, Input(1, 28, 28)]
        [Conv2D(6, 5, Activation.Relu)]
        [MaxPool2D(2)]
        [Conv2D(16, 5, Activation.Relu)]
        [MaxPool2D(2)]
        [Flatten]
        [Dense(120, Activation.Relu)]
        [Dense(84, Activation.Relu)]
        [Dense(10)]
        public sealed partial class LeNet5;
        """;

    /// <summary>The network of <c>TextBenchmark</c>, with the learned places that GPT has.</summary>
    private const string Gpt = """
        using NetGen;
        using static NetGen.Functional;

        [Network]
        public sealed partial class Gpt
        {
            [Embedding(65, 128)] private partial Tensor Tokens(Tensor text);
            [Embedding(64, 128)] private partial Tensor Places(Tensor place);
            [TransformerEncoderLayer(4, 512, Activation = Activation.GeluTanh, NormFirst = true, Causal = true, Count = 4)] private partial Tensor Block(int index, Tensor x);
            [LayerNorm] private partial Tensor Norm(Tensor x);

            [Forward]
            private Tensor Next([Shape(64), Vocabulary(65)] Tensor text)
            {
                var h = Tokens(text) + Places(Range(64));
                for (var i = 0; i < 4; i++)
                    h = Block(i, h);
                return MatMul(Norm(h), Transpose(Weight(nameof(Tokens))));
            }
        }
        """;

    /// <summary>Dense layers, each of which adds to what was known before it.</summary>
    private static string Residual(int blocks) => $$"""
        using NetGen;
        using static NetGen.Functional;

        [Network]
        public sealed partial class Residual
        {
            [Dense(64)] private partial Tensor Stem(Tensor x);
            [Dense(64, Count = {{Text(blocks)}})] private partial Tensor Block(int index, Tensor x);
            [Dense(1)] private partial Tensor Price(Tensor x);

            [Forward]
            private Tensor Forward([Shape(13)] Tensor house)
            {
                var h = Relu(Stem(house));
                for (var i = 0; i < {{Text(blocks)}}; i++)
                    h = h + Relu(Block(i, h));
                return Price(h);
            }
        }
        """;

    /// <summary>Convolutions, two in each block, with a dense layer at the end.</summary>
    private static string ResidualConvolutions(int blocks) => $$"""
        using NetGen;
        using static NetGen.Functional;

        [Network]
        public sealed partial class Pictures
        {
            [Conv2D(16, 3, Padding = 1)] private partial Tensor Stem(Tensor x);
            [Conv2D(16, 3, Padding = 1, Count = {{Text(blocks)}})] private partial Tensor First(int index, Tensor x);
            [Conv2D(16, 3, Padding = 1, Count = {{Text(blocks)}})] private partial Tensor Second(int index, Tensor x);
            [GlobalAveragePool] private partial Tensor Pool(Tensor x);
            [Dense(10)] private partial Tensor Head(Tensor x);

            [Forward]
            private Tensor Forward([Shape(3, 16, 16)] Tensor picture)
            {
                var h = Relu(Stem(picture));
                for (var i = 0; i < {{Text(blocks)}}; i++)
                    h = Relu(h + Second(i, Relu(First(i, h))));
                return Head(Reshape(Pool(h), 16));
            }
        }
        """;

    public static int Run()
    {
        var networkTree = Parse(Network);
        var otherTree = Parse(Other);
        _ = Compile(networkTree, otherTree).GetDiagnostics();

        var first = Time(() => Fresh().RunGenerators(Compile(networkTree, otherTree)));
        var fresh = Median(_ => Time(() => Fresh().RunGenerators(Compile(networkTree, otherTree))));

        GeneratorDriver driver = Fresh();
        driver = driver.RunGenerators(Compile(networkTree, otherTree));
        var elsewhere = Median(run => Edit(networkTree, Parse(Other.Replace("0", Text(run + 1), StringComparison.Ordinal))));
        var network = Median(run => Edit(Parse(Network.Replace("384", Text(385 + run), StringComparison.Ordinal)), otherTree));

        var files = Fresh().RunGenerators(Compile(networkTree, otherTree)).GetRunResult().Results.Single().GeneratedSources
            .Select(static source => source.SourceText.ToString()).ToArray();
        if (files.Length == 0)
            throw new InvalidOperationException("The generator wrote nothing.");

        var table = new MarkdownTable("generator, a network of ten layers", "ms");
        table.Add("first run in a process, compilation by the JIT included", Milliseconds(first));
        table.Add($"a fresh driver, median of {Text(Runs)}", Milliseconds(fresh));
        table.Add($"after an edit of the network, median of {Text(Runs)}", Milliseconds(network));
        table.Add($"after an edit of another file, median of {Text(Runs)}", Milliseconds(elsewhere));
        Console.Write(table);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"It writes {files.Length} files, {files.Sum(static file => file.Count(static character => character == '\n')):N0} lines, {files.Sum(Encoding.UTF8.GetByteCount):N0} bytes."));
        Console.WriteLine();

        var sizes = new MarkdownTable("network", "fresh driver, ms", "an edit elsewhere, ms", "lines", "kernels", "bytes");
        foreach (var blocks in new[] { 4, 8, 16, 32 })
            sizes.Add(Size($"residual, {Text(blocks)} dense blocks", Residual(blocks)));
        sizes.Add(Size("LeNet-5", LeNet));
        foreach (var blocks in new[] { 3, 9 })
            sizes.Add(Size($"residual, {Text((2 * blocks) + 2)} layers with convolutions", ResidualConvolutions(blocks)));
        sizes.Add(Size("GPT, 4 layers", Gpt));
        Console.Write(sizes);
        return 0;

        // An editor compiles what has changed, and hands it to the driver of the last run.
        TimeSpan Edit(SyntaxTree changedNetwork, SyntaxTree changedOther)
        {
            var compilation = Compile(changedNetwork, changedOther);
            return Time(() => driver = driver.RunGenerators(compilation));
        }
    }

    private static string[] Size(string name, string source)
    {
        var tree = Parse(source);
        var time = Enumerable.Range(0, 7).Select(_ => Time(() => Fresh().RunGenerators(Compile(tree)))).Order().ElementAt(3);
        var other = Parse(Other);
        var driver = Fresh().RunGenerators(Compile(tree, other));
        var elsewhere = Median(run =>
        {
            var compilation = Compile(tree, Parse(Other.Replace("0", Text(run + 1), StringComparison.Ordinal)));
            return Time(() => driver = driver.RunGenerators(compilation));
        });
        var files = Fresh().RunGenerators(Compile(tree)).GetRunResult().Results.Single().GeneratedSources.Select(static file => file.SourceText.ToString()).ToArray();
        if (files.Length < 4)
            throw new InvalidOperationException($"The generator refuses the network '{name}'.");
        var kernels = files.Sum(static file => file.Split("public static void ").Length - 1);
        return
        [
            name, Milliseconds(time), Milliseconds(elsewhere), Text(files.Sum(static file => file.Count(static character => character == '\n'))), Text(kernels), Text(files.Sum(Encoding.UTF8.GetByteCount)),
        ];
    }

    private static CSharpGeneratorDriver Fresh()
        => CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    private static CSharpCompilation Compile(params SyntaxTree[] trees)
        => CSharpCompilation.Create("Project", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, ParseOptions);

    private static TimeSpan Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Median(Func<int, TimeSpan> measure)
        => Enumerable.Range(0, Runs).Select(measure).Order().ElementAt(Runs / 2);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
