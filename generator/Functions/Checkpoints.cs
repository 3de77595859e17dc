using NetGen.Generator.Programs;

namespace NetGen.Generator.Functions;

/// <summary>
/// Cuts loops into segments. The forward pass keeps what a loop carries at the start of each segment alone: a checkpoint. The backward pass takes one
/// segment after the other, runs it forward once more from its checkpoint, which keeps its rounds on the tape, and then backward.
/// </summary>
/// <remarks>
/// Griewank and Walther, Evaluating Derivatives, 2008, chapter 12: with segments of √n rounds the tape holds about 2·√n, and each round runs forward twice.
/// </remarks>
internal sealed class Checkpoints
{
    private readonly Procedure procedure;
    private readonly int? interval;
    private readonly Func<Loop, bool> keeps;
    private readonly Dictionary<Loop, Loop> segments = new(SameLoop.Instance);

    private Checkpoints(Procedure procedure, int? interval, Func<Loop, bool> keeps)
        => (this.procedure, this.interval, this.keeps) = (procedure, interval, keeps);

    /// <summary>Cuts loops that keep something of their rounds.</summary>
    /// <param name="procedure">The procedure, whose loops outside of others are cut.</param>
    /// <param name="interval">How many rounds a segment has; null for the root of how many there are.</param>
    /// <param name="keeps">Whether a loop keeps something of each round.</param>
    /// <returns>
    /// The loops through a segment, each with the one that stands for it in the forward pass: that has variables of its own, since nobody goes back through it.
    /// </returns>
    public static IReadOnlyDictionary<Loop, Loop> Add(Procedure procedure, int? interval, Func<Loop, bool> keeps)
    {
        var checkpoints = new Checkpoints(procedure, interval, keeps);
        procedure.Steps = checkpoints.Of(procedure.Steps);
        return checkpoints.segments;
    }

    /// <summary>Why no loop of a procedure can be cut; null where one can.</summary>
    public static string? Obstacle(Procedure procedure)
    {
        List<Loop> loops = [.. StepTree.All(procedure.Steps).OfType<Loop>()];
        return loops.Exists(loop => CanCut(procedure, loop)) ? null
            : loops.Count == 0 ? "it has no loop that stays one: loops of at most four rounds are written out, and short functions are one expression"
            : loops.TrueForAll(static loop => loop.Range is null)
            ? "how many rounds its loop has is known at its end alone: count with 'for', and let nothing but the count end it"
            : "its loop reads an array of the function's own, or writes one, which would have to be kept too: carry numbers from round to round";
    }

    /// <summary>Whether what a loop carries is all that its rounds depend on.</summary>
    private static bool CanCut(Procedure procedure, Loop loop)
        => loop.Range is not null && StepTree.All([loop]).All(step => step is not (StoreElement or NewArray)
            && StepTree.Terms(step).All(term => term is not ElementTerm { Array: var array } || procedure.Arrays[array].Use == ArrayUse.Read));

    private List<Step> Of(List<Step> steps)
        => [.. steps.SelectMany(step => step is Loop loop && CanCut(procedure, loop)
            ? StepTree.All([loop]).OfType<Loop>().Any(keeps) ? Cut(loop, loop.Range!) : [loop]
            : [StepTree.WithBlocks(step, Of)])];

    private List<Step> Cut(Loop loop, LoopRange range)
    {
        var isUp = range.Increment > 0;
        var size = Math.Abs(range.Increment);
        var (low, high) = isUp ? (range.From, range.To) : (range.To, range.From);
        var steps = new List<Step>();
        var rounds = Named("rounds", Divided(high - low, size), steps);
        Whole length = interval is { } known ? known : Named("interval", new CheckpointInterval(rounds), steps);
        var count = Named("segments", Divided(rounds, length), steps);

        var segment = procedure.NewVariable("segment", VariableKind.Whole);
        var body = new List<Step>();
        var distance = Whole.Of(BinaryOperator.Multiply, length, size);
        var before = Whole.Of(BinaryOperator.Multiply, new WholeVariable(segment), distance);
        var start = Named("start", isUp ? range.From + before : range.From - before, body);
        var end = Named("end", isUp ? new WholeCall("Min", [start + distance, range.To]) : new WholeCall("Max", [start - distance, range.To]), body);

        // What the loop carries has a variable of its own within the segment: the one that was there goes from segment to segment.
        var inner = Fresh(loop.Carried.Select(static carried => carried.Variable), static name => "step" + Identifiers.Word(name));
        var renamer = new Renamer(inner);
        var through = loop with
        {
            Range = range with { From = start, To = end },
            Carried = loop.Carried.ConvertAll(
                carried => new Carried(inner[carried.Variable], procedure.TermOf(carried.Variable), renamer.Term(carried.Next))),
            Body = renamer.Steps(loop.Body),
        };
        var first = new Renamer(Fresh(StepTree.All(through.Body).SelectMany(StepTree.Defined), null));
        segments.Add(through, through with
        {
            Carried = through.Carried.ConvertAll(carried => carried with { Next = first.Term(carried.Next) }),
            Body = first.Steps(through.Body),
        });
        body.Add(through);
        var between = loop.Carried.ConvertAll(carried => new Carried(carried.Variable, carried.Initial, procedure.TermOf(inner[carried.Variable])));
        steps.Add(new Loop(new(segment, 0, count, 1), [], null, between, body, -1));
        return steps;
    }

    /// <summary>New variables for some: of other names, or of the same ones where they stand in other blocks.</summary>
    private Dictionary<int, int> Fresh(IEnumerable<int> variables, Func<string, string>? name)
    {
        var fresh = new Dictionary<int, int>();
        foreach (var variable in variables.Distinct())
        {
            var known = procedure.Variables[variable];
            procedure.Variables.Add(name is null
                ? new(known.Name, known.Kind, null) { NamedAs = variable }
                : new(known.Name.Length > 0 ? name(known.Name) : "", known.Kind, null));
            fresh.Add(variable, procedure.Variables.Count - 1);
        }

        return fresh;
    }

    private WholeVariable Named(string name, Whole value, List<Step> steps)
    {
        var variable = procedure.NewVariable(name, VariableKind.Whole);
        steps.Add(new Let(variable, new WholeTerm(value)));
        return new(variable);
    }

    /// <summary>A quotient, rounded up.</summary>
    private static Whole Divided(Whole dividend, Whole divisor)
        => divisor is WholeNumber(1) ? dividend : new WholeBinary(BinaryOperator.Divide, dividend + (divisor - 1), divisor);
}
