using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>A value that has a name: computed once, and used by what comes after it.</summary>
internal sealed record Local(string Name, ElementType Type)
{
    public override string ToString() => Name;
}

/// <summary>A number that is computed in the body of a nest.</summary>
internal abstract record Value;

/// <summary>The element at a place.</summary>
internal sealed record Read(Place Place) : Value;

/// <summary>What a name stands for.</summary>
internal sealed record Named(Local Local) : Value;

/// <summary>A scalar expression, in which <c>Argument(i)</c> is <c>Arguments[i]</c>.</summary>
internal sealed record Compute(Scalar Expression, EquatableArray<Value> Arguments) : Value;

/// <summary>A step of a nest. The set is closed and small: rewrites, verifier, printer, interpreter and emitter have a case for each.</summary>
internal abstract record Statement
{
    /// <summary>The name that the statement gives: of a variable, a value or a total.</summary>
    public string? GivenName => this switch
    {
        For loop => loop.Variable.Name,
        Let let => let.Local.Name,
        Total total => total.Local.Name,
        _ => null,
    };

    /// <summary>The statement and all that are in it.</summary>
    public IEnumerable<Statement> All() => this switch
    {
        Sequence sequence => sequence.Parts.SelectMany(static part => part.All()).Prepend(this),
        For loop => loop.Body.All().Prepend(this),
        Guard guard => guard.Body.All().Prepend(this),
        _ => [this],
    };
}

/// <summary>One after the other.</summary>
internal sealed record Sequence(EquatableArray<Statement> Parts) : Statement
{
    public static Statement Of(IEnumerable<Statement> parts)
    {
        Statement[] all = [.. parts.SelectMany(static part => part is Sequence sequence ? sequence.Parts.AsEnumerable() : [part])];
        return all.Length == 1 ? all[0] : new Sequence(all.ToEquatableArray());
    }
}

/// <summary>
/// The body for every value of the variable: 0, <see cref="Step"/>, 2 · <see cref="Step"/> … below the extent.
/// </summary>
/// <param name="Variable">The variable.</param>
/// <param name="Extent">What it stays below.</param>
/// <param name="Body">What is done.</param>
internal sealed record For(Variable Variable, Extent Extent, Statement Body) : Statement
{
    /// <summary>What is added to the variable after each turn. A body that is larger than one step does so many of them at once.</summary>
    public int Step { get; init; } = 1;

    /// <summary>What the last turn does where the step does not divide the extent.</summary>
    public Tail Tail { get; init; } = Tail.None;

    /// <summary>Why the loop is as it is, for who reads it.</summary>
    public string? Reason { get; init; }

    /// <summary>The totals that its turns add to and that are begun outside of it.</summary>
    public IEnumerable<Local> Accumulated()
    {
        var begun = new HashSet<Local>(Body.All().OfType<Total>().Select(static total => total.Local));
        return Body.All().OfType<Accumulate>().Select(static accumulate => accumulate.Local).Where(local => !begun.Contains(local));
    }
}

/// <summary>What becomes of the last turn of a loop whose step does not divide its extent.</summary>
internal enum Tail
{
    /// <summary>The step divides the extent.</summary>
    None,

    /// <summary>The last turn starts at extent − step, and does some of the turn before it again. Nothing may be accumulated in it.</summary>
    Overlap,

    /// <summary>The last turn is shorter: what is in it is guarded, or a smaller loop.</summary>
    Shorter,
}

/// <summary>The body where an index is below an extent.</summary>
internal sealed record Guard(Affine Index, Extent Extent, Statement Body) : Statement;

/// <summary>Gives a value a name.</summary>
internal sealed record Let(Local Local, Value Value) : Statement;

/// <summary>Begins a sum or a maximum of values that are added to it in the loops that follow.</summary>
internal sealed record Total(Local Local, Reduction Reduction) : Statement;

/// <summary><c>total ← total + value</c>, or the larger of both.</summary>
internal sealed record Accumulate(Local Local, Reduction Reduction, Value Value) : Statement;

/// <summary>Puts a value at a place.</summary>
internal sealed record Store(Place Place, Value Value) : Statement;

/// <summary>The meaning of a kernel as loops, or a rewriting of it that means the same.</summary>
internal sealed record Nest(Statement Body);
