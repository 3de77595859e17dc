using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Simplifies what a procedure computes, and gives a variable to what is computed twice, and to each function that takes many cycles: its derivative mostly
/// needs its value. What is the same in every round of a loop is computed before it.
/// </summary>
internal sealed class SplitValues
{
    /// <summary>How many operations an expression may have that stays one: what is larger could not be taken apart into methods.</summary>
    private const int LargestExpression = 200;

    private readonly Procedure procedure;
    private readonly Simplifier simplifier = new();
    private readonly Dictionary<Scalar, int> uses = new(ReferenceComparer.Instance);
    private readonly Dictionary<Scalar, Scalar> simplified = new(ReferenceComparer.Instance);
    private readonly Dictionary<int, int> depths = [];
    private readonly Dictionary<Scalar, int> sizes = new(ReferenceComparer.Instance);

    private SplitValues(Procedure procedure) => this.procedure = procedure;

    public static void Apply(Procedure procedure)
    {
        var split = new SplitValues(procedure);
        var counter = new TermRewriter(split.Counted);
        foreach (var term in StepTree.All(procedure.Steps).SelectMany(StepTree.Terms))
            counter.Term(term);
        foreach (var result in procedure.Results)
            counter.Term(result.Value);

        var top = new Block(null, false, 0);
        split.Write(procedure.Steps, top);
        var results = procedure.Results.ToList();
        procedure.Results.Clear();
        foreach (var result in results)
            procedure.Results.Add(result with { Value = split.Rewriter(top).Term(result.Value) });
        procedure.Steps = top.Steps;
    }

    private sealed class Block(Block? outer, bool isLoop, int depth)
    {
        private readonly Dictionary<Scalar, int> known = new(ReferenceComparer.Instance);

        public Block? Outer => outer;

        public bool IsLoop => isLoop;

        public int Depth => depth;

        public List<Step> Steps { get; } = [];

        public int? Find(Scalar node) => known.TryGetValue(node, out var variable) ? variable : outer?.Find(node);

        public void Add(Scalar node, int variable)
        {
            if (!known.ContainsKey(node))
                known.Add(node, variable);
        }
    }

    /// <summary>An expression in its simplest form, in which overflow on the way to a finite value is avoided where that is known how.</summary>
    private Scalar Simplified(Scalar scalar)
    {
        if (!simplified.TryGetValue(scalar, out var simple))
            simplified.Add(scalar, simple = simplifier.Apply(new ScalarRewriter(WithoutPower).Rewrite(StableForms.Of(scalar, simplifier))));
        return simple;
    }

    /// <summary>A root takes a tenth of the time of a power.</summary>
    private static Scalar WithoutPower(Scalar node) => node switch
    {
        Binary(BinaryFunction.Pow, var x, Constant(0.5)) => new Unary(UnaryFunction.Sqrt, x),
        Binary(BinaryFunction.Pow, var x, Constant(-0.5)) => 1.0 / new Unary(UnaryFunction.Sqrt, x),
        _ => node,
    };

    private Scalar Counted(Scalar scalar)
    {
        Count(Simplified(scalar));
        return scalar;

        void Count(Scalar node)
        {
            uses.TryGetValue(node, out var count);
            uses[node] = count + 1;
            if (count > 0)
                return;
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            ScalarRewriter.WithChildren(node, child =>
            {
                Count(child);
                return child;
            });
        }
    }

