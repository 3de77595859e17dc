namespace NetGen.Generator.Scalars;

/// <summary>
/// Several expressions as one list of nodes, children before parents, in which every shared part stands once: so that to compare two of
/// them, as the pipeline does, costs what their nodes cost and not what the trees they spell would.
/// </summary>
internal sealed record ScalarList
{
    private ScalarList(EquatableArray<ScalarNode> nodes, EquatableArray<int> roots) => (Nodes, Roots) = (nodes, roots);

    public EquatableArray<ScalarNode> Nodes { get; }

    /// <summary>The expressions, by the index of their node.</summary>
    public EquatableArray<int> Roots { get; }

    public static ScalarList Of(IEnumerable<Scalar> expressions)
    {
        var nodes = new List<ScalarNode>();
        var indices = new Dictionary<Scalar, int>(ReferenceComparer.Instance);
        int[] roots = [.. expressions.Select(IndexOf)];
        return new(nodes.ToEquatableArray(), roots.ToEquatableArray());

        int IndexOf(Scalar expression)
        {
            if (indices.TryGetValue(expression, out var known))
                return known;
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            var node = expression switch
            {
                Constant(var value) => new ScalarNode(ScalarNodeKind.Constant, 0, value, []),
                Argument(var index) => new ScalarNode(ScalarNodeKind.Argument, index, 0.0, []),
                Unary(var function, var operand) => new ScalarNode(ScalarNodeKind.Unary, (int)function, 0.0, [IndexOf(operand)]),
                Binary(var function, var left, var right) => new ScalarNode(ScalarNodeKind.Binary, (int)function, 0.0, [IndexOf(left), IndexOf(right)]),
                Select(var comparison, var left, var right, var whenTrue, var whenFalse) => new ScalarNode(
                    ScalarNodeKind.Select, (int)comparison, 0.0, [IndexOf(left), IndexOf(right), IndexOf(whenTrue), IndexOf(whenFalse)]),
                _ => throw new ArgumentException($"'{expression.GetType().Name}' is not a scalar expression that can be listed.", nameof(expressions)),
            };
            nodes.Add(node);
            indices.Add(expression, nodes.Count - 1);
            return nodes.Count - 1;
        }
    }

    /// <summary>The expressions, which share what they shared.</summary>
    public Scalar[] ToScalars()
    {
        var scalars = new Scalar[Nodes.Count];
        for (var i = 0; i < scalars.Length; i++)
        {
            var (kind, code, number, children) = Nodes[i];
            scalars[i] = kind switch
            {
                ScalarNodeKind.Constant => new Constant(number),
                ScalarNodeKind.Argument => new Argument(code),
                ScalarNodeKind.Unary => new Unary((UnaryFunction)code, scalars[children[0]]),
                ScalarNodeKind.Binary => new Binary((BinaryFunction)code, scalars[children[0]], scalars[children[1]]),
                _ => new Select((Comparison)code, scalars[children[0]], scalars[children[1]], scalars[children[2]], scalars[children[3]]),
            };
        }

        return [.. Roots.Select(root => scalars[root])];
    }
}

internal enum ScalarNodeKind
{
    Constant, Argument, Unary, Binary, Select,
}

/// <summary>A node whose children are indices into the list.</summary>
/// <param name="Kind">Which record it stands for.</param>
/// <param name="Code">The function, the comparison or the index of the argument.</param>
/// <param name="Number">The value of a constant.</param>
/// <param name="Children">Its operands.</param>
internal sealed record ScalarNode(ScalarNodeKind Kind, int Code, double Number, EquatableArray<int> Children);
