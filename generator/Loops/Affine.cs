namespace NetGen.Generator.Loops;

/// <summary>The variable of a loop. Within a nest it belongs to one loop only.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Number">Which of those it is that are called so.</param>
internal sealed record Variable(string Name, int Number = 1)
{
    public override string ToString() => Names.Text(Name, Number);
}

/// <summary><c>Coefficient · Variable</c></summary>
internal sealed record Term(Variable Variable, int Coefficient);

/// <summary>
/// A whole number as a function of loop variables: <c>Constant + Σ coefficient · variable</c>. Terms are sorted by name and none has the
/// coefficient 0, so that equal functions are equal records.
/// </summary>
internal sealed record Affine
{
    private Affine(IEnumerable<Term> terms, int constant)
    {
        Terms = terms.GroupBy(static term => term.Variable)
            .Select(static group => new Term(group.Key, group.Sum(static term => term.Coefficient)))
            .Where(static term => term.Coefficient != 0)
            .OrderBy(static term => term.Variable.Name, StringComparer.Ordinal).ThenBy(static term => term.Variable.Number).ToEquatableArray();
        Constant = constant;
    }

    public EquatableArray<Term> Terms { get; }

    public int Constant { get; }

    public static implicit operator Affine(int constant) => new([], constant);

    public static implicit operator Affine(Variable variable) => new([new(variable, 1)], 0);

    public static Affine operator +(Affine left, Affine right) => new(left.Terms.Concat(right.Terms), left.Constant + right.Constant);

    public static Affine operator -(Affine left, Affine right) => left + (right * -1);

    public static Affine operator *(Affine affine, int factor)
        => new(affine.Terms.Select(term => term with { Coefficient = term.Coefficient * factor }), affine.Constant * factor);

    /// <summary>What one step of a loop adds.</summary>
    public int Stride(Variable variable) => Terms.FirstOrDefault(term => term.Variable == variable)?.Coefficient ?? 0;

    /// <summary>The same with another function in the place of a variable.</summary>
    public Affine Substitute(Variable variable, Affine value)
        => Stride(variable) is 0 ? this : new Affine(Terms.Where(term => term.Variable != variable), Constant) + (value * Stride(variable));

    /// <summary>The same with other variables, all of them at once.</summary>
    public Affine Rename(Func<Variable, Variable> renamed)
        => Terms.All(term => ReferenceEquals(renamed(term.Variable), term.Variable)) ? this : new(Terms.Select(term => term with { Variable = renamed(term.Variable) }), Constant);

    /// <summary>Only the terms of some variables, and no constant.</summary>
    public Affine Of(Func<Variable, bool> isWanted) => new(Terms.Where(term => isWanted(term.Variable)), 0);

    public int Evaluate(Func<Variable, int> value) => Constant + Terms.Sum(term => term.Coefficient * value(term.Variable));
}
