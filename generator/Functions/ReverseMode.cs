using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// The gradient of a procedure by reverse mode: the procedure itself, then its steps from the last to the first, each of which adds to the adjoints of what it
/// reads. The adjoint of a variable is how much the result changes with it. A loop goes back through its rounds, and finds on a tape what they had.
/// </summary>
/// <remarks>
/// Griewank and Walther, Evaluating Derivatives, 2008. What is cheap is computed once more; functions that take many cycles, and what goes from round to
/// round, are kept. Several results have adjoints of their own each, and share the procedure.
/// </remarks>
internal sealed class ReverseMode
{
    /// <summary>How many operations a value may have that is computed once more.</summary>
    private const int LargestComputedAgain = 6;

    private readonly Procedure procedure;
    private readonly HashSet<int> active;
    private readonly ScalarInterner interner = new();
    private readonly int rows;
    private readonly Dictionary<(int Variable, int Row), int> adjoints = [];
    private readonly Dictionary<int, (int Variable, int Row)> adjointOf = [];
    private readonly Dictionary<int, (Frame Frame, int Slot)> kept = [];
    private readonly Dictionary<Loop, Frame> frames = new(SameLoop.Instance);
    private readonly HashSet<int> hoisted = [];
    private readonly HashSet<Loop> counted = new(SameLoop.Instance);

    private ReverseMode(Procedure procedure, int rows)
    {
        this.procedure = procedure;
        this.rows = rows;
        active = Activity.Of(procedure);
        FindElements(procedure.Steps);
    }

    /// <summary>The statements of a gradient.</summary>
    /// <param name="procedure">What is differentiated.</param>
    /// <param name="seeds">For each set of adjoints, how much each result of numbers matters; null for not at all.</param>
    public static ReverseLines Of(Procedure procedure, IReadOnlyList<IReadOnlyList<Scalar?>> seeds)
    {
        var reverse = new ReverseMode(procedure, seeds.Count);
        var backward = reverse.Backward(seeds);
        var forward = new ForwardLines(procedure, reverse.kept, reverse.frames, reverse.hoisted, reverse.counted.Contains).Of(procedure.Steps);
        return new(forward, backward, reverse.adjoints, reverse.adjointOf);
    }

    /// <summary>A block of the backward pass.</summary>
    /// <param name="Frame">What the loop around keeps; null outside of loops.</param>
    private sealed record Region(Region? Outer, Frame? Frame)
    {
        /// <summary>The adjoints that have a value.</summary>
        public HashSet<(int, int)> Declared { get; } = [];

        /// <summary>Those that are zero here, and still have the value of the round that was before.</summary>
        public HashSet<(int, int)> Pending { get; } = [];

        /// <summary>What the forward pass has computed here that takes many cycles.</summary>
        public Dictionary<Scalar, int> Known { get; } = new(ReferenceComparer.Instance);

        /// <summary>What the forward pass has divided 1 by here.</summary>
        public Dictionary<int, int> Reciprocals { get; } = [];

        /// <summary>An expression in which what the forward pass has computed is not computed once more.</summary>
        public Scalar WithKnown(Scalar scalar) => Rewrite(scalar);

        private Scalar Rewrite(Scalar node)
        {
            if (node is Constant or Argument)
                return node;
            if (Find(node) is { } known)
                return new Argument(known);
            return node is Binary(BinaryFunction.Divide, var dividend, Argument(var divisor)) && FindReciprocal(divisor) is { } reciprocal
                ? Rewrite(dividend) * new Argument(reciprocal)
                : ScalarRewriter.WithChildren(node, Rewrite);
        }

        private int? Find(Scalar node) => Known.TryGetValue(node, out var variable) ? variable : Outer?.Find(node);

        private int? FindReciprocal(int divisor) => Reciprocals.TryGetValue(divisor, out var variable) ? variable : Outer?.FindReciprocal(divisor);

