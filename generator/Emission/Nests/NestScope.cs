using NetGen.Generator.Loops;

namespace NetGen.Generator.Emission.Nests;

/// <summary>What a value of a nest is called in C#.</summary>
/// <param name="Name">The local variable.</param>
/// <param name="Parameter">What a function calls it that is given it.</param>
/// <param name="Mathematics">What it is called in mathematics.</param>
/// <param name="IsVector">Whether it has a value for each lane.</param>
/// <param name="Offset">How far into its tensor it was read, where it was read from one.</param>
internal sealed record LocalText(string Name, string Parameter, string Mathematics, bool IsVector, int? Offset = null);

/// <summary>A vector loop that is being written: how many of its lanes count, where not all do.</summary>
internal sealed record VectorText(Variable Lane, string? Count);

/// <summary>A reference into a memory, <paramref name="Offset"/> behind its start, and in a row of it that is loaded where there is one.</summary>
internal sealed record Reference(int Memory, Affine Offset, string Name, Row? Row = null);

/// <summary>A block of the emitted method: what its names stand for.</summary>
internal sealed class NestScope
{
    private readonly NestScope? around;
    private readonly NameScope names;
    private readonly List<(Variable Variable, string Name)> variables = [];
    private readonly Dictionary<Local, LocalText> locals = [];
    private readonly List<Reference> references = [];
    private readonly List<(Limit Span, string Text)> ends = [];
    private readonly Dictionary<object, string> given = [];
    private readonly string rows;
    private readonly Dictionary<Variable, (For Loop, string End)> loops = [];

    private NestScope(NestScope? around, NameScope names, VectorText? vector)
    {
        this.around = around;
        this.names = names;
        Vector = vector;
        IsIndexed = around?.IsIndexed == true;
        rows = around?.rows ?? Offsets.Batch;
    }

    /// <summary>The method itself, whose arguments are the starts of its memories; in the readable form, tensors.</summary>
    public NestScope(KernelMethod method)
        : this(null, method.Scope(), null)
    {
        references.AddRange(method.Arguments.Select(static (name, memory) => new Reference(memory, 0, name)));
        IsIndexed = method.IsReadable;
        rows = method.Rows;
        if (method.TakesPass)
            Bind(PassLoop.Variable, KernelMethod.Accumulate);
        if (method.Kernel.Schedule is Scheduling.IndexedSchedule { Step: { } step })
            Bind(step, "step");
    }

    /// <summary>A method that does a part of a nest.</summary>
    /// <param name="names">The names of its parameters, which are taken.</param>
    /// <param name="references">Those of its parameters that are references.</param>
    /// <param name="given">What it is told of the loops around it: limits, reaches and turns.</param>
    /// <param name="rows">What the number of samples is called, or of rows.</param>
    public NestScope(NameScope names, IEnumerable<Reference> references, IReadOnlyDictionary<object, string> given, string rows)
        : this(null, names, null)
    {
        this.rows = rows;
        this.references.AddRange(references);
        foreach (var pair in given)
        {
            this.given.Add(pair.Key, pair.Value);
            if (pair.Key is Variable variable)
                Bind(variable, pair.Value);
        }
    }

    /// <summary>The vector loop around, if there is one.</summary>
    public VectorText? Vector { get; }

    /// <summary>Whether places are written with an index for each axis, as the readable form has them.</summary>
    public bool IsIndexed { get; }

    /// <summary>All names that cannot be given any more.</summary>
    public IEnumerable<string> TakenNames => names.Taken;

    /// <summary>The variables of all loops around, outermost first.</summary>
    public IEnumerable<(Variable Variable, string Name)> Variables => around is null ? variables : around.Variables.Concat(variables);

