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

    /// <summary>Values over the arguments of an expression, each with its name.</summary>
    /// <param name="memories">The tensor that each argument is an element of, by its number, or <see cref="Result"/>; null for another one.</param>
    public IEnumerable<(string Name, Scalar Value)> Of(IReadOnlyList<int?> memories)
    {
        foreach (var inner in method.Kernel.Source?.Inner ?? [])
        {
            if (inner.Expression is not (Argument or Constant) && Over(inner, memories) is { } value)
                yield return (method.Values.Local(inner.Node), value);
        }
    }

    /// <summary>A value over other arguments; null where one of its own is none of them, or may be several.</summary>
    private Scalar? Over(InnerValue inner, IReadOnlyList<int?> memories)
    {
        var isKnown = true;
        var value = new ScalarRewriter(part =>
        {
            if (part is not Argument(var number))
                return part;
            int[] places = [.. Enumerable.Range(0, memories.Count).Where(place => IsSame(memories[place], NodeOf(inner, number)))];
            isKnown &= places.Length == 1;
            return places.Length == 1 ? new Argument(places[0]) : part;
        }).Rewrite(inner.Expression);
        return isKnown ? value : null;
    }

    private bool IsSame(int? memory, int? node) => node is null ? memory == Result : memory is >= 0 and var number
        && method.Kernel.Arguments[number] is { IsWritten: false } argument && argument.Node == Views.Owner(method.Graph, node.Value);

    /// <summary>The node that an argument of an inner value reads; null for the result of the sum.</summary>
    private int? NodeOf(InnerValue inner, int argument) => method.Kernel.Source switch
    {
        ContractKernel contract => argument == 0 ? null : contract.Extras[argument - 1],
        LoopKernel { Reduction: { } reduction } when inner.IsOfResult => argument == 0 ? null : reduction.Extras[argument - 1],
        LoopKernel loop => loop.Operands[argument],
        var other => throw new InvalidGraphException($"no inner values of {other?.GetType().Name}"),
    };
}
