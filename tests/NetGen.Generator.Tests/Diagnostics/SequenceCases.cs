namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Mistakes with whole numbers, embeddings, attention and transformers.</summary>
internal static class SequenceCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        Stack(
            "an embedding of what is no index",
            "Input(8), {|NETGEN200:Embedding(10, 4)|}, Dense(2)",
            "Embedding 'embedding1' takes whole numbers from 0 to 9, and gets 'input', of which nothing says so; an input says it by its vocabulary, and other numbers are kept there by Minimum and Maximum"),
        Stack(
            "a vocabulary that is larger than the table",
            "Input(8, Vocabulary = 12), {|NETGEN200:Embedding(10, 4)|}, Dense(2)",
            "Embedding 'embedding1' takes whole numbers from 0 to 9, and gets numbers up to 11"),
        Stack(
            "an empty vocabulary, a table without rows, and padding behind its last row",
            "Input(8, Vocabulary = {|NETGEN025:0|}), Embedding({|NETGEN025:0|}, 4), Dense(2)",
            "Input 'input' expects vocabulary of at least 1, but got 0",
            "Embedding 'embedding1' expects vocabulary of at least 1, but got 0"),
        Stack(
            "padding behind the last row",
            "Input(8, Vocabulary = 5), Embedding(5, 4, Padding = {|NETGEN029:5|}), Dense(2)",
            "Embedding 'embedding1' expects padding of at most 4, the last row, but got 5"),
        Stack(
            "more numbers than floats have",
            "Input(8, Vocabulary = {|NETGEN029:20000000|}), Dense(2)",
            "Input 'input' expects a vocabulary of at most 16,777,216, but got 20,000,000"),
        Stack(
            "heads that do not divide the width",
            "Input(5, 6), {|NETGEN040:MultiHeadAttention(4)|}, Flatten, Dense(2)",
            "MultiHeadAttention 'multiHeadAttention1' does not fit its input: 4 heads do not divide a width of 6"),
        Stack(
            "attention to what is no sequence",
            "Input(6), {|NETGEN040:MultiHeadAttention(2)|}, Dense(2)",
            "MultiHeadAttention 'multiHeadAttention1' does not fit its input: it takes sequences [length × width], and gets [6]"),
        Stack(
            "a decoder in a stack",
            "Input(5, 6), {|NETGEN085:TransformerDecoderLayer(2)|}, Flatten, Dense(2)",
            "'transformerDecoderLayer1' cannot stand for a layer: it takes several tensors; declare the network by a forward method"),
        Net("rows by numbers that are not known to be rows", """
            [Parameter(4, 3)] private partial Tensor Table();
            [Forward] private Tensor F([Shape(2)] Tensor x) => {|NETGEN200:Gather(Table(), x)|};
            """,
            "Gather takes whole numbers from 0 to 3, and gets 'x', of which nothing says so; an input says it by its vocabulary, and other numbers are kept there by Minimum and Maximum"),
        Net("the weight of a layer that is not applied yet", """
            [Dense(3)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor F([Shape(3)] Tensor x) => MatMul(x, {|NETGEN091:Weight(nameof(Hidden))|}) + Hidden(x);
            """,
            "'hidden' has no weight here: apply the layer before, and it has one if it is a single one"),
        Net("the weight of what is no layer", """
            [Dense(3)] private partial Tensor Hidden(Tensor x);
            private Tensor Twice(Tensor x) => Hidden(x) + Hidden(x);
            [Forward] private Tensor F([Shape(3)] Tensor x) => MatMul(Twice(x), Weight({|NETGEN086:nameof(Twice)|}));
            """,
            "A forward method cannot have something else than a layer of this network here: write 'nameof' and the layer's method"),
        Net("a constant of another shape", """
            [Dense(3)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor F([Shape(3)] Tensor x) => Hidden(x) * {|NETGEN090:Constant([1f, 2f, 3f], 2, 2)|};
            """,
            "Constant of 3 numbers as [2 × 2]: 3 ≠ 4 elements"),
        Net("an odd width that is turned, and causal attention to another sequence", """
            [MultiHeadAttention(1, Causal = true)] private partial Tensor Look(Tensor x, Tensor memory);
            [Forward] private Tensor F([Shape(3, 4)] Tensor x, [Shape(5, 4)] Tensor y) => {|NETGEN040:Look(x, y)|};
            """,
            "MultiHeadAttention 'look' does not fit its input: it is causal, with 3 queries and 5 keys, of which nobody knows which are later"),
        Net("an attention with a tensor too many", """
            [MultiHeadAttention(1)] private partial Tensor {|NETGEN085:Look|}(Tensor a, Tensor b, Tensor c, Tensor d);
            [Forward] private Tensor F([Shape(3, 4)] Tensor x) => Look(x, x, x, x);
            """,
            "'Look' cannot stand for a layer: its parameters or what it returns do not fit; declare it as 'private partial Tensor Look(Tensor x)'"),
        new("a network that is to predict step by step and sees later steps", """
            [Network(Generation = true), Input(5, 6), MultiHeadAttention(2), Dense(2)]
            public sealed partial class {|NETGEN201:Net|};
            """,
            "Network 'Net' cannot predict step by step: 'multiHeadAttention1.scores' sees later steps: nothing hides them, as Causal of an attention and CausalMask do"),
        new("a network that is to predict step by step and takes all steps together", """
            [Network(Generation = true), Input(5, 6), Dense(4), Flatten, Dense(2)]
            public sealed partial class {|NETGEN201:Net|};
            """,
            "Network 'Net' cannot predict step by step: 'flatten1' mixes the axis of the steps with others"),
    ];

    private static DiagnosticCase Stack(string name, string attributes, params string[] messages)
        => new(name, $"[Network, {attributes}] public sealed partial class Net;", messages);

    private static DiagnosticCase Net(string name, string members, params string[] messages)
        => new(name, $"using static NetGen.Functional;\n[Network]\npublic sealed partial class Net\n{{\n{members}\n}}\n", messages);
}
