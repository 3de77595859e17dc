using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>A direction in which a function's parameters move.</summary>
/// <param name="OfInput">How fast a number moves; null where it stays.</param>
/// <param name="OfElement">How fast an element of a span moves; null where it stays.</param>
/// <param name="OfResult">The array for how fast the elements of one move that the caller is given, and where in it an element is.</param>
internal sealed record Direction(Func<int, Scalar?> OfInput, Func<ElementTerm, Term?> OfElement, Func<int, (int Array, Func<Whole, Whole> Place)> OfResult);

/// <summary>
/// Forward mode: beside every variable of a procedure, how it changes along some directions. What comes of it is a procedure again, and can be differentiated
/// once more.
/// </summary>
internal sealed class Tangents
{
    private readonly Procedure procedure;
    private readonly IReadOnlyList<Direction> directions;
    private readonly Activity[] active;
    private readonly Dictionary<(int Variable, int Direction), Scalar> tangents = [];
    private readonly Dictionary<(int Array, int Direction), int> arrays = [];
    private readonly Simplifier simplifier = new();

    private Tangents(Procedure procedure, IReadOnlyList<Direction> directions)
    {
        (this.procedure, this.directions) = (procedure, directions);
        active = [.. directions.Select(direction => Activity.Of(procedure, direction))];
    }

    /// <summary>Adds the tangents to a procedure, whose results stay what they are.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="directions">The directions.</param>
    /// <returns>How each result of numbers changes, along each direction.</returns>
    public static List<Scalar[]> Add(Procedure procedure, IReadOnlyList<Direction> directions)
    {
        var tangents = new Tangents(procedure, directions);
        procedure.Steps = tangents.Of(procedure.Steps);
        return [.. procedure.Results.Where(static result => result.Value is RealTerm)
            .Select(result => (Scalar[])[.. Enumerable.Range(0, directions.Count).Select(direction => tangents.Of(((RealTerm)result.Value).Value, null, direction))])];
    }

    private List<Step> Of(List<Step> steps)
    {
        var written = new List<Step>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case Choice choice:
                    var (whenTrue, whenFalse) = (Of(choice.WhenTrue), Of(choice.WhenFalse));
                    written.Add(choice with { WhenTrue = whenTrue, WhenFalse = whenFalse, Joins = [.. choice.Joins, .. choice.Joins.SelectMany(Of)] });
                    break;
                case Loop loop:
                    written.Add(Of(loop));
                    break;
                default:
                    written.Add(step);
                    for (var direction = 0; direction < directions.Count; direction++)
                        AddTangent(step, direction, written);
                    break;
            }
        }

        return written;
    }

    private IEnumerable<T> Each<T>(Func<int, T?> of)
        where T : class
        => Enumerable.Range(0, directions.Count).Select(of).Where(static one => one is not null)!;

    private void AddTangent(Step step, int direction, List<Step> written)
    {
        switch (step)
        {
            case Let(var variable, RealTerm(var scalar)) when active[direction].Contains(variable):
                Define(variable, direction, new RealTerm(Of(scalar, variable, direction)), written);
                break;
            case Let(var variable, ElementTerm element) when active[direction].Contains(variable):
                Define(variable, direction, procedure.Arrays[element.Array].Use == ArrayUse.Read
                    ? directions[direction].OfElement(element)!
                    : Place(element.Array, element.Index, direction) is var (array, place) ? new ElementTerm(array, "", place) : new RealTerm(0.0), written);
                break;
            case NewArray own when active[direction].ContainsArray(own.Array):
                written.Add(new NewArray(Place(own.Array, own.Length, direction).Array, own.Length));
                break;
            case StoreElement { Value: RealTerm(var value) } store when active[direction].ContainsArray(store.Array):
                var (target, index) = Place(store.Array, store.Index, direction);
                written.Add(new StoreElement(target, index, new RealTerm(Of(value, null, direction))));
                break;
        }
    }

    private IEnumerable<Join> Of(Join join) => Each(direction => active[direction].Contains(join.Variable) && join is { WhenTrue: RealTerm(var first), WhenFalse: RealTerm(var second) }
        ? new Join(New(join.Variable, direction), new RealTerm(Of(first, null, direction)), new RealTerm(Of(second, null, direction)))
        : null);

    private Loop Of(Loop loop)
    {
        var moving = loop.Carried.Where(static carried => carried.Initial is RealTerm)
            .SelectMany(carried => Enumerable.Range(0, directions.Count).Where(direction => active[direction].Contains(carried.Variable)).Select(direction => (Carried: carried, Direction: direction)))
            .ToList();
        var initial = moving.ConvertAll(one => Of(((RealTerm)one.Carried.Initial).Value, null, one.Direction));
        moving.ForEach(one => New(one.Carried.Variable, one.Direction));
        var (head, body) = (Of(loop.Head), Of(loop.Body));
        return loop with
        {
            Head = head,
            Body = body,
            Carried =
            [
                .. loop.Carried,
                .. moving.Select((one, index) => new Carried(
                    ((Argument)tangents[(one.Carried.Variable, one.Direction)]).Index,
                    new RealTerm(initial[index]),
                    new RealTerm(Of(((RealTerm)one.Carried.Next).Value, null, one.Direction)))),
            ],
        };
    }

    private void Define(int variable, int direction, Term tangent, List<Step> steps)
    {
        if (tangent is RealTerm(var simple and (Constant or Argument)))
            tangents[(variable, direction)] = simple;
        else
            steps.Add(new Let(New(variable, direction), tangent));
    }

    private int New(int variable, int direction)
    {
        var name = procedure.Variables[variable].Name;
        var tangent = procedure.NewVariable(name.Length > 0 ? "v" + Identifiers.Word(name) : "", VariableKind.Real);
        tangents[(variable, direction)] = new Argument(tangent);
        return tangent;
    }

    /// <summary>The array of how fast the elements of one move that the function writes, and where in it an element is.</summary>
    private (int Array, Whole Index) Place(int array, Whole index, int direction)
    {
        if (procedure.Arrays[array].Use == ArrayUse.Result)
            return directions[direction].OfResult(array) is var (result, place) ? (result, place(index)) : default;
        if (!arrays.TryGetValue((array, direction), out var tangent))
        {
            procedure.Arrays.Add(new("v" + Identifiers.Word(procedure.Arrays[array].Text), IsInput: false) { Use = ArrayUse.Own });
            arrays.Add((array, direction), tangent = procedure.Arrays.Count - 1);
        }

        return (tangent, index);
    }

    private Scalar OfVariable(int variable, int direction)
    {
        if (!active[direction].Contains(variable))
            return 0.0;
        if (!tangents.TryGetValue((variable, direction), out var tangent))
            tangents.Add((variable, direction), tangent = directions[direction].OfInput(variable) ?? 0.0);
        return tangent;
    }

    /// <summary>How an expression changes: the sum of its derivatives, each times how its argument changes.</summary>
    private Scalar Of(Scalar scalar, int? variable, int direction)
    {
        Scalar sum = 0.0;
        foreach (var (argument, derivative) in Adjoints.Of(scalar, variable is { } own ? new Argument(own) : scalar, 1.0, active[direction].Contains))
        {
            var term = simplifier.Multiply(simplifier.Once(derivative), simplifier.Once(OfVariable(argument, direction)));
            sum = sum is Constant(0.0) ? term : sum + term;
        }

        return simplifier.Apply(sum);
    }
}
