using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Forward mode: beside every variable of a procedure, how it changes along a direction. What comes of it is a procedure again, and can be differentiated
/// once more.
/// </summary>
internal sealed class Tangents
{
    private readonly Procedure procedure;
    private readonly HashSet<int> active;
    private readonly Dictionary<int, Scalar> tangents = [];
    private readonly Simplifier simplifier = new();
    private readonly Func<int, Scalar> ofInput;
    private readonly Func<int, int> arrayOf;

    private Tangents(Procedure procedure, Func<int, Scalar> ofInput, Func<int, int> arrayOf)
    {
        (this.procedure, this.ofInput, this.arrayOf) = (procedure, ofInput, arrayOf);
        active = Activity.Of(procedure);
    }

    /// <summary>Adds the tangents to a procedure, whose results stay what they are.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="ofInput">The component of the direction along an input.</param>
    /// <param name="arrayOf">The array with the components along the elements of one.</param>
    /// <returns>How each result of numbers changes.</returns>
    public static List<Scalar> Add(Procedure procedure, Func<int, Scalar> ofInput, Func<int, int> arrayOf)
    {
        var tangents = new Tangents(procedure, ofInput, arrayOf);
        procedure.Steps = tangents.Of(procedure.Steps);
        return [.. procedure.Results.Where(static result => result.Value is RealTerm).Select(result => tangents.Of(((RealTerm)result.Value).Value, null))];
    }

    private List<Step> Of(List<Step> steps)
    {
        var written = new List<Step>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, RealTerm(var scalar)) when active.Contains(variable):
                    written.Add(step);
                    Define(variable, new RealTerm(Of(scalar, variable)), written);
                    break;
                case Let(var variable, ElementTerm(var array, var member, var index)) when active.Contains(variable):
                    written.Add(step);
                    Define(variable, new ElementTerm(arrayOf(array), member, index), written);
                    break;
                case Choice choice:
                    var (whenTrue, whenFalse) = (Of(choice.WhenTrue), Of(choice.WhenFalse));
                    var joins = choice.Joins.ToList();
                    foreach (var join in choice.Joins)
                    {
                        if (active.Contains(join.Variable) && join is { WhenTrue: RealTerm(var first), WhenFalse: RealTerm(var second) })
                            joins.Add(new(New(join.Variable), new RealTerm(Of(first, null)), new RealTerm(Of(second, null))));
                    }

                    written.Add(choice with { WhenTrue = whenTrue, WhenFalse = whenFalse, Joins = joins });
                    break;
                case Loop loop:
                    var initial = loop.Carried.ConvertAll(carried => carried.Initial is RealTerm(var scalar) ? Of(scalar, null) : null);
                    foreach (var carried in loop.Carried.Where(carried => active.Contains(carried.Variable)))
                        New(carried.Variable);
                    var (head, body) = (Of(loop.Head), Of(loop.Body));
                    var all = loop.Carried.ToList();
                    for (var index = 0; index < loop.Carried.Count; index++)
                    {
                        if (active.Contains(loop.Carried[index].Variable) && loop.Carried[index].Next is RealTerm(var next))
                            all.Add(new(((Argument)tangents[loop.Carried[index].Variable]).Index, new RealTerm(initial[index]!), new RealTerm(Of(next, null))));
                    }

                    written.Add(loop with { Head = head, Body = body, Carried = all });
                    break;
                default:
                    written.Add(step);
                    break;
            }
        }

        return written;
    }

    private void Define(int variable, Term tangent, List<Step> steps)
    {
        if (tangent is RealTerm(var simple and (Constant or Argument)))
            tangents[variable] = simple;
        else
            steps.Add(new Let(New(variable), tangent));
    }

    private int New(int variable)
    {
        var name = procedure.Variables[variable].Name;
        var tangent = procedure.NewVariable(name.Length > 0 ? "v" + Identifiers.Word(name) : "", VariableKind.Real);
        tangents[variable] = new Argument(tangent);
        return tangent;
    }

    private Scalar OfVariable(int variable)
    {
        if (!active.Contains(variable))
            return 0.0;
        if (!tangents.TryGetValue(variable, out var tangent))
            tangents.Add(variable, tangent = ofInput(variable));
        return tangent;
    }

    /// <summary>How an expression changes: the sum of its derivatives, each times how its argument changes.</summary>
    private Scalar Of(Scalar scalar, int? variable)
    {
        Scalar sum = 0.0;
        foreach (var (argument, derivative) in Adjoints.Of(scalar, variable is { } own ? new Argument(own) : scalar, 1.0, active.Contains))
        {
            var term = simplifier.Multiply(simplifier.Once(derivative), simplifier.Once(OfVariable(argument)));
            sum = sum is Constant(0.0) ? term : sum + term;
        }

        return simplifier.Apply(sum);
    }
}
