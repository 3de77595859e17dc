using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>
/// Recognises in a forward method what <see cref="StableForms"/> recognises in a function. A step such as <c>Log(1 + Exp(x))</c> is made of
/// several elementwise nodes, which are composed to one expression as soon as the last of them is added: before anything is
/// differentiated, an inner <c>Gradient</c> too. A sum of exponentials over axes is <c>exp</c> of its <see cref="LogSumExp"/> there, so that
/// its logarithm and a softmax are found by the same rules. What is no longer read is dead code.
/// </summary>
internal sealed class StableSteps(GraphBuilder graph)
{
    /// <summary>How many nodes in a chain are composed.</summary>
    private const int Deepest = 8;

    /// <summary>How many of them in an exponent: of it, only signs, factors and sums are compared with those of others.</summary>
    private const int DeepestInExponent = 3;

    /// <summary>Larger steps are left as they are.</summary>
    private const int LargestStep = 48;

    private readonly LogSumExp sums = new(graph);

    /// <summary>For each node, from how many nodes back an exponential can come into its expression.</summary>
    private readonly List<int> distances = [];

    /// <summary>The node that computes a step in a stable form; null where the step is as good as it is.</summary>
    /// <param name="expression">What the step computes of its inputs.</param>
    /// <param name="inputs">The nodes that it reads.</param>
    /// <param name="name">What its value is called.</param>
    public int? Find(Scalar expression, int[] inputs, ValueName name)
    {
        if (!StableForms.CanBeOutermost(expression))
            return null;
        var shape = Shape.Broadcast([.. inputs.Select(input => graph[input].Shape)]);
        if (expression is Binary(BinaryFunction.Subtract, Argument(var minuend), Argument(var subtrahend))
            && sums.LogSoftmax(inputs[minuend], inputs[subtrahend], name) is { } logarithm)
            return graph[logarithm].Shape == shape ? logarithm : null;

        // Of sums and products alone there is no stable form. Most steps of a large network are such, and are not composed.
        if (expression is Binary && ScalarSize.Of(expression) <= LargestStep && !HasExponential(expression) && !Array.Exists(inputs, input => Distance(input) < Deepest))
            return null;

        // x/(1 + exp(−scale)): the sigmoid of each scale, not of each element of x.
        if (expression is Binary(BinaryFunction.Divide, Argument(var dividend), Argument(var divisor))
            && graph[inputs[divisor]].Shape != shape && !HasExponential(inputs[dividend]))
        {
            return Find(1.0 / new Argument(0), [inputs[divisor]], name with { Text = name.Text + ".factor" }) is { } factor
                ? graph.Map(new Argument(0) * new Argument(1), [inputs[dividend], factor], name)
                : null;
        }

        // Σ exp(u) − 1 is no better as expm1 of a logarithm: sums are only looked into where the logarithm or the quotient is wanted.
        var isSum = expression is Binary(BinaryFunction.Add or BinaryFunction.Subtract, _, _);
        var composition = new Composition(graph, isSum ? null : sums);
        var composed = composition.Simplify.Apply(Substitution.Substitute(expression, argument => composition.Expand(inputs[argument], graph[inputs[argument]].Shape, Deepest)));
        if (ScalarSize.Of(composed) > LargestStep || StableForms.OfOutermost(composed, composition.Simplify) is not { } stable)
            return null;
        stable = composition.WithKnownValues(stable, shape);
        var used = ScalarArguments.Of(stable).ToArray();
        if (used.Length == 0 || Shape.Broadcast([.. used.Select(composition.ShapeOf)]) != shape)
            return null;
        int[] nodes = [.. used.Select(argument => composition.Node(argument, name))];
        return stable is Argument ? nodes[0] : graph.Map(Substitution.Substitute(stable, argument => new Argument(Array.IndexOf(used, argument))), nodes, name);
    }

    /// <summary>How many nodes back from this one an operation is of which an exponential can come; <see cref="Deepest"/> where that is too far away.</summary>
    private int Distance(int node)
    {
        for (var next = distances.Count; next <= node; next++)
        {
            var (operation, inputs) = (graph[next].Operation, graph[next].Inputs);
            distances.Add(operation switch
            {
                Graph.Reshape => distances[inputs[0]],
                Graph.Reduce => 0,
                Map { Expression: var expression } when ScalarSize.Of(expression) > LargestStep => Deepest,
                Map { Expression: var expression } when HasExponential(expression) => 0,
                Map => Math.Min(Deepest, 1 + inputs.Min(input => distances[input])),
                _ => Deepest,
            });
        }

        return distances[node];
    }

    /// <summary>Whether there is anything in an expression but sums, products, magnitudes and choices.</summary>
    private static bool HasExponential(Scalar expression) => expression switch
    {
        Constant or Argument => false,
        Unary(UnaryFunction.Negate or UnaryFunction.Abs, var operand) => HasExponential(operand),
        Binary(BinaryFunction.Add or BinaryFunction.Subtract or BinaryFunction.Multiply or BinaryFunction.Divide or BinaryFunction.Max or BinaryFunction.Min, var left, var right)
            => HasExponential(left) || HasExponential(right),
        Select(_, var left, var right, var whenTrue, var whenFalse)
            => HasExponential(left) || HasExponential(right) || HasExponential(whenTrue) || HasExponential(whenFalse),
        _ => true,
    };