        public bool IsDeclared((int, int) key) => Declared.Contains(key) || Outer?.IsDeclared(key) == true;
    }

    private List<Line> Backward(IReadOnlyList<IReadOnlyList<Scalar?>> seeds)
    {
        var lines = new List<Line>();
        var top = new Region(null, null);
        var reals = procedure.Results.Where(static result => result.Value is RealTerm).ToList();
        for (var result = reals.Count - 1; result >= 0; result--)
        {
            var scalar = ((RealTerm)reals[result].Value).Value;
            Together(-1, null, lines, group =>
            {
                for (var row = 0; row < rows; row++)
                {
                    if (seeds[row][result] is { } seed)
                        Contribute(scalar, scalar, seed, row, group, top);
                }
            });
        }

        Backward(procedure.Steps, lines, top);
        return lines;
    }

    private void Backward(List<Step> steps, List<Line> lines, Region region)
    {
        foreach (var step in steps)
        {
            if (step is not Let(var known, RealTerm(var expression)) || !Costs.IsExpensive(expression))
                continue;
            region.Known[interner.Tree(expression)] = known;
            if (expression is Binary(BinaryFunction.Divide, Constant(1.0), Argument(var divisor)))
                region.Reciprocals[divisor] = known;
        }

        for (var index = steps.Count - 1; index >= 0; index--)
        {
            switch (steps[index])
            {
                case Let(var variable, RealTerm(var scalar)) when active.Contains(variable):
                    Together(variable, scalar, lines, group =>
                    {
                        for (var row = 0; row < rows; row++)
                        {
                            if (HasAdjoint(variable, row, region))
                                Contribute(scalar, new Argument(variable), new Argument(Adjoint(variable, row)), row, group, region);
                        }
                    });
                    break;
                case Let(var variable, ElementTerm(var array, var member, var place)) when active.Contains(variable) && procedure.Arrays[array].IsInput:
                    for (var row = 0; row < rows; row++)
                    {
                        if (HasAdjoint(variable, row, region))
                            lines.Add(new AccumulateElement(array, row, member, place, new Argument(Adjoint(variable, row)), IsOnly: false));
                    }

                    break;
                case Choice choice:
                    Backward(choice, lines, region);
                    break;
                case Loop loop:
                    Backward(loop, lines, region);
                    break;
            }
        }
    }

    private void Backward(Choice choice, List<Line> lines, Region region)
    {
        var joins = choice.Joins.FindAll(join => active.Contains(join.Variable) && Enumerable.Range(0, rows).Any(row => HasAdjoint(join.Variable, row, region)));
        if (joins.Count == 0)
            return;
        Ensure([choice], lines, region);
        var whenTrue = Way(choice.WhenTrue, static join => join.WhenTrue);
        var whenFalse = Way(choice.WhenFalse, static join => join.WhenFalse);
        lines.Add(new Branch(choice.Condition, whenTrue, whenFalse));

        List<Line> Way(List<Step> steps, Func<Join, Term> term)
        {
            var inner = new Region(region, region.Frame);
            var way = new List<Line>();
            foreach (var join in joins)
            {
                if (term(join) is not RealTerm(var scalar) || (scalar is Argument(var own) && own == join.Variable))
                    continue;
                Together(join.Variable, scalar, way, group =>
                {
                    for (var row = 0; row < rows; row++)
                    {
                        if (HasAdjoint(join.Variable, row, region))
                            Contribute(scalar, scalar, new Argument(Adjoint(join.Variable, row)), row, group, inner);
                    }
                });
            }

            Backward(steps, way, inner);
            // What holds behind the branches too is provided there.
            Provide([.. Definitions(steps).Where(defined => !choice.Joins.Exists(join => join.Variable == defined.Variable))], way, inner);
            return way;
        }
    }

