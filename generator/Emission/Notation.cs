using System.Runtime.CompilerServices;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission;

/// <summary>Writes what a kernel computes as mathematics, in the words of the declaration.</summary>
internal sealed partial class Notation
{
    // A longer function says itself what it is, where it stands.
    private const int LongestPart = 150;

    // How many names are in a formula that fits on a screen.
    private const int MostNames = 200;

    private readonly NetworkGraph graph;
    private readonly Kernel kernel;
    private readonly HashSet<int> stored;
    private readonly HashSet<int> computed = [];
    private readonly HashSet<int> shared;
    private readonly ValueText values;
    private readonly ValueWords words;
    private readonly Simplifier simplifier = new();

    private Notation(NetworkGraph graph, Kernel kernel)
    {
        this.graph = graph;
        this.kernel = kernel;
        (values, words) = (new(graph, kernel), new(graph, kernel));
        stored = [.. kernel.Stores.Select(static output => output.Node)];
        foreach (var output in kernel.Stores.Where(static output => !output.IsInitial))
            CollectOf(output);
        // What several values are made of is said once.
        var users = new Dictionary<int, int>();
        foreach (var used in computed.SelectMany(user => graph[user].Inputs.Select(input => Owner(graph, input)).Distinct()))
        {
            users.TryGetValue(used, out var count);
            users[used] = count + 1;
        }

        shared = [.. computed.Where(node => !stored.Contains(node) && graph[node].Operation is Map && users.TryGetValue(node, out var count) && count > 1)];
        ShareLong();
    }

    /// <summary>A formula that nobody would read to its end is said in several.</summary>
    private void ShareLong()
    {
        var lengths = new Dictionary<int, int>();
        foreach (var node in computed.OrderBy(static node => node))
        {
            var length = graph[node].Inputs.Sum(input => lengths.TryGetValue(Owner(graph, input), out var known) ? known : 1);
            if (length > MostNames && !stored.Contains(node) && graph[node].Operation is Map)
                shared.Add(node);
            lengths.Add(node, stored.Contains(node) || shared.Contains(node) ? 1 : length);
        }
    }

    /// <summary>An equation for every value that the kernel stores, after those of values that several of them need.</summary>
    public static IEnumerable<Equation> Of(NetworkGraph graph, Kernel kernel)
    {
        if (kernel is JoinedKernel joined)
            return joined.Parts.SelectMany(part => Of(graph, part)).Distinct();
        var notation = For(graph, kernel);
        return notation.shared.OrderBy(static node => node).Select(node => Equation.Let(notation.values.Read(node), notation.Expand(node).Text))
            .Concat(kernel.Stores.Select(output => graph[output.Node].Operation is Concatenate ? notation.Part(output) : notation.Whole(output))).Distinct();
    }

    // Formulas, explanations, layers and tables ask for it of every step.
    private static readonly ConditionalWeakTable<Kernel, Notation> Known = new();

    private static Notation For(NetworkGraph graph, Kernel kernel) => Known.GetValue(kernel, own => new Notation(graph, own));

    private static IEnumerable<int> ComputedBy(NetworkGraph graph, Kernel kernel)
        => kernel is JoinedKernel joined ? joined.Parts.SelectMany(part => ComputedBy(graph, part)).Distinct() : For(graph, kernel).computed;

    /// <summary>The nodes that a kernel computes, those among them that are not stored, and what others compute too.</summary>
    public static IReadOnlyList<int> Computed(NetworkGraph graph, Kernel kernel)
        => kernel is JoinedKernel joined ? [.. joined.Parts.SelectMany(part => Computed(graph, part)).Distinct()] : kernel is ContractKernel or LoopKernel ? [.. For(graph, kernel).computed] : [.. kernel.Stores.Select(static output => output.Node)];

