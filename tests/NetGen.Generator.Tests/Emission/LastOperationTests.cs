using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>A network's description says what computes its output last, so that a loss can refuse what does not fit it.</summary>
public sealed class LastOperationTests
{
    private static readonly (string? Expected, string Declaration)[] Cases =
    [
        ("Linear", "[Network, Input(4), Dense(3)] public sealed partial class N0;"),
        ("Linear", "[Network, Input(4), Dense(3, Bias = false)] public sealed partial class N1;"),
        ("Linear", "[Network, Input(1, 8, 8), Conv2D(3, 3), Flatten] public sealed partial class N2;"),
        ("Linear", "[Network, Input(4), Dense(3), Dropout(0.5)] public sealed partial class N3;"),
        ("Relu", "[Network, Input(4), Dense(3, Activation.Relu)] public sealed partial class N4;"),
        ("Sigmoid", "[Network, Input(4), Dense(1, Activation.Sigmoid)] public sealed partial class N5;"),
        ("Sigmoid", "[Network, Input(1, 8, 8), Conv2D(1, 3, Activation.Sigmoid), Flatten] public sealed partial class N6;"),
        ("Tanh", "[Network, Input(4), Dense(3, Activation.Tanh)] public sealed partial class N7;"),
        ("Softmax", "[Network, Input(4), Dense(3), Softmax] public sealed partial class N8;"),
        ("LogSoftmax", "[Network, Input(4), Dense(3), LogSoftmax] public sealed partial class N9;"),
        ("Softmax", "[Network, Input(2, 5), Dense(3), Softmax, Flatten] public sealed partial class N10;"),
        (null, "[Network, Input(4), Dense(3), LayerNorm] public sealed partial class N11;"),
        ("Softmax", Body("N12", "Softmax(Logits(x))")),
        ("LogSoftmax", Body("N13", "LogSoftmax(Logits(x))")),
        ("Softmax", Body("N14", "Softmax(Reshape(Logits(x), 3, 1), 0)")),
        // Composed with the steps before it, so that it has no name of its own; the losses then take it as it is.
        (null, Body("N15", "Log(Softmax(Logits(x)))")),
        ("Softmax", Body("N16", "e / Sum(e, [0], true)", "var e = Exp(Logits(x));")),
        ("Sigmoid", Body("N17", "Sigmoid(Logits(x))")),
        ("Linear", Body("N18", "Logits(x)")),
        (null, Body("N19", "Logits(x) * Slice(x, 0, 0, 3)")),
        ("Softmax", "[Network] public sealed partial class N20 { [Dense(3)] private partial Tensor Logits(Tensor x); [Softmax] private partial Tensor Probabilities(Tensor x); [Forward] Tensor F([Shape(4)] Tensor x) => Probabilities(Logits(x)); }"),
        ("Softmax", "[Network] public sealed partial class N21 { [Nested(typeof(N8))] private partial Tensor Inner(Tensor x); [Forward] Tensor F([Shape(4)] Tensor x) => Inner(x); }"),
    ];

    [Fact]
    public void The_last_operation_is_recognised_however_it_is_written()
    {
        var project = new LoadedProject(["using static NetGen.Functional;\n" + string.Join("\n", Cases.Select(static of => of.Declaration))]);
        foreach (var (expected, declaration) in Cases)
        {
            var name = System.Text.RegularExpressions.Regex.Match(declaration, @"class (N\d+)").Groups[1].Value;
            Assert.Equal((name, expected), (name, project.Network(name).Description.Outputs[0].LastOperation));
        }
    }

    private static string Body(string name, string output, string before = "")
        => $"[Network] public sealed partial class {name} {{ [Dense(3)] private partial Tensor Logits(Tensor x); [Forward] Tensor F([Shape(4)] Tensor x) {{ {before} return {output}; }} }}";
}