    private bool HasExponential(int node)
    {
        var isFound = false;
        new ScalarRewriter(scalar =>
        {
            isFound |= scalar is Unary(UnaryFunction.Exp or UnaryFunction.Expm1 or UnaryFunction.Sinh or UnaryFunction.Cosh, _);
            return scalar;
        }).Rewrite(new Composition(graph, sums).Expand(node, graph[node].Shape, Deepest));
        return isFound;
    }

    /// <summary>One expression for some nodes. Its arguments are leaves: nodes under a shape, and logarithms of sums, which are not made unless they are used.</summary>
    private sealed class Composition(GraphBuilder graph, LogSumExp? sums)
    {
        private readonly List<(int Node, Shape Shape, Leaf Kind)> leaves = [];
        private readonly Dictionary<(int, Shape), Scalar> expanded = [];

        private enum Leaf
        {
            Value, LogSum, Softmax,
        }

        public Simplifier Simplify { get; } = new();

        public Shape ShapeOf(int leaf) => leaves[leaf].Shape;

        /// <summary>The value of a node, seen under a shape, as an expression of leaves.</summary>
        public Scalar Expand(int node, Shape shape, int depth)
        {
            if (expanded.TryGetValue((node, shape), out var known))
                return known;
            var expression = Simplify.Once(Composed(node, shape, depth) ?? ArgumentOf(node, shape, Leaf.Value));
            expanded[(node, shape)] = expression;
            return expression;
        }

        /// <summary>The expression with the parts that nodes have already, and with the softmax where it was written.</summary>
        public Scalar WithKnownValues(Scalar expression, Shape shape)
        {
            var values = new Dictionary<Scalar, Scalar>(ReferenceComparer.Instance);
            foreach (var pair in expanded)
            {
                if (pair.Value is not (Constant or Argument) && Simplify.Apply(pair.Value) is var value && !values.ContainsKey(value))
                    values.Add(value, ArgumentOf(pair.Key.Item1, pair.Key.Item2, Leaf.Value));
            }

            return Visit(expression);

            Scalar Visit(Scalar node)
            {
                if (node is Unary(UnaryFunction.Exp, Binary(BinaryFunction.Subtract, var exponent, Argument(var sum)))
                    && leaves[sum] is { Kind: Leaf.LogSum, Node: var reduced } && graph[sums!.Elements(reduced)].Shape == shape
                    && ReferenceEquals(Simplify.Apply(sums.Exponent(this, reduced)!), exponent))
                    return ArgumentOf(reduced, shape, Leaf.Softmax);
                return values.TryGetValue(node, out var value) ? value : ScalarRewriter.WithChildren(node, Visit);
            }
        }

        /// <summary>Makes the node of a leaf.</summary>
        public int Node(int leaf, ValueName name)
        {
            var (node, shape, kind) = leaves[leaf];
            var value = kind switch
            {
                Leaf.LogSum => sums!.Logarithm(node, name),
                Leaf.Softmax => sums!.Softmax(node, name),
                _ => node,
            };
            return graph.Reshape(value, shape, graph[value].Name);
        }

        public Scalar ExpandElement(int node) => Expand(node, graph[node].Shape, Deepest);

        private Scalar? Composed(int node, Shape shape, int depth)
        {
            if (depth == 0 || graph.IsLayerOutput(node))
                return null;
            var own = graph[node];
            switch (own.Operation)
            {
                case Graph.Reshape:
                    return Composed(own.Inputs[0], shape, depth);
                case Fill(var value) when own.Shape.SampleSize == 1:
                    return value;
                case Map { DifferentiatedAs: null, Expression: var expression } when ScalarSize.Of(expression) <= LargestStep
                    && (own.Shape == shape || own.Inputs.All(input => graph[input].Shape == own.Shape)):
                    var below = HasExponential(expression) ? Math.Min(depth - 1, DeepestInExponent) : depth - 1;
                    return Substitution.Substitute(expression, argument =>
                    {
                        var input = own.Inputs[argument];
                        return Expand(input, own.Shape == shape ? graph[input].Shape : shape, below);
                    });
                case Graph.Reduce { Reduction: Reduction.Sum } when sums?.IsOfExponentials(this, node) == true:
                    return new Unary(UnaryFunction.Exp, ArgumentOf(node, shape, Leaf.LogSum));
                default:
                    return null;
            }
        }

        private Argument ArgumentOf(int node, Shape shape, Leaf kind)
        {
            var place = leaves.IndexOf((node, shape, kind));
            if (place < 0)
            {
                leaves.Add((node, shape, kind));
                place = leaves.Count - 1;
            }

            return new Argument(place);
        }
    }

