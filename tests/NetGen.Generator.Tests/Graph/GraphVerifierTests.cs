using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Graph;

/// <summary>A graph that is legal, and graphs that break one rule each.</summary>
public sealed class GraphVerifierTests
{
    private static readonly Scalar X = new Argument(0);

    // x [batch × 3] · weightᵀ [2 × 3] + bias [2], tanh, with the gradient of the bias
    private static readonly Node[] Nodes =
    [
        new(new Input(0), [], Shape.Of(Extent.Batch, 3), new("x")),
        new(new Parameter(0), [], Shape.Of(2, 3), new("weight")),
        new(new Contract([new("sample", Extent.Batch), new("output", 2), new("feature", 3)], Access.Of(0, 1), Access.Of(0, 2), Access.Of(1, 2)), [0, 1], Shape.Of(Extent.Batch, 2), new("product")),
        new(new Parameter(1), [], Shape.Of(2), new("bias")),
        new(new Map(X + new Argument(1)), [2, 3], Shape.Of(Extent.Batch, 2), new("y")),
        new(new OutputGradient(0), [], Shape.Of(Extent.Batch, 2), new("y", true)),
        new(new Contract([new("sample", Extent.Batch), new("output", 2), new("feature", 3)], Access.Of(1, 2), Access.Of(0, 2), Access.Of(0, 1)), [0, 5], Shape.Of(2, 3), new("weight", true)),
        new(new Reduce(Reduction.Sum, [0]), [5], Shape.Of(1, 2), new("bias", true)),
        new(new Reshape(), [7], Shape.Of(2), new("bias", true)),
    ];

