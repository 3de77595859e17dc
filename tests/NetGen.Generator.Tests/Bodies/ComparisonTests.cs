using NetGen.Generator.Tests.Execution;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>
/// What decides has the same bits wherever it is compared, although kernels round differently: one has a product and a sum as one instruction where another has two, and one has x − s + x
/// where another has 2·x − s. Expected values come from the graph in double, and gradients from its central differences.
/// </summary>
public sealed class ComparisonTests
{
    private const string Tensors = """
        [Parameter(13)] private partial Tensor Scale();
        [Parameter(13)] private partial Tensor Offset();
        """;

    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["the largest sum of products and offsets"] = Tensors + "[Forward] Tensor F([Shape(3, 13)] Tensor x) { var z = x * Scale(); return Max(z + Offset(), 1) + Sum(z * z, 1); }",
        ["the largest of all time steps"] = Tensors + "[Forward] Tensor F([Shape(7, 13)] Tensor x) { var z = x * Scale(); return Max(z + Offset(), [0], true) * Sigmoid(z) * z; }",
        ["the largest difference from the mean, with a residual connection"] = """
            [Dense(13)] private partial Tensor Mix(Tensor x);
            [Forward] Tensor F([Shape(3, 13)] Tensor x) { var h = Mix(x); return Max(h - Mean(h, [1], true) + h, 1); }
            """,
        ["the largest normalised value"] = """
            [Dense(13)] private partial Tensor Mix(Tensor x);
            [LayerNorm] private partial Tensor Norm(Tensor x);
            [Parameter(13)] private partial Tensor Scale();
            [Forward] Tensor F([Shape(3, 6)] Tensor x) { var z = Norm(Mix(x)); var y = z * Scale(); return Max(y + z, 1) + Sum(y * y, 1); }
            """,
        ["the largest of what relu has chosen"] = Tensors + "[Forward] Tensor F([Shape(3, 13)] Tensor x) { var z = x * Scale(); return Max(Relu(z + Offset() + 2), 1) + Sum(z * z, 1); }",
        ["the best match of each word"] = """
            [Dense(64)] private partial Tensor Query(Tensor x);
            [Dense(64)] private partial Tensor Key(Tensor x);
            [Forward] Tensor F([Shape(37, 6)] Tensor x) => Max(MatMul(Query(x), Transpose(Key(x))), 1);
            """,
        ["the largest alone is squared"] = """
            [Dense(13)] private partial Tensor Mix(Tensor x);
            """ + Tensors + "[Forward] Tensor F([Shape(3, 13)] Tensor x) { var z = Mix(x) * Scale(); var y = z + Offset(); return Where(y >= Max(y, [1], true), z * z, z); }",
        ["the larger of two"] = Tensors + "[Forward] Tensor F([Shape(3, 13)] Tensor x) { var z = x * Scale(); return Sum(Maximum(z + Offset(), z - Offset()) + z * z, 1); }",
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in Bodies.Keys)
            {
                cases.Add(name, (int)VectorSize.Bits256);
                cases.Add(name, (int)VectorSize.Bits512);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_compared_is_the_same_for_all(string body, int vectors)
    {
        var graph = BodyNetworks.Lower(Bodies[body]);
        Execution.ExecutionTests.Compare(graph, CompiledGraph.Compile([graph], vectors: (VectorSize)vectors)[0], batch: 5);
    }
}
