using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Exchanges a loop with the one directly in it. The turns of a nest are independent of each other but for what they add up, and a sum does
/// not depend on the order of its terms but by rounding.
/// </summary>
internal sealed class Reorder : NestRewriter
{
    private readonly Variable outer;

    private Reorder(Variable outer) => this.outer = outer;

    /// <exception cref="InvalidGraphException">Something else than a loop is in the loop, or the inner loop depends on the outer one.</exception>
    public static Nest Of(Nest nest, Variable outer) => new Reorder(outer).Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        if (statement is not For loop || loop.Variable != outer)
            return base.Visit(statement);
        return loop.Body is For inner
            ? inner with { Body = loop with { Body = inner.Body } }
            : throw new InvalidGraphException($"there is more than a loop in the loop over '{outer}'");
    }
}