    private static readonly Dictionary<string, (NetworkGraph Graph, string Message)> Broken = new()
    {
        // The order, the number and the names
        ["reads itself"] = (With(4, node => node with { Inputs = [2, 4] }), "%4 y (Map) reads %4, which is not before it"),
        ["reads a later node"] = (With(2, node => node with { Inputs = [0, 3] }), "%2 product (Contract) reads %3, which is not before it"),
        ["reads no node"] = (With(4, node => node with { Inputs = [2, -1] }), "%4 y (Map) reads %-1, which is not before it"),
        ["a contraction of one"] = (With(2, node => node with { Inputs = [0] }), "%2 product (Contract) has 1 inputs"),
        ["a map of nothing"] = (With(4, _ => Map(new Constant(1), [], Shape.Of(Extent.Batch, 2))), "%4 y (Map) has 0 inputs"),
        ["a parameter of something"] = (With(3, node => node with { Inputs = [0] }), "%3 bias (Parameter) has 1 inputs"),
        ["no name"] = (With(4, node => node with { Name = new("") }), "%4  (Map) has no name"),
        ["no axis"] = (With(3, node => node with { Shape = Shape.Of() }), "%3 bias (Parameter) has no axis"),
        ["an empty axis"] = (With(0, node => node with { Shape = Shape.Of(Extent.Batch, 0) }), "%0 x (Input) has an empty axis in [batch × 0]"),
        ["the batch behind an axis"] = (With(0, node => node with { Shape = Shape.Of(3, Extent.Batch) }), "%0 x (Input) has the batch behind another axis in [3 × batch]"),

        // Maps
        ["an argument too many"] = (With(4, _ => Map(X + new Argument(2), [2, 3], Shape.Of(Extent.Batch, 2))), "%4 y (Map) uses argument 2 of 2"),
        ["shapes that do not broadcast"] = (With(4, _ => Map(X + new Argument(1), [0, 3], Shape.Of(Extent.Batch, 2))), "[batch × 3] and [2]"),
        ["a map of another shape"] = (With(4, node => node with { Shape = Shape.Of(Extent.Batch, 3) }), "%4 y (Map) has shape [batch × 3] where its operation gives [batch × 2]"),

        // Contractions
        ["an index that nothing uses"] = (Contracted(indices: [new("sample", Extent.Batch), new("output", 2), new("feature", 3), new("more", 4)]), "%2 product (Contract) has index 'more', which nothing uses"),
        ["an index without extent"] = (Contracted(indices: [new("sample", Extent.Batch), new("output", 2), new("feature", 0)]), "%2 product (Contract) has index 'feature' of extent 0"),
        ["too few indices"] = (Contracted(left: Access.Of(2)), "%2 product (Contract) reaches its left operand [batch × 3] by 1 indices: [i2]"),
        ["an unknown index"] = (Contracted(right: Access.Of(1, 3)), "%2 product (Contract) reaches its right operand by an index that it does not have: [i1, i3]"),
        ["a coefficient of nothing"] = (Contracted(right: new([new([new(1, 1)], 0), new([new(2, 0)], 0)])), "%2 product (Contract) reaches its right operand by an index with coefficient 0: [i1, 0·i2]"),
        ["beyond the end"] = (Contracted(right: Access.Of(2, 2)), "%2 product (Contract) reaches elements 0 to 2 of axis 0 of its right operand [2 × 3]"),
        ["before the start"] = (Contracted(right: new([new([new(1, 1)], 0), new([new(2, 1)], -1)])), "%2 product (Contract) reaches elements -1 to 1 of axis 1 of its right operand [2 × 3]"),
        ["a part of the batch"] = (Contracted(left: new([new([new(0, 1)], 1), new([new(2, 1)], 0)])), "%2 product (Contract) does not go through axis 0 of its left operand [batch × 3] from end to end: [i0 + 1, i2]"),
        ["the batch where there is none"] = (Contracted(right: Access.Of(0, 2)), "%2 product (Contract) does not go through axis 0 of its right operand [2 × 3] from end to end: [i0, i2]"),
        ["not all of the result"] = (With(2, node => node with { Shape = Shape.Of(Extent.Batch, 5) }), "%2 product (Contract) does not reach all of axis 1 of [batch × 5]"),

        // Reductions and views
        ["a reduction of nothing"] = (With(7, node => node with { Operation = new Reduce(Reduction.Sum, []) }), "%7 ∂bias (Reduce) reduces no axis"),
        ["a reduction of an axis twice"] = (With(7, node => node with { Operation = new Reduce(Reduction.Sum, [0, 0]) }), "%7 ∂bias (Reduce) lists its axes [0, 0] not in order, or twice"),
        ["a reduction of a missing axis"] = (With(7, node => node with { Operation = new Reduce(Reduction.Max, [0, 2]) }), "%7 ∂bias (Reduce) reduces axes [0, 2] of [batch × 2]"),
        ["a reduction that drops its axis"] = (With(7, node => node with { Shape = Shape.Of(2) }), "%7 ∂bias (Reduce) has shape [2] where its operation gives [1 × 2]"),
        ["a reshape to more elements"] = (With(8, node => node with { Shape = Shape.Of(3) }), "%8 ∂bias (Reshape) has not as many elements as [1 × 2]: [3]"),
        ["a reshape that drops the batch"] = (Appended(new Reshape(), 5, Shape.Of(2)), "%9 more (Reshape) has not as many elements as [batch × 2]: [2]"),
        ["a broadcast that shrinks"] = (Appended(new Broadcast(), 5, Shape.Of(1, 2)), "%9 more (Broadcast) is no broadcast of [batch × 2]: [1 × 2]"),
        ["a broadcast to fewer axes"] = (Appended(new Broadcast(), 5, Shape.Of(2)), "%9 more (Broadcast) is no broadcast of [batch × 2]: [2]"),
        ["a permutation that is none"] = (Appended(new Transpose([0, 0]), 1, Shape.Of(2, 2)), "%9 more (Transpose) does not permute the axes of [2 × 3]: [0, 0]"),
        ["a transposition of another shape"] = (Appended(new Transpose([1, 0]), 1, Shape.Of(2, 3)), "%9 more (Transpose) has shape [2 × 3] where its operation gives [3 × 2]"),
        ["a slice beyond the end"] = (Appended(new Slice(1, 2, 2), 1, Shape.Of(2, 2)), "%9 more (Slice) takes 2 elements from 2 on, of axis 1 of [2 × 3]"),
        ["a slice of the batch"] = (Appended(new Slice(0, 0, 1), 0, Shape.Of(1, 3)), "%9 more (Slice) has no axis 0 to slice in [batch × 3]"),
        ["a concatenation that is too short"] = (Graph([.. Nodes, new(new Concatenate(1), [0, 0], Shape.Of(Extent.Batch, 5), new("more"))]), "%9 more (Concatenate) has parts of 6 elements in all along axis 1 of [batch × 5]"),
        ["a concatenation of unlike parts"] = (Graph([.. Nodes, new(new Concatenate(1), [1, 0], Shape.Of(Extent.Batch, 6), new("more"))]), "%9 more (Concatenate) has a part [2 × 3] in [batch × 6]"),
        ["a concatenation along the batch"] = (Graph([.. Nodes, new(new Concatenate(0), [0, 0], Shape.Of(new Extent(2, true), 3), new("more"))]), "%9 more (Concatenate) has no axis 0 to concatenate along in [batch·2 × 3]"),
        ["a reshape of what does not lie in order"] = (Graph([.. Nodes, new(new Transpose([1, 0]), [1], Shape.Of(3, 2), new("t")), new(new Reshape(), [9], Shape.Of(6), new("more"))]), "%10 more (Reshape) reshapes what does not lie in C order"),
        ["a stop that changes the shape"] = (Appended(new StopGradient(), 0, Shape.Of(3)), "%9 more (StopGradient) has shape [3] where its operation gives [batch × 3]"),

        // Inputs, parameters, outputs and gradients
        ["an input without a batch"] = (With(0, node => node with { Shape = Shape.Of(1, 3) }), "%2 product (Contract) does not go through axis 0"),
        ["a parameter that is not declared"] = (With(3, node => node with { Operation = new Parameter(2) }), "%3 bias (Parameter) is parameter 2 of 2"),
        ["a parameter of another shape"] = (With(3, node => node with { Shape = Shape.Of(1, 2) }), "%3 bias (Parameter) has shape [1 × 2] where its operation gives [2]"),
        ["a parameter twice"] = (Graph([.. Nodes, Nodes[3]]), "%9 bias (Parameter) is there twice"),
        ["a parameter that is missing"] = (With(3, node => node with { Operation = new Input(1), Shape = Shape.Of(Extent.Batch, 2) }), "parameter bias has no node"),
        ["the gradient of no output"] = (With(5, node => node with { Operation = new OutputGradient(1) }), "%5 ∂y (OutputGradient) is the gradient of output 1 of 1"),
        ["no output"] = (Graph(Nodes) with { Outputs = [], Gradients = [] }, "%5 ∂y (OutputGradient) is the gradient of output 0 of 0"),
        ["an output that is no node"] = (Graph(Nodes) with { Outputs = [4, 9] }, "%9 is an output or a gradient, but no node"),
        ["an input as output"] = (Graph(Nodes) with { Outputs = [4, 0] }, "%0 x (Input) is an output, but in memory that is not the network's to give out"),
        ["an output twice"] = (Graph(Nodes) with { Outputs = [4, 4] }, "%4 y (Map) is an output in the same memory as another"),
        ["an output without a batch"] = (Graph([.. Nodes, Map(X, [3], Shape.Of(2))]) with { Outputs = [4, 9] }, "%9 y (Map) is an output without a batch: [2]"),
        ["a gradient too few"] = (Graph(Nodes) with { Gradients = [6] }, "there are 1 gradients of 2 parameters"),
        ["a gradient of another shape"] = (Graph(Nodes) with { Gradients = [6, 7] }, "%7 ∂bias (Reduce) is the gradient of bias [2], but has shape [1 × 2]"),
        ["a gradient that is the parameter"] = (Graph(Nodes) with { Gradients = [6, 3] }, "%3 bias (Parameter) is a gradient, but computed by nobody"),
        ["two gradients in one memory"] = (TwoBiases(Nodes[8], [6, 8, 8]), "%8 ∂bias (Reshape) is a gradient in the same memory as another"),
        ["a gradient that does not lie in order"] = (Graph([.. Nodes, new(new Broadcast(), [8], Shape.Of(2), new("bias", true))]) with { Gradients = [6, 9] }, "%9 ∂bias (Broadcast) is a gradient, but not in C order in its memory"),
        ["a layer that is gone"] = (Graph(Nodes) with { Layers = [new("hidden", "Dense", 0, -1)] }, "layer 'hidden' goes from %0 to %-1, which are not both nodes"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Fact]
    public void A_legal_graph_is_accepted() => GraphVerifier.Verify(Graph(Nodes), GraphRules.Clean);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_graph_that_breaks_a_rule_is_refused_by_its_node(string name)
    {
        var (graph, message) = Broken[name];

        Assert.Contains(message, Assert.Throws<InvalidGraphException>(() => GraphVerifier.Verify(graph, GraphRules.Any)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_code_is_refused_once_it_should_be_removed()
    {
        var graph = Graph([.. Nodes, Map(X * X, [0], Shape.Of(Extent.Batch, 3))]);

        GraphVerifier.Verify(graph, GraphRules.Any);
        Assert.Equal("%9 y (Map) is needed by nothing", Assert.Throws<InvalidGraphException>(() => GraphVerifier.Verify(graph, GraphRules.Clean)).Message);
    }

    [Fact]
    public void A_stopped_gradient_is_refused_once_it_should_be_removed()
    {
        var graph = With(4, node => node with { Operation = new StopGradient(), Inputs = [2] });

        GraphVerifier.Verify(graph, GraphRules.Any);
        Assert.Equal("%4 y (StopGradient) has done its work and is to be gone", Assert.Throws<InvalidGraphException>(() => GraphVerifier.Verify(graph, GraphRules.Clean)).Message);
    }

    [Fact]
    public void What_only_training_has_is_refused_in_a_prediction()
    {
        var graph = Graph([.. Nodes, new(new BatchSize(), [], Shape.Of(1), new("batchSize"))]);

        GraphVerifier.Verify(graph, GraphRules.Any);
        Assert.Equal(
            "%9 batchSize (BatchSize) is in a prediction, where only a WhenTraining can have it",
            Assert.Throws<InvalidGraphException>(() => GraphVerifier.Verify(graph, GraphRules.Any with { AllowsTrainingLeaves = false })).Message);
    }

    /// <summary>Each rule by itself: a graph that has what it forbids is legal under all the others.</summary>
    [Theory]
    [InlineData("mode", "%4 y (WhenTraining) has done its work and is to be gone")]
    [InlineData("stop", "%4 y (StopGradient) has done its work and is to be gone")]
    public void A_rule_forbids_one_thing(string rule, string message)
    {
        var isMode = rule == "mode";
        var graph = With(4, node => node with { Operation = isMode ? new WhenTraining() : new StopGradient(), Inputs = isMode ? [2, 2] : [2] });

        GraphVerifier.Verify(graph, isMode ? GraphRules.Any with { AllowsStops = false } : GraphRules.Any with { AllowsModes = false });
        var rules = isMode ? GraphRules.Any with { AllowsModes = false } : GraphRules.Any with { AllowsStops = false };
        Assert.Equal(message, Assert.Throws<InvalidGraphException>(() => GraphVerifier.Verify(graph, rules)).Message);
    }

    private static NetworkGraph Graph(params Node[] nodes)
        => new(nodes.ToEquatableArray(), [Tensor("weight", 2, 3), Tensor("bias", 2)], [new("dense", "Dense", 0, 4)], [4], [6, 8]);

    private static NetworkGraph With(int id, Func<Node, Node> change) => Graph([.. Nodes.Select((node, index) => index == id ? change(node) : node)]);

    private static NetworkGraph Appended(Operation operation, int input, Shape shape) => Graph([.. Nodes, new(operation, [input], shape, new("more"))]);

    private static NetworkGraph Contracted(IndexVariable[]? indices = null, Access? left = null, Access? right = null)
        => With(2, node =>
        {
            var contract = (Contract)node.Operation;
            return node with { Operation = contract with { Indices = indices?.ToEquatableArray() ?? contract.Indices, Left = left ?? contract.Left, Right = right ?? contract.Right } };
        });

    private static NetworkGraph TwoBiases(Node last, EquatableArray<int> gradients)
        => Graph([.. Nodes.Take(8), last, new(new Parameter(2), [], Shape.Of(2), new("other"))]) with
        {
            Parameters = [Tensor("weight", 2, 3), Tensor("bias", 2), Tensor("other", 2)],
            Gradients = gradients,
        };

    private static Node Map(Scalar expression, EquatableArray<int> inputs, Shape shape) => new(new Map(expression), inputs, shape, new("y"));

    private static TrainableTensor Tensor(string name, params int[] dimensions)
        => new(name, "dense", dimensions.ToEquatableArray(), InitializerKind.Default, 3, 2, 1);
}