    private void Backward(Loop loop, List<Line> lines, Region region)
    {
        var carried = loop.Carried.FindAll(carried => active.Contains(carried.Variable));
        if (!carried.Exists(one => Enumerable.Range(0, rows).Any(row => HasAdjoint(one.Variable, row, region))))
            return;
        foreach (var one in carried)
            EnsureDeclared(one.Variable, lines, region);
        Ensure([loop], lines, region);

        var frame = new Frame(region.Frame is { } around ? around.Depth + 1 : 0);
        frames.Add(loop, frame);
        var inner = new Region(region, frame);
        var body = new List<Line>();
        HashSet<int> own = [.. ForwardLines.Direct(loop.Head), .. ForwardLines.Direct(loop.Body)];
        var late = new List<(Scalar Next, int Adjoint, int Row)>();
        for (var row = 0; row < rows; row++)
        {
            foreach (var one in carried)
            {
                var adjoint = Adjoint(one.Variable, row);
                if (one.Next is not RealTerm(var next) || next is Argument(var same) && same == one.Variable)
                    continue;
                if (next is Argument(var variable) && own.Contains(variable))
                {
                    if (active.Contains(variable))
                        Add(variable, row, new Argument(adjoint), body, inner);
                }
                else
                {
                    var before = procedure.NewVariable("", VariableKind.Real);
                    adjointOf.Add(before, (one.Variable, row));
                    body.Add(new Declare(before, new RealTerm(new Argument(adjoint))));
                    late.Add((next, before, row));
                }

                inner.Pending.Add((one.Variable, row));
            }
        }

        foreach (var (next, before, row) in late)
            Together(-1, null, body, group => Contribute(next, next, new Argument(before), row, group, inner));
        Backward(loop.Body, body, inner);
        Backward(loop.Head, body, inner);
        foreach (var (variable, row) in inner.Pending)
            body.Add(new Assign(Adjoint(variable, row), new RealTerm(0.0)));
        Provide([.. loop.Carried.Select(static one => (one.Variable, (Term?)null, one.Variable)), .. Definitions(loop.Head), .. Definitions(loop.Body)], body, inner);
        if (frame.Count > 0)
            body.Insert(0, new PopFrame(frame));
        if (loop.Range is { } range)
        {
            lines.Add(new RangeLoop(range, IsBackward: true, body));
        }
        else
        {
            counted.Add(loop);
            lines.Add(new CountdownLoop(loop.Rounds, body));
        }

        Together(-1, null, lines, group =>
        {
            foreach (var one in carried)
            {
                if (one.Initial is not RealTerm(var initial))
                    continue;
                for (var row = 0; row < rows; row++)
                    Contribute(initial, initial, new Argument(Adjoint(one.Variable, row)), row, group, region);
            }
        });
    }

    /// <summary>Adds what an expression passes on to the adjoints of its arguments.</summary>
    private void Contribute(Scalar scalar, Scalar value, Scalar seed, int row, List<Line> lines, Region region)
    {
        foreach (var (argument, derivative) in Adjoints.Of(scalar, value, seed, active.Contains))
        {
            if (derivative is not Constant(0.0))
                Add(argument, row, region.WithKnown(interner.Tree(derivative)), lines, region);
        }
    }

    /// <summary>Elements that one expression alone reads: what is passed on to one is added to its derivative at once.</summary>
    private readonly Dictionary<int, ElementTerm> elements = [];

