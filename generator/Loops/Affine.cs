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
        var sum = new List<Term>();
        foreach (var term in terms)
        {
            var known = sum.FindIndex(other => other.Variable == term.Variable);
            if (known < 0)
                sum.Add(term);
            else
                sum[known] = term with { Coefficient = sum[known].Coefficient + term.Coefficient };
        }

        sum.RemoveAll(static term => term.Coefficient == 0);
        sum.Sort(static (left, right) => string.CompareOrdinal(left.Variable.Name, right.Variable.Name) is not 0 and var order ? order : left.Variable.Number.CompareTo(right.Variable.Number));
        Terms = sum.ToEquatableArray();
        Constant = constant;
    }

    public EquatableArray<Term> Terms { get; private init; }

    public int Constant { get; private init; }

    public static implicit operator Affine(int constant) => new([], constant);

    public static implicit operator Affine(Variable variable) => new([new(variable, 1)], 0);

    public static Affine operator +(Affine left, Affine right)
        => right.Terms.Count == 0 ? left.Plus(right.Constant) : left.Terms.Count == 0 ? right.Plus(left.Constant) : new(left.Terms.Concat(right.Terms), left.Constant + right.Constant);

    public static Affine operator -(Affine left, Affine right) => right.Terms.Count == 0 ? left.Plus(-right.Constant) : left + (right * -1);

    public static Affine operator *(Affine affine, int factor)
        => factor == 0 ? 0 : affine with { Terms = affine.Terms.Select(term => term with { Coefficient = term.Coefficient * factor }).ToEquatableArray(), Constant = affine.Constant * factor };

    /// <summary>What one step of a loop adds.</summary>
    public int Stride(Variable variable)
    {
        foreach (var term in Terms)
        {
            if (term.Variable == variable)
                return term.Coefficient;
        }

        return 0;
    }

    /// <summary>The same with another function in the place of a variable.</summary>
    public Affine Substitute(Variable variable, Affine value)
        => Stride(variable) is 0 ? this : new Affine(Terms.Where(term => term.Variable != variable), Constant) + (value * Stride(variable));

    /// <summary>The same with other variables, all of them at once.</summary>
    public Affine Rename(Func<Variable, Variable> renamed)
        => Terms.All(term => ReferenceEquals(renamed(term.Variable), term.Variable)) ? this : new(Terms.Select(term => term with { Variable = renamed(term.Variable) }), Constant);

    /// <summary>Only the terms of some variables, and no constant.</summary>
    public Affine Of(Func<Variable, bool> isWanted) => this with { Terms = Terms.Where(term => isWanted(term.Variable)).ToEquatableArray(), Constant = 0 };

    private Affine Plus(int constant) => constant == 0 ? this : this with { Constant = Constant + constant };

    public int Evaluate(Func<Variable, int> value) => Constant + Terms.Sum(term => term.Coefficient * value(term.Variable));
}
