namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Attributes that say something impossible.</summary>
internal static class DeclarationCases
{
    public static IEnumerable<DiagnosticCase> All => Cases.Select(static found => found with { IsUsable = true });

    private static IEnumerable<DiagnosticCase> Cases =>
    [
        new("a network without an input", """
            [Network, Dense(1)]
            public sealed partial class {|NETGEN020:DigitNet|};
            """,
            "Network 'DigitNet' has no input: add [Input(…)] with the dimensions of one sample"),

        new("a network with neither an input nor layers, which is told about the input first", """
            [Network]
            public sealed partial class {|NETGEN020:DigitNet|};
            """,
            "Network 'DigitNet' has no input: add [Input(…)] with the dimensions of one sample"),

        new("a network without layers", """
            [Network, Input(2)]
            public sealed partial class {|NETGEN021:DigitNet|};
            """,
            "Network 'DigitNet' has no layers: add at least one, such as [Dense(10)]"),

        new("an input without dimensions", """
            [Network, {|NETGEN022:Input|}, Dense(1)]
            public sealed partial class DigitNet;
            """,
            "The input of network 'DigitNet' has no dimensions: write those of one sample, such as [Input(784)] or [Input(1, 28, 28)]"),

        new("layers on several parts of the class", """
            [Network, Input(2)]
            [Dense(1)]
            [Flatten]
            public sealed partial class DigitNet;

            [{|NETGEN023:Dense(2)|}]
            [Softmax]
            public sealed partial class DigitNet;
            """,
            "Dense stands on another part of network 'DigitNet' than the layers before it, so the order of the layers is undefined: write all layers on one part"),

        new("a layer of one's own", """
            [Network, Input(2), {|NETGEN024:Spline(3)|}, Dense(1)]
            public sealed partial class DigitNet;

            public sealed class SplineAttribute(int knots) : LayerAttribute { public int Knots => knots; }
            """,
            "'SplineAttribute' is not a layer that the generator knows: a layer of your own cannot be declared by deriving from LayerAttribute"),

        new("no units", """
            [Network, Input(2)]
            [Dense({|NETGEN025:0|}, Name = "hidden")]
            public sealed partial class DigitNet;
            """,
            "Dense 'hidden' expects units of at least 1, but got 0"),

        new("a negative number of units, by the parameter's name", """
            [Network, Input(2)]
            [Dense(activation: Activation.Relu, units: {|NETGEN025:-1000|})]
            [Dense(1)]
            public sealed partial class DigitNet;
            """,
            "Dense 'dense1' expects units of at least 1, but got -1,000"),

        new("two impossible dimensions", """
            [Network, Input(1, {|NETGEN025:0|}, {|NETGEN025:-28|}, Name = "pixels"), Dense(1)]
            public sealed partial class DigitNet;
            """,
            "Input 'pixels' expects dimensions of at least 1, but got 0",
            "Input 'pixels' expects dimensions of at least 1, but got -28"),

        new("an impossible dimension in an array", """
            [Network, Input(new[] { 28, {|NETGEN025:-2|} }), Dense(1)]
            public sealed partial class DigitNet;
            """,
            "Input 'input' expects dimensions of at least 1, but got -2"),

        new("an impossible dimension in a collection expression", """
            [Network, Input([28, {|NETGEN025:Size.None|}]), Dense(1)]
            public sealed partial class DigitNet;

            static class Size { public const int None = 0; }
            """,
            "Input 'input' expects dimensions of at least 1, but got 0"),

        new("an input that is too large", """
            [Network, {|NETGEN041:Input(100000, 100000)|}, Dense(1)]
            public sealed partial class DigitNet;
            """,
            "Input 'input' is too large: 100,000 × 100,000 elements a sample; at most 2,147,483,591 fit into one buffer"),

        new("numbers that are no members of their enumerations", """
            [Network, Input(2)]
            [Dense(1, {|NETGEN026:(Activation)99|}, Initializer = {|NETGEN026:(Initializer)(-1)|})]
            public sealed partial class DigitNet;
            """,
            "Dense 'dense1' got activation 99, which is not a member of 'Activation'",
            "Dense 'dense1' got initializer -1, which is not a member of 'Initializer'"),

        new("names that cannot be written in code", """
            [Network, Input(2, Name = {|NETGEN027:"the pixels"|})]
            [Dense(1, Name = {|NETGEN027:""|})]
            [Dense(1, Name = {|NETGEN027:"1st"|})]
            [Dense(1, Name = {|NETGEN027:"Hidden"|})]
            [Dense(1, Name = {|NETGEN027:"_hidden"|})]
            public sealed partial class DigitNet;
            """,
            "'the pixels' cannot be the name of the input: ' ' is neither a letter, nor a digit, nor an underscore",
            "'' cannot be the name of a layer: it is empty",
            "'1st' cannot be the name of a layer: it does not start with a lower-case letter",
            "'Hidden' cannot be the name of a layer: it does not start with a lower-case letter",
            "'_hidden' cannot be the name of a layer: it does not start with a lower-case letter"),

        new("names that are taken", """
            [Network, Input(2, Name = "pixels")]
            [Dense(1, Name = "fc1")]
            [Softmax(Name = {|NETGEN028:"fc1"|})]
            [Dense(1, Name = {|NETGEN028:"pixels"|})]
            public sealed partial class DigitNet;
            """,
            "The name 'fc1' is taken by Dense 'fc1': every layer needs a name of its own",
            "The name 'pixels' is taken by the input: every layer needs a name of its own"),

        new("arguments of the wrong type, which the C# compiler reports", """
            [Network, Input(2), Dense({|CS1503:"ten"|})]
            public sealed partial class DigitNet;
            """),

        new("a missing argument, which the C# compiler reports", """
            [Network, Input(2), {|CS7036:Dense|}]
            public sealed partial class DigitNet;
            """),

        new("a misspelt layer, which the C# compiler reports", """
            [Network, Input(2), {|CS0246:{|CS0246:Dens|}|}(10)]
            public sealed partial class DigitNet;
            """),

        new("a base class that does not exist, which the C# compiler reports", """
            [Network, Input(2), Dense(1)]
            public sealed partial class DigitNet : {|CS0246:Modle|};
            """),
    ];
}
