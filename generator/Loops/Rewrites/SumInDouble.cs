namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Sums are begun in double, so that rounding errors do not grow with the number of terms.</summary>
internal sealed class SumInDouble : NestRewriter
{
    private readonly HashSet<Local> sums;

    private SumInDouble(HashSet<Local> sums) => this.sums = sums;

    public static Nest Of(Nest nest)
        => new SumInDouble([.. nest.Body.All().OfType<Total>().Where(static total => total.Reduction == Graph.Reduction.Sum).Select(static total => total.Local)]).Rewrite(nest);

    protected override Local Visit(Local local) => sums.Contains(local) ? local with { Type = ElementType.Float64 } : local;
}
