using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>A network's description says what each layer and each output is computed from, so that it can be drawn as a graph.</summary>
public sealed class LayerSourcesTests
{
    private static readonly (string Expected, string Declaration)[] Cases =
    [
        ("first ← input; second ← first; output ← second", "[Network, Input(4), Dense(3, Name = \"first\"), Dense(2, Name = \"second\")] public sealed partial class N0;"),
        ("edges ← input; flatten ← edges; head ← flatten; output ← head", "[Network, Input(1, 8, 8), Conv2D(3, 3, Activation.Relu, Name = \"edges\"), Flatten(Name = \"flatten\"), Dense(2, Name = \"head\")] public sealed partial class N1;"),
        (
            "stem ← x; block.0 ← stem; block.1 ← stem, block.0; head ← stem, block.0, block.1; output ← head",
            """
            [Network]
            public sealed partial class N2
            {
                [Dense(8)] private partial Tensor Stem(Tensor x);
                [Dense(8, Count = 2)] private partial Tensor Block(int index, Tensor x);
                [Dense(1)] private partial Tensor Head(Tensor x);

                [Forward]
                private Tensor Forward([Shape(4)] Tensor x)
                {
                    var h = Relu(Stem(x));
                    for (var i = 0; i < 2; i++)
                        h = h + Relu(Block(i, h));
                    return Head(h);
                }
            }
            """),
        (
            "left ← a; right ← b; head ← left, right; output ← head",
            """
            [Network]
            public sealed partial class N3
            {
                [Dense(3)] private partial Tensor Left(Tensor x);
                [Dense(3)] private partial Tensor Right(Tensor x);
                [Dense(1)] private partial Tensor Head(Tensor x);

                [Forward]
                private Tensor Forward([Shape(4)] Tensor a, [Shape(5)] Tensor b) => Head(Concatenate(0, Left(a), Right(b)));
            }
            """),
        (
            "inner ← x; output ← x, inner",
            """
            [Network]
            public sealed partial class N4
            {
                [Dense(4)] private partial Tensor Inner(Tensor x);

                [Forward]
                private Tensor Forward([Shape(4)] Tensor x) => x + Tanh(Inner(x));
            }
            """),
        (
            "trunk ← x; place ← trunk; kind ← trunk; Where ← place; What ← kind",
            """
            [Network]
            public sealed partial class N5
            {
                [Dense(8, Activation.Relu)] private partial Tensor Trunk(Tensor x);
                [Dense(2)] private partial Tensor Place(Tensor x);
                [Dense(3)] private partial Tensor Kind(Tensor x);

                [Forward]
                private (Tensor Where, Tensor What) Forward([Shape(4)] Tensor x)
                {
                    var h = Trunk(x);
                    return (Place(h), Kind(h));
                }
            }
            """),
    ];

    [Fact]
    public void A_layer_is_computed_from_the_layers_and_inputs_that_reach_it()
    {
        var cases = TestTier.OneIn(2, Cases).ToArray();
        var project = new LoadedProject(["using static NetGen.Functional;\n" + string.Join("\n", cases.Select(static of => of.Declaration))]);
        foreach (var (expected, declaration) in cases)
        {
            var name = System.Text.RegularExpressions.Regex.Match(declaration, @"class (N\d+)").Groups[1].Value;
            var network = project.Network(name).Description;
            var layers = network.Layers.Select((layer, index) => $"{layer.Name} ← {string.Join(", ", network.SourcesOf(index))}");
            var outputs = network.Outputs.Select(output => $"{output.Name} ← {string.Join(", ", network.SourcesOf(output))}");
            Assert.Equal((name, expected), (name, string.Join("; ", layers.Concat(outputs))));
        }
    }
}
