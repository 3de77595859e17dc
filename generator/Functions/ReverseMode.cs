using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// The gradient of a procedure by reverse mode: the procedure itself, then its steps from the last to the first, each of which adds to the adjoints of what it
/// reads. The adjoint of a variable is how much the result changes with it. A loop goes back through its rounds, and finds on a tape what they had.
/// </summary>
/// <remarks>
/// Griewank and Walther, Evaluating Derivatives, 2008. What is cheap is computed once more; functions that take many cycles, and what goes from round to
/// round, are kept. Several results have adjoints of their own each, and share the procedure. An element that the function stores has its adjoint taken out
/// where it is stored: what was there before does not matter for what came after.
/// </remarks>
internal sealed class ReverseMode
{
    private readonly Procedure procedure;
    private readonly Activity active;
    private readonly ScalarInterner interner = new();
    private readonly int rows;
    private readonly AdjointVariables adjoints;
    private readonly KeptValues kept;
    private readonly HashSet<Loop> counted = new(SameLoop.Instance);
    private readonly ElementSums sums;
    private readonly IReadOnlyDictionary<Loop, Loop> segments;

    private ReverseMode(Procedure procedure, int rows, IReadOnlyDictionary<Loop, Loop> segments)
    {
        this.segments = segments;
        this.procedure = procedure;
        this.rows = rows;
        active = Activity.Of(procedure);
        adjoints = new(procedure, rows);
        kept = new(procedure);
        sums = new(procedure);
    }

    /// <summary>The statements of a gradient.</summary>
    /// <param name="procedure">What is differentiated.</param>
    /// <param name="seeds">For each set of adjoints, how much each result of numbers matters; null for not at all.</param>
    /// <param name="segments">The loops that run forward once more before they run backward, each with the one that stands for it in the forward pass; null for none.</param>
    public static ReverseLines Of(Procedure procedure, IReadOnlyList<IReadOnlyList<Scalar?>> seeds, IReadOnlyDictionary<Loop, Loop>? segments = null)
    {
        segments ??= new Dictionary<Loop, Loop>();
        var reverse = new ReverseMode(procedure, seeds.Count, segments);
        var backward = reverse.Backward(seeds);
        return new(reverse.Forward(procedure.Steps, segments), backward, reverse.adjoints, reverse.kept.Frames);
    }

    private List<Line> Forward(List<Step> steps, IReadOnlyDictionary<Loop, Loop> standIns)
        => new ForwardLines(procedure, kept.Places, kept.Frames, kept.Hoisted, counted.Contains) { StandIns = standIns }.Of(steps);

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
                    // What is added to an element leaves the adjoint of the element as it is.
                    var (differentiated, own) = sums.AddedIn(variable) is { } added ? (added, added) : (scalar, new Argument(variable));
                    Together(variable, scalar, lines, group =>
                    {
                        for (var row = 0; row < rows; row++)
                        {
                            if (adjoints.Has(variable, row, region))
                                Contribute(differentiated, own, new Argument(adjoints.Of(variable, row)), row, group, region);
                        }
                    });
                    break;
                case Let(var variable, ElementTerm(var array, var member, var place)) when active.Contains(variable) && active.ContainsArray(array):
                    for (var row = 0; row < rows; row++)
                    {
                        if (adjoints.Has(variable, row, region))
                            lines.Add(new AccumulateElement(array, row, member, place, new Argument(adjoints.Of(variable, row)), IsOnly: false));
                    }

