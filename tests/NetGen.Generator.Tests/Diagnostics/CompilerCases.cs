using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>What the compiler of networks says, at the places that only the reader knows. Another compiler stands in for the real one.</summary>
internal static class CompilerCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("a layer that does not fit its input", """
            [Network, Input(1, 4, 4)]
            [Flatten, {|NETGEN040:Dense(10, Name = "features")|}]
            [Softmax]
            public sealed partial class DigitNet;
            """,
            "Dense 'features' does not fit its input: 5×5 kernel on 4×4 input with padding 0")
        {
            IsUsable = true,
            Compile = Finds(ProblemKind.ImpossibleShape, 1, "Dense", "features", "5×5 kernel on 4×4 input with padding 0"),
        },

        new("an image that goes into a dense layer, and on", """
            [Network, Input(1, 28, 28)]
            [Conv2D(4, 5), MaxPool2D(2), {|NETGEN132:Dense(10)|}, Softmax, Dense(10)]
            public sealed partial class DigitNet;
            """,
            "Dense 'dense1' is applied to the last axis of its input [4, 12, 12], at each position of the other axes, and gives [4, 12, 10]: write [Flatten] before it if it is to see all 576 values at once") { IsUsable = true },

        new("an image that goes straight into a dense layer, and is flattened too late", """
            [Network, Input(1, 28, 28)]
            [{|NETGEN132:Dense(10)|}, Flatten, Dense(10)]
            public sealed partial class DigitNet;
            """,
            "Dense 'dense1' is applied to the last axis of its input [1, 28, 28], at each position of the other axes, and gives [1, 28, 10]: write [Flatten] before it if it is to see all 784 values at once") { IsUsable = true },

        new("channels along a sequence that go into a dense layer", """
            [Network, Input(2, 64)]
            [Conv1D(8, 5, Activation.Relu), BatchNorm, Dropout(0.5), {|NETGEN132:Dense(10)|}]
            public sealed partial class DigitNet;
            """,
            "Dense 'dense1' is applied to the last axis of its input [8, 60], at each position of the other axes, and gives [8, 10]: write [Flatten] before it if it is to see all 480 values at once") { IsUsable = true },

        new("dense layers along a sequence of features, behind Flatten, and behind a global pool", """
            [Network, Input(50, 16), LayerNorm, Dense(32, Activation.Relu), Dropout(0.1), Dense(10)]
            public sealed partial class Tagger;
            [Network, Input(1, 28, 28), Conv2D(4, 5), Flatten, Dense(10)]
            public sealed partial class Flat;
            [Network, Input(1, 28, 28), Conv2D(4, 5), GlobalAveragePool, Dense(10)]
            public sealed partial class Pooled;
            """),

        new("a layer that is too large", """
            [Network, Input(28, 28), Flatten, {|NETGEN041:Dense(4000000, Name = "hidden")|}, Dense(4000000)]
            public sealed partial class DigitNet;
            """,
            "Dense 'hidden' is too large: 4,000,000 × 784 elements of hidden.weight; at most 2,147,483,591 fit into one buffer") { IsUsable = true },

        new("a layer whose outputs are too large", """
            [Network, Input(70000, 2), {|NETGEN041:Dense(70000)|}]
            public sealed partial class DigitNet;
            """,
            "Dense 'dense1' is too large: 70,000 × 70,000 elements of dense1.product; at most 2,147,483,591 fit into one buffer") { IsUsable = true },

        new("layers that are too large together", """
            [Network, Input(40000)]
            [Dense(40000)]
            [{|NETGEN041:Dense(40000)|}]
            [Dense(40000)]
            public sealed partial class DigitNet;
            """,
            "Dense 'dense2' is too large: 3,200,040,000 parameters with those of the layers before it; at most 2,147,483,591 fit into one buffer") { IsUsable = true },

        new("parameters that are too large with their padding", """
            [Network, Input(300000000), Dense(5, Bias = false)]
            public sealed partial class {|NETGEN041:DigitNet|};
            """,
            "Network 'DigitNet' is too large: too many parameters, or too many values of one sample; at most 2,147,483,591 fit into one buffer") { IsUsable = true },

        new("an input that has one axis already", """
            [Network, Input(784), {|NETGEN101:Flatten|}, Dense(10), {|NETGEN101:Flatten(Name = "flat")|}]
            public sealed partial class DigitNet;
            """,
            "Flatten 'flatten1' has no effect: its input has one axis already",
            "Flatten 'flat' has no effect: its input has one axis already") { IsUsable = true },

        new("an input that does not do", """
            [Network, {|NETGEN040:Input(2)|}, Dense(1)]
            public sealed partial class DigitNet;
            """,
            "Input 'input' does not fit its input: for some reason")
        {
            IsUsable = true,
            Compile = Finds(ProblemKind.ImpossibleShape, Problem.AtInput, "Input", "input", "for some reason"),
        },

        new("a layer without effect, beside the code of the network", """
            [Network, Input(2), {|NETGEN101:Flatten|}, Dense(1)]
            public sealed partial class DigitNet
            {
                public int Answer => Generated;
            }
            """,
            "Flatten 'flatten1' has no effect: its input has one axis already")
        {
            Compile = static network => new(
                [new("DigitNet.g.cs", "partial class DigitNet { private int Generated => 1; }")],
                [new(ProblemKind.NoEffect, 0, ["Flatten", "flatten1", "its input has one axis already"])]),
        },

        new("an activation that is none", """
            [Network, Input(2), Dense(1), Activation({|NETGEN101:Activation.None|})]
            public sealed partial class DigitNet;
            """,
            "Activation 'activation1' has no effect: it gives out what goes in"),

        new("a mistake of the compiler's own", """
            namespace Space
            {
                [Network, Input(2), Dense(1)]
                public sealed partial class {|NETGEN999:DigitNet|};
            }
            """,
            "The generator failed on network 'Space.DigitNet', and the mistake is its own; please report it, with the class: InvalidOperationException: No such axis. It has two.")
        {
            Compile = static _ => throw new InvalidOperationException("No such axis.\nIt has two."),
        },
    ];

    private static Func<NetworkDeclaration, CompiledNetwork> Finds(ProblemKind kind, int layer, params string[] arguments)
        => _ => new([], [new(kind, layer, [.. arguments])]);
}
