using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Every turn of a short loop as a block of its own, with the turn's number above it.</summary>
internal sealed class WriteOut : LoopRewriter
{
    private readonly Names names;

    private WriteOut(Names names, Variable variable)
        : base(variable) => this.names = names;

    /// <exception cref="InvalidGraphException">How often the loop turns is known at run time only.</exception>
    public static Nest Of(Nest nest, Variable variable) => new WriteOut(Names.Of(nest), variable).Rewrite(nest);

    protected override bool ChangesTurns(For loop) => true;

    protected override Statement Change(For loop)
    {
        if (loop.Extent.IsBatch || loop.Tail != Tail.None || loop.Limit is not null || loop.Reach is not null || loop.IsVector)
            throw new InvalidGraphException($"the turns of '{loop.Variable}' are not all known");
        return Sequence.Of(Enumerable.Range(0, (loop.Extent.Size - loop.First) / loop.Step).Select(turn => (Turn: turn, First: loop.First + (turn * loop.Step)))
            .Select(turn => (turn.Turn == 0 ? loop : (For)Renaming.Copy(loop, names)) with
            {
                First = turn.First,
                Extent = turn.First + loop.Step,
                Reason = $"{loop.Variable.Name} = {Numbers.Text(turn.First)}{(loop.Step == 1 ? "" : $" to {Numbers.Text(Math.Min(turn.First + loop.Step, loop.Extent.Size) - 1)}")}",
            }));
    }
}