    /// <summary>What the developer wrote that a kernel computes, each once; of a line with several layers, which of them it is. What only adds up gradients has the lines of its terms.</summary>
    public static IEnumerable<string> Sources(NetworkGraph graph, Kernel kernel)
        => Sources(graph, kernel, ComputedBy(graph, kernel)) is { Length: > 0 } own ? own
            : Sources(graph, kernel, kernel.Reads.Where(node => kernel.IsBackward && graph[node].Name.IsGradient).SelectMany(node => new[] { node, Views.Owner(graph, node) }).Distinct());

    private static string[] Sources(NetworkGraph graph, Kernel kernel, IEnumerable<int> nodes)
        => [.. nodes.OrderBy(node => kernel.IsBackward && !graph[node].Name.IsGradient).ThenBy(static node => node).Where(node => graph[node].Origin?.Source is not null).GroupBy(node => graph[node].Origin!.Source!)
            .Select(line => line.Key + (line.Key.StartsWith("line ", StringComparison.Ordinal) ? LayersOf(graph, line) : ""))];

    /// <summary>The same for a reader of a pass, which says of what the backward pass computes derivatives.</summary>
    public static IEnumerable<string> Origins(NetworkGraph graph, Kernel kernel)
        => Sources(graph, kernel).Select(source => IsDerivative(graph, kernel) ? "∂ of " + source : source);

    /// <summary>Whether a kernel computes derivatives of its sources, and not the sources again.</summary>
    public static bool IsDerivative(NetworkGraph graph, Kernel kernel) => kernel.IsBackward && !kernel.IsComputedAgain(graph);

    private static string LayersOf(NetworkGraph graph, IEnumerable<int> nodes)
    {
        // What ends in a layer's own gradient is for that layer, too.
        string[] layers = [.. nodes.SelectMany(node => new[] { graph[node].Origin!.Of, graph[node].Name is { IsGradient: true, Text: var text } ? text : null }).OfType<string>().Distinct().Where(layer => graph.Layers.Any(span => span.Name == layer)).Select(static layer => $"'{layer}'")];
        return layers.Length is 0 or > 3 ? "" : $"; {(layers.Length == 1 ? "layer" : "layers")} {Counts.Joined(layers)}";
    }

    /// <summary>The shapes that go in and come out: <c>[batch × 784] → [batch × 128]</c>.</summary>
    public static string Shapes(NetworkGraph graph, Kernel kernel) => new ShapeText(graph, kernel).Of();

    private Equation Whole(KernelOutput output)
    {
        var node = output.Node;
        if (output.IsInitial)
            return new(values.Stored(output), output.Expression is Constant(var start) ? ScalarText.Mathematics(new Constant(start), []) : Refer(graph[graph.StateOf(node)].Inputs[0]).Text);
        if (graph[node].Operation is Graph.Collect)
            return new(values.Stored(output), Refer(graph[node].Inputs[0]).Text);
        if (graph[node].Operation is Contract contract && !IsMatrixProduct(contract))
            return new(values.Stored(output, Indexed(contract, contract.Output)), Expand(node).Text);
        var (stored, value) = (values.Stored(output), Expand(node).Text);
        return stored == value ? Equation.InWords(stored, $"{stored}: a copy where the caller reads it") : new(stored, value);
    }

