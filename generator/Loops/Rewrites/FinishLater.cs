using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Two loops in the place of one that sums and goes on with the sums: the first stores them as they are where a result will be, the second
/// goes on with what is stored. Exponentials and their like need the registers that the sums are in.
/// </summary>
internal sealed class FinishLater : LoopRewriter
{
    private readonly Names names;
    private Variable? finish;

    private FinishLater(Names names, Variable variable)
        : base(variable) => this.names = names;

    /// <returns>The nest, and the variable of the second loop.</returns>
    /// <exception cref="InvalidGraphException">Nothing is summed in the loop, or what is stored first is read by what follows.</exception>
    public static (Nest Nest, Variable Finish) Of(Nest nest, Variable variable)
    {
        var rewrite = new FinishLater(Names.Of(nest), variable);
        return (rewrite.Rewrite(nest), rewrite.finish!);
    }

    protected override Statement Change(For loop)
    {
        SumInMemory.RequireOneSum(loop);
        if (loop.All().Any(static statement => statement is OnTurn turn && !turn.IsOfPassAlone))
            throw new InvalidGraphException($"the sum in '{loop.Variable}' goes on with what is stored, and ends in the last turn only");
        if (loop.All().Any(static statement => statement is For { Tail: Tail.Overlap }))
            throw new InvalidGraphException($"turns in '{loop.Variable}' overlap, and what follows their sums would be done twice");
        var later = (For)Renaming.Copy(new Parts(isSum: false).In(loop), names);
        finish = later.Variable;
        return Sequence.Of([new Parts(isSum: true).In(loop), later]);
    }

    private sealed class Parts(bool isSum) : NestRewriter
    {
        public Statement In(For loop) => Visit((Statement)loop);

        protected override Statement Visit(Statement statement)
        {
            if (statement is not Sequence sequence || !sequence.Parts.Any(static part => part is Total))
                return base.Visit(statement);
            var (total, terms, rest) = SumInMemory.Parts(sequence);
            (var resumed, rest) = SumInMemory.Resumed(total, rest);
            var place = SumInMemory.FirstResult(total, rest);
            Statement stored = new Store(place, new Named(total.Local));
            return Sequence.Of(isSum
                ? [total, terms, resumed.Count == 0 ? stored : new OnTurn(Turn.Later, resumed, new AddTo(place, new Named(total.Local)), stored)]
                : [new Let(total.Local, new Read(place)), .. rest.Where(part => part is not Store { Value: Named(var stored) } store || stored != total.Local || store.Place != place)]);
        }
    }
}