    /// <summary>
    /// Logarithms of sums of exponentials over axes. The largest exponent is subtracted first, so that no exponential overflows; it cancels,
    /// so no gradient needs to flow through it. Each is made once.
    /// </summary>
    private sealed class LogSumExp(GraphBuilder graph)
    {
        private static readonly Scalar X = new Argument(0);
        private static readonly Scalar Y = new Argument(1);

        private readonly Dictionary<int, (int Shifted, int Maximum, int Exponential, int Sum)> shifted = [];
        private readonly Dictionary<int, bool> areOfExponentials = [];
        private readonly Dictionary<int, int> logarithms = [];
        private readonly Dictionary<int, int> sumsOf = [];

        /// <summary>What a sum is taken of.</summary>
        public int Elements(int sum) => graph[sum].Inputs[0];

        /// <summary>u, where the sum is one of exp(u).</summary>
        public Scalar? Exponent(Composition composition, int sum) => StableForms.Exponent(composition.ExpandElement(Elements(sum)), composition.Simplify);

        /// <summary>Whether the sum is one of exponentials. It is asked once for each: what it is a sum of may depend on sums before it, and these on others.</summary>
        public bool IsOfExponentials(Composition composition, int sum)
        {
            if (!areOfExponentials.TryGetValue(sum, out var known))
                areOfExponentials[sum] = known = Exponent(composition, sum) is not null;
            return known;
        }

        /// <summary><c>max u + log Σ exp(u − max u)</c></summary>
        public int Logarithm(int sum, ValueName name)
        {
            if (logarithms.TryGetValue(sum, out var known))
                return known;
            var (_, maximum, _, shiftedSum) = Shifted(sum, name);
            var logarithm = graph.Map(X + new Unary(UnaryFunction.Log, Y), [maximum, shiftedSum], name with { Text = name.Text + ".logSum" });
            sumsOf[logarithm] = sum;
            return logarithms[sum] = logarithm;
        }

        /// <summary><c>exp(u − max u)/Σ exp(u − max u)</c></summary>
        public int Softmax(int sum, ValueName name)
        {
            var (_, _, exponential, shiftedSum) = Shifted(sum, name);
            return graph.Map(new Map(X / Y, Formula.Quotient), [exponential, shiftedSum], name with { Text = name.Text + ".softmax" });
        }

        /// <summary><c>(u − max u) − log Σ exp(u − max u)</c>, where that is what is subtracted from u; null where it is something else.</summary>
        public int? LogSoftmax(int minuend, int subtrahend, ValueName name)
        {
            var logarithm = subtrahend;
            while (graph[logarithm].Operation is Graph.Reshape)
                logarithm = graph[logarithm].Inputs[0];
            if (!sumsOf.TryGetValue(logarithm, out var sum))
                return null;
            var (own, _, _, shiftedSum) = Shifted(sum, name);
            if (graph[own].Inputs[0] != minuend || graph[subtrahend].Shape != graph[logarithm].Shape)
                return null;
            var ofSum = graph.Map(new Map(new Unary(UnaryFunction.Log, X), Formula.Call("log")), [shiftedSum], name with { Text = name.Text + ".logSum" });
            return graph.Map(new Map(X - Y, Formula.Difference), [own, ofSum], name);
        }

        private (int Shifted, int Maximum, int Exponential, int Sum) Shifted(int sum, ValueName name)
        {
            if (shifted.TryGetValue(sum, out var known))
                return known;
            var composition = new Composition(graph, this);
            var exponent = composition.Simplify.Apply(Exponent(composition, sum)!);
            var used = ScalarArguments.Of(exponent).ToArray();
            int[] nodes = [.. used.Select(argument => composition.Node(argument, name))];
            var u = exponent is Argument
                ? nodes[0]
                : graph.Map(Substitution.Substitute(exponent, argument => new Argument(Array.IndexOf(used, argument))), nodes, Part("exponent"));
            u = graph.Broadcast(u, graph[Elements(sum)].Shape, Part("exponent"));
            var axes = ((Graph.Reduce)graph[sum].Operation).Axes;

            // An infinity would leave ∞ − ∞; with the largest float in its place the exponential is 0 or ∞, as it should be.
            var limited = new Binary(BinaryFunction.Max, new Binary(BinaryFunction.Min, X, (double)float.MaxValue), (double)float.MinValue);
            var maximum = graph.StopGradient(graph.Map(limited, [graph.Reduce(Reduction.Max, u, axes, Part("largest"))], Part("maximum")));
            var difference = graph.Map(new Map(X - Y, Formula.Difference), [u, maximum], Part("shifted"));
            var exponential = graph.Map(new Map(new Unary(UnaryFunction.Exp, X), Formula.Call("exp")), [difference], Part("exponential"));
            known = (difference, maximum, exponential, graph.Reduce(Reduction.Sum, exponential, axes, Part("sum")));
            shifted.Add(sum, known);
            return known;

            ValueName Part(string part) => name with { Text = name.Text + "." + part };
        }
    }
}
