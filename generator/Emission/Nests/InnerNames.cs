using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Nests;

/// <summary>
/// What the values are called that a kernel computes on the way: a local variable of a function gets the name that the formula has, <c>z</c> for what an activation is applied to.
/// </summary>
/// <param name="method">The kernel's method.</param>
internal sealed class InnerNames(KernelMethod method)
{
    /// <summary>The sum, or the largest, in the place of a tensor.</summary>
    public const int Result = -1;

    private readonly ScalarInterner interner = new();
    private Dictionary<Scalar, string>? names;

    /// <summary>The names of values over the tensors of the kernel: an argument is the node that it is an element of, or <see cref="Result"/>.</summary>
    private Dictionary<Scalar, string> Names => names ??= FindNames();

    /// <summary>The parts of an expression that have a name. The cost is that of the expression, however many values the kernel computes.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="memories">The tensor that each argument is an element of, by its number, or <see cref="Result"/>; null for another one.</param>
    public IReadOnlyList<(string Name, Scalar Value)> Of(Scalar expression, IReadOnlyList<int?> memories)
    {
        if (Names.Count == 0)
            return [];
        var tensors = Tensors(memories);
        var back = new ScalarRewriter(part => part is Argument(var tensor) ? new Argument(Array.IndexOf(tensors, tensor)) : part);
        var named = new List<(string Name, Scalar Value)>();
        new ScalarRewriter(part =>
        {
            var value = interner.Node(part is Argument(var place) ? new Argument(tensors[place]) : part);
            if (Names.TryGetValue(value, out var name))
                named.Add((name, back.Rewrite(value)));
            return value;
        }).Rewrite(expression);
        return named;
    }

    private Dictionary<Scalar, string> FindNames()
    {
        var found = new Dictionary<Scalar, string>(ReferenceComparer.Instance);
        foreach (var inner in method.Kernel.Source?.Inner ?? [])
        {
            if (inner.Expression is Argument or Constant)
                continue;
            var overTensors = new ScalarRewriter(part => part is Argument(var number) ? new Argument(TensorOf(inner, number)) : part);
            var value = interner.Tree(overTensors.Rewrite(inner.Expression));
            if (!found.ContainsKey(value))
                found.Add(value, method.Values.Local(inner.Node));
        }

        return found;
    }

    /// <summary>What each argument of an expression is an element of; a number of its own for one that is of none, or of one with another.</summary>
    private int[] Tensors(IReadOnlyList<int?> memories)
    {
        const int FirstOfNone = Result - 1;
        int?[] tensors = [.. memories.Select(TensorOf)];
        return [.. tensors.Select((tensor, place) => tensor is { } known && tensors.Count(other => other == known) == 1 ? known : FirstOfNone - place)];
    }

    private int? TensorOf(int? memory)
        => memory is not >= 0 ? memory : method.Kernel.Arguments[memory.Value] is { IsWritten: false } argument ? argument.Node : null;

    private int TensorOf(InnerValue inner, int argument) => NodeOf(inner, argument) is { } node ? Views.Owner(method.Graph, node) : Result;

    /// <summary>The node that an argument of an inner value reads; null for the result of the sum.</summary>
    private int? NodeOf(InnerValue inner, int argument) => method.Kernel.Source switch
    {
        ContractKernel contract => argument == 0 ? null : contract.Extras[argument - 1],
        LoopKernel { Reduction: { } reduction } when inner.IsOfResult => argument == 0 ? null : reduction.Extras[argument - 1],
        LoopKernel loop => loop.Operands[argument],
        var other => throw new InvalidGraphException($"no inner values of {other?.GetType().Name}"),
    };
}