    /// <summary>
    /// A part of a concatenation: an element of every window, zeros around an image, the image between them, or else what it is made of.
    /// </summary>
    private Equation Part(KernelOutput output)
    {
        var name = graph[output.Node].Name.Mathematics;
        var ranges = Concatenations.Of(graph).Parts(output.Node).Where(part => part.Offset == output.Offset)
            .Select(part => (part.Input, Range: values.Part(output, graph[part.Input].Shape))).Where(static part => part.Range is not null).ToArray();
        if (output.Expression is Constant(var constant))
        {
            var text = ScalarText.Mathematics(output.Expression, []);
            return ranges.Length > 0 ? new(ranges[0].Range!, text) : constant == 0 ? new(name, "0 around what is in it") : new($"part of {name}", text);
        }

        var parts = kernel.Stores.Where(other => other.Node == output.Node).ToArray();
        // The same value is also stored on its own.
        if (kernel.Stores.FirstOrDefault(other => other.Node != output.Node && other.Expression.Equals(output.Expression) && graph[other.Node].Operation is not Concatenate) is { } alone)
            return new(ranges.Length > 0 ? ranges[0].Range! : $"the middle of {name}", graph[alone.Node].Name.Mathematics);
        foreach (var (input, range) in ranges)
        {
            if (Refer(input) is { Text.Length: <= LongestPart } own)
                return new(range!, own.Text);
        }

        if (kernel is LoopKernel loop && Window(output, parts) is { } place)
        {
            var isResult = loop.Reduction is { } reduction && reduction.Outputs.Contains(output);
            var text = isResult ? null : ScalarText.Right(output.Expression, [.. loop.Operands.Select(operand => FormulaText.Of(values.Read(operand)))]).Text;
            if (text is { Length: <= LongestPart })
                return new($"{name}.{place}", text);
            if (!isResult && OnlyChoice(output.Expression) is { } chosen && Element(loop, place) is { } element)
                return new($"{name}.{place}", $"{values.Read(loop.Operands[chosen])} where {element} is the first maximum, else 0");
        }

        var read = string.Join(" and ", kernel.Reads.Select(node => graph[Owner(graph, node)].Name.Mathematics).Distinct());
        var part = $"{(parts.Length == 1 ? "part" : "parts")} of {name}";
        return Equation.InWords(part, $"{part} from {read}");
    }

    /// <summary>The one argument that an expression gives where it does not give 0: a pool passes its gradient to the element that it has chosen.</summary>
    private static int? OnlyChoice(Scalar expression)
    {
        int? chosen = null;
        return Gives(expression) ? chosen : null;

        bool Gives(Scalar part)
        {
            switch (part)
            {
                case Select { Comparison: Comparison.GreaterOrEqual } select:
                    return Gives(select.WhenTrue) && Gives(select.WhenFalse);
                case Argument(var index) when chosen is null || chosen == index:
                    chosen = index;
                    return true;
                default:
                    return part is Constant(0);
            }
        }
    }

    /// <summary>The element of a window that is read at the place of the same name.</summary>
    private string? Element(LoopKernel loop, string place)
        => loop.Operands.Select(operand => values.Read(operand)).FirstOrDefault(operand => operand.EndsWith("." + place, StringComparison.Ordinal));

    /// <summary>Which element of a window a part is, where the kernel stores all of them.</summary>
    private string? Window(KernelOutput output, KernelOutput[] parts)
        => TensorShapes.Windows(graph, output.Node, parts.Select(static part => part.Offset)) is { } names && names.TryGetValue(output.Offset, out var name) ? name : null;

    /// <summary>The node's definition, in which what the kernel stores or reads stands by name.</summary>
    private FormulaText Expand(int node)
    {
        var inputs = graph[node].Inputs;
        switch (graph[node].Operation)
        {
            case Map { Formula: { } formula }:
                return formula.Of([.. inputs.Select(input => Refer(input))]);
            case Map map:
                // The parts of what is merged are not written by themselves.
                return Merged(node) is var (merged, read)
                    ? ScalarText.Right(merged, [.. read.Select(input => Refer(input))])
                    : ScalarText.Right(map.Expression, [.. inputs.Select(input => Refer(input))]);
            case Contract contract:
                return Product(contract, inputs[0], inputs[1]);
            case Graph.Reduce reduce:
                var axes = reduce.Axes.Where(axis => graph[inputs[0]].Shape[axis] != 1).SelectMany(axis => Summed(inputs[0], axis));
                return FormulaText.Words($"{(reduce.Reduction == Reduction.Sum ? "Σ over" : "max over")} {Counts.Joined([.. axes])} of {Refer(inputs[0]).AsOperand}");
            case Gather:
                return FormulaText.Of($"{Refer(inputs[0]).AsOperand}[{Refer(inputs[1])}]");
            case IndexAdd:
                return FormulaText.Words($"in each row the Σ of {Refer(inputs[0])} where {Refer(inputs[1])} is the row's number");
            default:
                return FormulaText.Of(graph[node].Name.Mathematics);
        }
    }