    private IEnumerable<NestScope> Outwards
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.around)
                yield return scope;
        }
    }

    /// <summary>The same block, in a vector.</summary>
    public NestScope In(VectorText vector) => new(this, names, vector);

    /// <summary>A block of its own; its names are to be given back by what is disposed.</summary>
    public NestScope Block(out IDisposable end)
    {
        var block = names.Block();
        end = block;
        return new NestScope(this, block, Vector);
    }

    /// <summary>A part of this block, without braces; its names are to be given back by what is disposed.</summary>
    public NestScope Part(out IDisposable end)
    {
        var part = names.Part();
        end = part;
        return new NestScope(this, part, Vector);
    }

    public string Take(string name) => names.Take(name);

    /// <summary>An extent as an expression.</summary>
    public string Text(Graph.Extent extent) => Offsets.Of(extent, rows);

    public void Bind(Variable variable, string name) => variables.Add((variable, name));

    public void Bind(Local local, LocalText text) => locals.Add(local, text);

    public void Add(Reference reference) => references.Add(reference);

    /// <summary>What a method is told of the loops around it, if it is.</summary>
    public string? Given(object key) => Outwards.Select(scope => scope.given.TryGetValue(key, out var text) ? text : null).FirstOrDefault(static text => text is not null);

    /// <summary>Remembers what is known from here on, as what a method is told.</summary>
    public void Tell(object key, string text) => given[key] = text;

    /// <summary>Remembers a loop that is being written, with the text of its end.</summary>
    public void Enter(For loop, string end) => loops.Add(loop.Variable, (loop, end));

    /// <summary>A loop around, and the text of its end.</summary>
    public (For Loop, string End) LoopOf(Variable variable) => Outwards.First(scope => scope.loops.ContainsKey(variable)).loops[variable];

    /// <summary>What a variable is called.</summary>
    public string NameOf(Variable variable) => Variables.First(known => known.Variable == variable).Name;

    /// <summary>Says where a loop ends, so that what is in it can be told how much is left.</summary>
    public void AddEnd(Limit span, string text) => ends.Add((span, text));

    public LocalText this[Local local]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.around)
            {
                if (scope.locals.TryGetValue(local, out var text))
                    return text;
            }

            throw new InvalidOperationException($"'{local}' is given nowhere around");
        }
    }

    public bool Knows(Variable variable)
    {
        for (var scope = this; scope is not null; scope = scope.around)
        {
            foreach (var known in scope.variables)
            {
                if (known.Variable == variable)
                    return true;
            }
        }

        return false;
    }

    /// <summary>The reference from which the way to a place is the shortest; of equal ones, that of the innermost block.</summary>
    public Reference Nearest(int memory, Affine offset, Row? row = null)
    {
        Reference? nearest = null;
        for (var scope = this; scope is not null; scope = scope.around)
        {
            foreach (var reference in scope.references)
            {
                if (reference.Memory == memory && (nearest is null || IsNearer(reference, nearest)) && Leads(reference, offset, row))
                    nearest = reference;
            }
        }

        return nearest ?? throw new InvalidOperationException($"no reference leads into memory {memory}");
    }

    private static bool IsNearer(Reference reference, Reference other)
        => (reference.Row is null) == (other.Row is null) ? reference.Offset.Terms.Count > other.Offset.Terms.Count : other.Row is null;

    private static bool Leads(Reference reference, Affine offset, Row? row)
    {
        if (reference.Row is not null && reference.Row != row)
            return false;
        foreach (var term in reference.Offset.Terms)
        {
            if (offset.Stride(term.Variable) != term.Coefficient)
                return false;
        }

        return true;
    }

    /// <summary>How much is left of a loop at some place in it, if it is one of those around and the place is its variable.</summary>
    public (string End, string Variable)? Left(Limit limit)
    {
        foreach (var (variable, name) in Variables.Reverse())
        {
            foreach (var (span, text) in Outwards.SelectMany(static scope => scope.ends))
            {
                if (span.Whole == limit.Whole && span.Begin + variable == limit.Begin)
                    return (text, name);
            }
        }

        return null;
    }
}
