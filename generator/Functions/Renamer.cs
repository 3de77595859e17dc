using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Puts other variables in the place of some, where they are given a value and where they are read.</summary>
internal sealed class Renamer
{
    private readonly IReadOnlyDictionary<int, int> renamed;
    private readonly TermRewriter rewriter;

    public Renamer(IReadOnlyDictionary<int, int> renamed)
    {
        this.renamed = renamed;
        rewriter = new(scalar => Substitution.Substitute(scalar, index => new Argument(Of(index))), Of);
    }

    public Term Term(Term term) => rewriter.Term(term);

    public List<Step> Steps(List<Step> steps)
        => steps.ConvertAll(step => StepTree.WithTerms(StepTree.WithBlocks(step, Steps), rewriter) switch
        {
            Let let => let with { Variable = Of(let.Variable) },
            Choice choice => choice with { Joins = choice.Joins.ConvertAll(join => join with { Variable = Of(join.Variable) }) },
            Loop loop => loop with { Carried = loop.Carried.ConvertAll(carried => carried with { Variable = Of(carried.Variable) }), Rounds = Of(loop.Rounds) },
            var other => other,
        });

    private int Of(int variable) => renamed.TryGetValue(variable, out var other) ? other : variable;
}
