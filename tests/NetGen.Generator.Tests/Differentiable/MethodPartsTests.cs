using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Which variables statements need from outside, and what the parts of a large method share.</summary>
public sealed class MethodPartsTests
{
    private readonly Procedure procedure = new(RealType.Double);

    private int New(string name) => procedure.NewVariable(name, VariableKind.Real);

    private static Argument Of(int variable) => new(variable);

    private static Declare Is(int variable, Scalar value) => new(variable, new RealTerm(value));

    private static HashSet<int> Free(params Line[] lines)
    {
        var free = new HashSet<int>();
        LineVariables.Free(lines, variable => free.Add(variable));
        return free;
    }

    [Fact]
    public void What_the_head_of_a_loop_declares_is_known_to_its_condition_and_to_its_body_alone()
    {
        var (start, limit, next, product, last) = (New("start"), New("limit"), New("next"), New("product"), New("last"));
        var loop = new WhileLoop(
            [Is(next, Of(start) + 1.0)],
            new Compared(Comparison.Less, Of(next), Of(limit)),
            Rounds: -1,
            [Is(product, Of(next) * 2.0), new Assign(start, new RealTerm(Of(product)))]);

        Assert.Equal([start, limit], Free(loop));
        Assert.Equal([start, limit, next, product], Free(loop, Is(last, Of(next) + Of(product))));
    }

    [Fact]
    public void What_a_part_reads_outside_of_the_loop_that_recalls_it_is_shared()
    {
        var (input, state, adjoint, sum) = (New("input"), New("state"), New("adjoint"), New("sum"));
        var frame = new Frame(0);
        var range = new LoopRange(procedure.NewVariable("i", VariableKind.Whole), 0, 5, 1);
        List<Line> forward = [Is(state, Of(input)), new RangeLoop(range, IsBackward: false, [new Keep(frame, 0, state), new Assign(state, new RealTerm(Of(state) * Of(input)))]), .. Filler(600)];
        List<Line> backward =
        [
            .. Filler(600),
            Is(adjoint, Of(state) * Of(input)),
            new RangeLoop(range, IsBackward: true, [new Generator.Functions.Recall(frame, 0, state), new Accumulate(adjoint, Of(state) * Of(adjoint))]),
            Is(sum, Of(adjoint)),
        ];

        var parts = MethodParts.Of(procedure, [forward, backward], [sum]);

        Assert.Equal([1, 2], forward.Concat(backward).OfType<PartOfMethod>().Select(static part => part.Number));
        Assert.Contains(state, parts.Shared);
        Assert.Equal([state, sum], parts.SharedBy(2).Where(variable => variable == state || variable == sum || variable == adjoint));
        Assert.Empty(parts.CountersOf(2));

        IEnumerable<Line> Filler(int count) => Enumerable.Range(0, count).Select(_ => (Line)Is(New(""), Of(input) * 3.0));
    }
}