    private void FindElements(List<Step> steps)
    {
        var all = new Dictionary<int, ElementTerm>();
        var reads = new Dictionary<int, int>();
        Visit(steps);
        foreach (var result in procedure.Results)
            VariablesOf.Term(result.Value, Count);
        foreach (var element in all)
        {
            if (reads.TryGetValue(element.Key, out var count) && count == 1)
                elements.Add(element.Key, element.Value);
        }

        void Count(int variable)
        {
            reads.TryGetValue(variable, out var count);
            reads[variable] = count + 1;
        }

        void Visit(List<Step> block)
        {
            foreach (var step in block)
            {
                switch (step)
                {
                    case Let(var variable, var term):
                        if (term is ElementTerm { Index: not WholeNumber } element && procedure.Arrays[element.Array].IsInput)
                            all[variable] = element;
                        VariablesOf.Term(term, Count);
                        break;
                    case Choice choice:
                        VariablesOf.Condition(choice.Condition, Count);
                        Visit(choice.WhenTrue);
                        Visit(choice.WhenFalse);
                        foreach (var join in choice.Joins)
                        {
                            VariablesOf.Term(join.WhenTrue, Count);
                            VariablesOf.Term(join.WhenFalse, Count);
                        }

                        break;
                    case Loop loop:
                        Visit(loop.Head);
                        VariablesOf.Condition(loop.Condition, Count);
                        Visit(loop.Body);
                        foreach (var carried in loop.Carried)
                        {
                            VariablesOf.Term(carried.Initial, Count);
                            VariablesOf.Term(carried.Next, Count);
                        }

                        break;
                }
            }
        }
    }

    private void Add(int variable, int row, Scalar value, List<Line> lines, Region region)
    {
        if (elements.TryGetValue(variable, out var element))
        {
            lines.Add(new AccumulateElement(element.Array, row, element.Member, element.Index, value, IsOnly: false));
            return;
        }

        var key = (variable, row);
        var adjoint = Adjoint(variable, row);
        if (region.Pending.Remove(key))
        {
            lines.Add(new Assign(adjoint, new RealTerm(value)));
        }
        else if (region.IsDeclared(key))
        {
            lines.Add(new Accumulate(adjoint, value));
        }
        else
        {
            region.Declared.Add(key);
            lines.Add(new Declare(adjoint, new RealTerm(value)));
        }
    }

    /// <summary>Adjoints that lines in a block of their own add to have a value before.</summary>
    private void Ensure(List<Step> steps, List<Line> lines, Region region)
    {
        var outside = new HashSet<int>();
        var inside = new HashSet<int>();
        ReadReals(steps, outside, inside);
        outside.ExceptWith(inside);
        foreach (var variable in outside.Where(variable => active.Contains(variable) && !elements.ContainsKey(variable)).OrderBy(static variable => variable))
            EnsureDeclared(variable, lines, region);
    }

    private void EnsureDeclared(int variable, List<Line> lines, Region region)
    {
        for (var row = 0; row < rows; row++)
        {
            var key = (variable, row);
            if (region.Pending.Remove(key))
                lines.Add(new Assign(Adjoint(variable, row), new RealTerm(0.0)));
            if (region.IsDeclared(key))
                continue;
            region.Declared.Add(key);
            lines.Add(new Declare(Adjoint(variable, row), new RealTerm(0.0)));
        }
    }