    private void Write(List<Step> steps, Block block)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, RealTerm(var scalar)):
                    var simple = Simplified(scalar);
                    var value = block.Find(simple) is { } known ? new Argument(known) : Split(simple, block, isRoot: true, isConditional: false);
                    var place = Costs.IsExpensive(simple) ? Place(value, block) : block;
                    Define(variable, place);
                    place.Steps.Add(new Let(variable, new RealTerm(value)));
                    place.Add(simple, variable);
                    break;
                case Let(var variable, var term):
                    var rewritten = Rewriter(block).Term(term);
                    Define(variable, block);
                    block.Steps.Add(new Let(variable, rewritten));
                    break;
                case Choice choice:
                    var condition = Rewriter(block).Condition(choice.Condition);
                    if (Known(condition) is { } isTrue)
                    {
                        Write(isTrue ? choice.WhenTrue : choice.WhenFalse, block);
                        Write(choice.Joins.ConvertAll(join => (Step)new Let(join.Variable, isTrue ? join.WhenTrue : join.WhenFalse)), block);
                        break;
                    }

                    var (whenTrue, whenFalse) = (new Block(block, false, block.Depth + 1), new Block(block, false, block.Depth + 1));
                    Write(choice.WhenTrue, whenTrue);
                    Write(choice.WhenFalse, whenFalse);
                    var joins = choice.Joins.ConvertAll(join => new Join(join.Variable, Rewriter(whenTrue).Term(join.WhenTrue), Rewriter(whenFalse).Term(join.WhenFalse)));
                    joins.ForEach(join => Define(join.Variable, block));
                    block.Steps.Add(new Choice(condition, whenTrue.Steps, whenFalse.Steps, joins));
                    break;
                case Loop loop:
                    Write(loop, block);
                    break;
                case StoreElement { Value: RealTerm(var stored) } store:
                    // What takes many cycles has a variable, which its derivative reads.
                    var index = Rewriter(block).Whole(store.Index);
                    block.Steps.Add(store with { Index = index, Value = new RealTerm(Split(Simplified(stored), block, isRoot: false, isConditional: false)) });
                    break;
                default:
                    block.Steps.Add(StepTree.WithTerms(step, Rewriter(block)));
                    break;
            }
        }
    }

    /// <summary>The value of a comparison of two numbers that are known now; null for any other condition.</summary>
    private static bool? Known(Condition condition)
        => condition is Known(var value) ? value
            : condition is Compared(var comparison, Constant, Constant) compared && ScalarEvaluator.Evaluate(new Select(comparison, compared.Left, compared.Right, 1.0, 0.0), []) is var number
            ? number == 1.0
            : null;

    private void Write(Loop loop, Block block)
    {
        var range = loop.Range is { } counted ? counted with { From = Rewriter(block).Whole(counted.From), To = Rewriter(block).Whole(counted.To) } : null;
        var initial = loop.Carried.ConvertAll(carried => Rewriter(block).Term(carried.Initial));
        var inner = new Block(block, true, block.Depth + 1);
        loop.Carried.ForEach(carried => Define(carried.Variable, inner));
        if (range is not null)
            Define(range.Variable, inner);
        Write(loop.Head, inner);
        var condition = loop.Condition is { } goesOn ? Rewriter(inner).Condition(goesOn) : null;
        List<Step> head = [.. inner.Steps];
        inner.Steps.Clear();
        Write(loop.Body, inner);
        var carriedOn = loop.Carried.Select((carried, index) => new Carried(carried.Variable, initial[index], Rewriter(inner).Term(carried.Next))).ToList();
        // Behind the loop they are known.
        loop.Carried.ForEach(carried => Define(carried.Variable, block));
        if (loop.Rounds >= 0)
            Define(loop.Rounds, block);
        block.Steps.Add(new Loop(range, head, condition, carriedOn, inner.Steps, loop.Rounds));
    }

    private void Define(int variable, Block block) => depths[variable] = block.Depth;

    private TermRewriter Rewriter(Block block)
        => new(scalar => Simplified(scalar) is var simple && block.Find(simple) is { } known ? new Argument(known) : Split(simple, block, isRoot: true, isConditional: false));

    /// <summary>An expression in which what has a variable, or is worth one, is that variable.</summary>
    private Scalar Split(Scalar node, Block block, bool isRoot, bool isConditional)
    {
        if (node is Constant or Argument)
            return node;
        if (!isRoot && block.Find(node) is { } known)
            return new Argument(known);
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var rebuilt = node is Select select
            // Only one of the two is computed.
            ? new Select(
                select.Comparison, Inner(select.Left, false), Inner(select.Right, false), Inner(select.WhenTrue, true), Inner(select.WhenFalse, true))
            : ScalarRewriter.WithChildren(node, child => Inner(child, false));
        if (isConditional || isRoot)
            return rebuilt;
        if (!Costs.IsExpensive(node) && SizeOf(rebuilt) <= LargestExpression && (uses[node] < 2 || node is Unary(UnaryFunction.Negate, Argument or Constant)))
            return rebuilt;
        var place = Costs.IsExpensive(node) ? Place(rebuilt, block) : block;
        var variable = procedure.NewVariable("", VariableKind.Real);
        Define(variable, place);
        place.Steps.Add(new Let(variable, new RealTerm(rebuilt)));
        place.Add(node, variable);
        return new Argument(variable);

        Scalar Inner(Scalar child, bool chosen) => Split(child, block, isRoot: false, isConditional || chosen);
    }

    /// <summary>How many operations an expression has, where variables have none.</summary>
    private int SizeOf(Scalar node)
    {
        if (sizes.TryGetValue(node, out var known))
            return known;
        var size = node is Constant or Argument ? 0 : 1;
        ScalarRewriter.WithChildren(node, child =>
        {
            size += SizeOf(child);
            return child;
        });
        return sizes[node] = size;
    }

    /// <summary>Before the outermost loop in which a value is the same in every round, although a branch in it may never need it.</summary>
    private Block Place(Scalar value, Block block)
    {
        var deepest = ScalarArguments.Of(value).Select(argument => depths.TryGetValue(argument, out var depth) ? depth : 0).DefaultIfEmpty(0).Max();
        var place = block;
        for (var around = block; around.Outer is { } outer && deepest < around.Depth; around = outer)
        {
            if (around.IsLoop)
                place = outer;
        }

        return place;
    }
}