                    break;
                case StoreElement store when active.ContainsArray(store.Array):
                    Backward(store, lines, region);
                    break;
                case Choice choice:
                    Backward(choice, lines, region);
                    break;
                case Loop loop:
                    Backward(loop, lines, region);
                    break;
            }
        }

        // An array of the function's own begins where its adjoint ends, and the other way round.
        foreach (var own in steps.OfType<NewArray>().Where(own => active.ContainsArray(own.Array)))
        {
            for (var row = rows - 1; row >= 0; row--)
                lines.Insert(0, new TakeArray(adjoints.OfArray(own.Array, row), own.Length));
        }
    }

    private void Backward(StoreElement store, List<Line> lines, Region region)
    {
        var value = ((RealTerm)store.Value).Value;
        var isActive = ScalarArguments.Of(value).Any(active.Contains);
        for (var row = 0; row < rows; row++)
        {
            var array = adjoints.OfArray(store.Array, row);
            if (isActive && sums.SumOf(store) is { } sum)
            {
                region.Declared.Add((sum, row));
                lines.Add(new Declare(adjoints.Of(sum, row), new ElementTerm(array, "", store.Index)));
                continue;
            }

            if (isActive)
            {
                var adjoint = procedure.NewVariable("", VariableKind.Real);
                lines.Add(new Declare(adjoint, new ElementTerm(array, "", store.Index)));
                Together(-1, value, lines, group => Contribute(value, value, new Argument(adjoint), row, group, region));
            }

            lines.Add(new AssignElement(array, store.Index, new RealTerm(0.0)));
        }
    }

    /// <summary>Whether steps store what is differentiated into an array.</summary>
    private bool Stores(Step step) => StepTree.All([step]).Any(inner => inner is StoreElement store && active.ContainsArray(store.Array));

    private void Backward(Choice choice, List<Line> lines, Region region)
    {
        var joins = choice.Joins.FindAll(join => active.Contains(join.Variable) && Enumerable.Range(0, rows).Any(row => adjoints.Has(join.Variable, row, region)));
        if (joins.Count == 0 && !Stores(choice))
            return;
        Ensure(choice, lines, region);
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
                        if (adjoints.Has(join.Variable, row, region))
                            Contribute(scalar, scalar, new Argument(adjoints.Of(join.Variable, row)), row, group, inner);
                    }
                });
            }

            Backward(steps, way, inner);
            // What holds behind the branches too is provided there.
            kept.Provide([.. KeptValues.Definitions(steps).Where(defined => !choice.Joins.Exists(join => join.Variable == defined.Variable))], way, inner);
            return way;
        }
    }

    private void Backward(Loop loop, List<Line> lines, Region region)
    {
        var carried = loop.Carried.FindAll(carried => active.Contains(carried.Variable));
        if (!carried.Exists(one => Enumerable.Range(0, rows).Any(row => adjoints.Has(one.Variable, row, region))) && !Stores(loop))
            return;
        foreach (var one in carried)
            adjoints.Ensure(one.Variable, lines, region);
        Ensure(loop, lines, region);

        var frame = new Frame(region.Frame is { } around ? around.Depth + 1 : 0) { IsCheckpoint = loop.Body.OfType<Loop>().Any(segments.ContainsKey) };
        kept.Frames.Add(loop, frame);
        var inner = new Region(region, frame);
        var body = new List<Line>();
        HashSet<int> own = [.. loop.Head.Concat(loop.Body).SelectMany(StepTree.Defined)];
        var late = new List<(Scalar Next, int Adjoint, int Row)>();
        for (var row = 0; row < rows; row++)
        {
            foreach (var one in carried)
            {
                var adjoint = adjoints.Of(one.Variable, row);
                if (one.Next is not RealTerm(var next) || next is Argument(var same) && same == one.Variable)
                    continue;
                if (next is Argument(var variable) && own.Contains(variable))
                {
                    if (active.Contains(variable))
                        adjoints.Add(variable, row, new Argument(adjoint), body, inner);
                }
                else
                {
                    var before = procedure.NewVariable("", VariableKind.Real);
                    adjoints.Name(before, one.Variable, row);
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
            body.Add(new Assign(adjoints.Of(variable, row), new RealTerm(0.0)));
        kept.Provide([.. loop.Carried.Select(static one => (one.Variable, (Term?)null, one.Variable)), .. KeptValues.Definitions(loop.Head), .. KeptValues.Definitions(loop.Body)], body, inner);
        if (frame.Count > 0)
            body.Insert(0, new PopFrame(frame));
        if (segments.ContainsKey(loop))
            lines.AddRange([new Remark("Forward once more, from the checkpoint."), .. Forward([loop], new Dictionary<Loop, Loop>())]);
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
                    Contribute(initial, initial, new Argument(adjoints.Of(one.Variable, row)), row, group, region);
            }
        });
    }

    /// <summary>Adds what an expression passes on to the adjoints of its arguments.</summary>
    private void Contribute(Scalar scalar, Scalar value, Scalar seed, int row, List<Line> lines, Region region)
    {
        foreach (var (argument, derivative) in Adjoints.Of(scalar, value, seed, active.Contains))
        {
            if (derivative is not Constant(0.0))
                adjoints.Add(argument, row, region.WithKnown(interner.Tree(derivative)), lines, region);
        }
    }

    /// <summary>Adjoints that lines in a block of their own add to have a value before.</summary>
    private void Ensure(Step step, List<Line> lines, Region region)
    {
        var outside = new HashSet<int>();
        foreach (var term in StepTree.All([step]).SelectMany(StepTree.Terms).OfType<RealTerm>())
            VariablesOf.Scalar(term.Value, variable => outside.Add(variable));
        outside.ExceptWith(StepTree.All([step]).SelectMany(StepTree.Defined));
        foreach (var variable in outside.Where(active.Contains).OrderBy(static variable => variable))
            adjoints.Ensure(variable, lines, region);
    }

    private static void Together(int variable, Scalar? value, List<Line> lines, Action<List<Line>> write)
    {
        var group = new List<Line>();
        write(group);
        if (group.Count > 0)
            lines.Add(new Together(variable, value, group));
    }
}

/// <summary>The statements of a gradient.</summary>
/// <param name="Forward">Those that compute the function.</param>
/// <param name="Backward">Those that compute the adjoints.</param>
/// <param name="Adjoints">The variables and arrays that hold them.</param>
/// <param name="Frames">What the rounds of each loop keep.</param>
internal sealed record ReverseLines(List<Line> Forward, List<Line> Backward, AdjointVariables Adjoints, IReadOnlyDictionary<Loop, Frame> Frames);