    private static void ReadReals(List<Step> steps, HashSet<int> read, HashSet<int> defined)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, var term):
                    defined.Add(variable);
                    Read(term);
                    break;
                case Choice choice:
                    ReadReals(choice.WhenTrue, read, defined);
                    ReadReals(choice.WhenFalse, read, defined);
                    foreach (var join in choice.Joins)
                    {
                        defined.Add(join.Variable);
                        Read(join.WhenTrue);
                        Read(join.WhenFalse);
                    }

                    break;
                case Loop loop:
                    ReadReals(loop.Head, read, defined);
                    ReadReals(loop.Body, read, defined);
                    foreach (var carried in loop.Carried)
                    {
                        defined.Add(carried.Variable);
                        Read(carried.Next);
                        Read(carried.Initial);
                    }

                    break;
            }
        }

        void Read(Term term)
        {
            if (term is RealTerm(var scalar))
                VariablesOf.Scalar(scalar, variable => read.Add(variable));
        }
    }

    /// <summary>What steps define, in their order: each variable with what it is computed as, where that is known, and the key by which it is kept.</summary>
    private static IEnumerable<(int Variable, Term? Term, int Key)> Definitions(List<Step> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, var term):
                    yield return (variable, term, variable);
                    break;
                case Choice choice:
                    foreach (var join in choice.Joins)
                        yield return (join.Variable, null, join.Variable);
                    break;
                case Loop loop:
                    foreach (var carried in loop.Carried)
                        yield return (carried.Variable, null, ~carried.Variable);
                    if (loop.Rounds >= 0)
                        yield return (loop.Rounds, null, loop.Rounds);
                    break;
            }
        }
    }

    /// <summary>Gives lines of the backward pass the values of the forward pass that they read: computed once more, or kept.</summary>
    private void Provide(List<(int Variable, Term? Term, int Key)> definitions, List<Line> lines, Region region)
    {
        var needed = new HashSet<int>();
        LineVariables.Free(lines, variable => needed.Add(variable));
        var terms = new Dictionary<int, Term?>();
        foreach (var (variable, term, _) in definitions)
            terms[variable] = term;
        var prelude = new List<Line>();
        for (var index = definitions.Count - 1; index >= 0; index--)
        {
            var (variable, term, key) = definitions[index];
            if (!needed.Contains(variable))
                continue;
            if (term is not null && IsComputedAgain(term, variable => !terms.ContainsKey(variable) || needed.Contains(variable), terms))
            {
                VariablesOf.Term(term, read => needed.Add(read));
                prelude.Add(new Declare(variable, term));
            }
            else if (region.Frame is { } frame)
            {
                kept[key] = (frame, frame.Count);
                prelude.Add(new Recall(frame, frame.Count, variable));
                frame.Count++;
            }
            else
            {
                hoisted.Add(variable);
            }
        }

        prelude.Reverse();
        lines.InsertRange(0, prelude);
    }

    /// <summary>Whether a value costs little, and nothing else has to be kept for it.</summary>
    private static bool IsComputedAgain(Term term, Func<int, bool> isThere, Dictionary<int, Term?> terms)
    {
        if (term is RealTerm(var scalar) && (Costs.HasExpensive(scalar) || ScalarSize.Of(scalar) > LargestComputedAgain))
            return false;
        var isAgain = true;
        VariablesOf.Term(term, read => isAgain = isAgain && (isThere(read) || (terms[read] is { } inner && IsComputedAgain(inner, isThere, terms))));
        return isAgain;
    }

    private bool HasAdjoint(int variable, int row, Region region) => region.IsDeclared((variable, row)) && !region.Pending.Contains((variable, row));

    private int Adjoint(int variable, int row)
    {
        if (!adjoints.TryGetValue((variable, row), out var adjoint))
        {
            adjoints.Add((variable, row), adjoint = procedure.NewVariable("", VariableKind.Real));
            adjointOf.Add(adjoint, (variable, row));
        }

        return adjoint;
    }

    private static void Together(int variable, Scalar? value, List<Line> lines, Action<List<Line>> write)
    {
        var group = new List<Line>();
        write(group);
        if (group.Count > 0)
            lines.Add(new Together(variable, value, group));
    }

    private sealed class SameLoop : IEqualityComparer<Loop>
    {
        public static readonly SameLoop Instance = new();

        public bool Equals(Loop x, Loop y) => ReferenceEquals(x, y);

        public int GetHashCode(Loop loop) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(loop);
    }
}

/// <summary>The statements of a gradient.</summary>
/// <param name="Forward">Those that compute the function.</param>
/// <param name="Backward">Those that compute the adjoints.</param>
/// <param name="Adjoints">The adjoint of a variable for each row, where it has one.</param>
/// <param name="AdjointOf">What an adjoint is of.</param>
internal sealed record ReverseLines(
    List<Line> Forward, List<Line> Backward, IReadOnlyDictionary<(int Variable, int Row), int> Adjoints, IReadOnlyDictionary<int, (int Variable, int Row)> AdjointOf);