    /// <summary>
    /// A function together with those that it is a function of, and no step stores, and what it reads: a condition that several of them ask is asked once. Null where none is asked twice.
    /// </summary>
    private (Scalar Expression, IReadOnlyList<int> Nodes)? Merged(int node)
    {
        var (nodes, choices) = (new List<int>(), 0);
        var whole = Of(node);
        return choices > 0 && simplifier.Apply(whole) is var merged && Choices(merged) < choices ? (merged, nodes) : null;

        Scalar Of(int part)
        {
            var own = (Map)graph[part].Operation;
            choices += Choices(own.Expression);
            return Substitution.Substitute(own.Expression, place => graph[part].Inputs[place] is var input && IsPlain(input) ? Of(input) : new Argument(Number(input)));
        }

        // One that has a text of its own, as relu has, keeps it.
        bool IsPlain(int input) => computed.Contains(input) && !stored.Contains(input) && !shared.Contains(input) && graph[input].Operation is Map { Formula: null };

        int Number(int input)
        {
            if (!nodes.Contains(input))
                nodes.Add(input);
            return nodes.IndexOf(input);
        }
    }

    private static int Choices(Scalar expression)
    {
        var count = 0;
        new ScalarRewriter(part =>
        {
            count += part is Select ? 1 : 0;
            return part;
        }).Rewrite(expression);
        return count;
    }

    /// <summary>Whose name a value has: a state before the step has its own, though its memory is that of the state after it.</summary>
    private static int Owner(NetworkGraph graph, int node)
    {
        while (graph[node].Operation is View)
            node = graph[node].Inputs[0];
        return node;
    }

    /// <summary>A value in a formula: its name, or what it is made of.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="indices">The element that is meant, as indices in brackets; none for all of them.</param>
    /// <param name="turned">Whether a matrix is meant with its axes changed.</param>
    private FormulaText Refer(int node, string indices = "", bool turned = false)
    {
        var owner = Owner(graph, node);
        // A number that no memory has is no value with a name.
        if (graph[owner].Operation is Fill(var constant) && !kernel.Reads.Any(read => Owner(graph, read) == owner))
            return ScalarText.Right(new Constant(constant), []);
        var isMade = computed.Contains(owner) && !stored.Contains(owner) && !shared.Contains(owner);
        var text = isMade ? Expand(owner) : FormulaText.Of(values.Read(node, indices));
        var after = (isMade ? indices : "") + (indices.Length == 0 && IsTransposed(node) != turned ? "ᵀ" : "");
        return after.Length == 0 ? text : FormulaText.Of(text.AsOperand + after);
    }

    /// <summary>Whether a matrix is read with its axes changed.</summary>
    private bool IsTransposed(int node)
    {
        var isTransposed = false;
        for (; graph[node].Operation is View; node = graph[node].Inputs[0])
            isTransposed ^= graph[node].Operation is Transpose { Permutation: [1, 0] };
        return isTransposed;
    }

    /// <summary>What is computed for a value that is stored; of a concatenation, for the part of it that is.</summary>
    private void CollectOf(KernelOutput output)
    {
        if (graph[output.Node].Operation is not Concatenate)
        {
            Collect(output.Node);
            return;
        }

        computed.Add(output.Node);
        foreach (var part in Concatenations.Of(graph).Parts(output.Node).Where(part => part.Offset == output.Offset).Select(part => Owner(graph, part.Input)))
        {
            if (!kernel.Reads.Any(read => Owner(graph, read) == part) && graph[part].Operation is Map or Contract or Graph.Reduce or Gather)
                Collect(part);
        }
    }

    private void Collect(int node)
    {
        if (!computed.Add(node) || graph[node].Operation is Contract or Graph.Reduce && kernel is ContractKernel)
            return;
        foreach (var input in graph[node].Inputs.Select(input => Owner(graph, input)))
        {
            if (!kernel.Reads.Any(read => Owner(graph, read) == input) && graph[input].Operation is Map or Contract or Graph.Reduce or Gather)
                Collect(input);
        }
    }

    /// <summary>Whether the contraction is <c>x · wᵀ</c> or <c>x · w</c>, for which no indices are needed.</summary>
    private static bool IsMatrixProduct(Contract contract)
        => contract.Left.Axes.Count >= 2 && contract.Right.Axes.Count == 2
            && contract.Output.Axes.Count == contract.Left.Axes.Count
            && contract.Output.Axes.Take(contract.Output.Axes.Count - 1).SequenceEqual(contract.Left.Axes.Take(contract.Left.Axes.Count - 1))
            && new[] { contract.Output.Axes[contract.Output.Axes.Count - 1], contract.Left.Axes[contract.Left.Axes.Count - 1] }
                .All(axis => contract.Right.Axes.Contains(axis));

    private FormulaText Product(Contract contract, int left, int right)
    {
        if (IsMatrixProduct(contract))
        {
            var isTransposed = contract.Right.Axes[0] == contract.Output.Axes[contract.Output.Axes.Count - 1];
            return FormulaText.Words($"{Refer(left).AsOperand} · {Refer(right, turned: isTransposed).AsOperand}");
        }

        var reduced = contract.Indices.Where((_, index) => !contract.Output.Uses(index)).Select(index => WordOf(index).Replace(", ", ","));
        return FormulaText.Words($"Σ_{string.Join(",", reduced)} {Refer(left, Indexed(contract, contract.Left))} · {Refer(right, Indexed(contract, contract.Right))}");
    }

    /// <summary>What the elements along an axis are, several of them.</summary>
    private IEnumerable<string> Summed(int node, int axis)
        => graph[node].Shape[axis] switch
        {
            { Lengths: not null } => ["time steps of all samples"],
            { IsRows: true } when words.HasStepsFirst => ["steps", "samples"],
            _ => [Counts.Plural(words.AxisName(graph[node].Shape, axis, node))],
        };

    /// <summary>What an index is called: of all time steps at once, it is two of them.</summary>
    private string WordOf(IndexVariable index) => index is { Name: "sample", Extent: { Size: > 1, Lengths: null } extent } && extent.IsBatch && words.HasStepsFirst ? "step, sample" : index.Word;

    private string Indexed(Contract contract, Access access)
        => "[" + string.Join(", ", access.Axes.Select(axis => Affine(contract, axis))) + "]";

    /// <summary><c>2·y + ky</c>; an index that goes backwards is taken from its offset, <c>4 − ky</c>.</summary>
    private string Affine(Contract contract, AffineIndex axis)
    {
        var startsWithOffset = axis.Offset != 0 && axis.Terms.Any(static term => term.Coefficient < 0);
        var text = startsWithOffset ? Numbers.Text(axis.Offset) : "";
        foreach (var term in axis.Terms)
        {
            var size = Math.Abs(term.Coefficient);
            Append(term.Coefficient < 0, (size == 1 ? "" : Numbers.Text(size) + "·") + WordOf(contract.Indices[term.Index]));
        }

        if (axis.Offset != 0 && !startsWithOffset)
            Append(axis.Offset < 0, Numbers.Text(Math.Abs(axis.Offset)));
        return text;

        void Append(bool isNegative, string summand)
            => text += text.Length == 0 ? (isNegative ? "−" : "") + summand : (isNegative ? " − " : " + ") + summand;
    }
}
