namespace NetGen.Generator.Loops;

/// <summary>The variable of a loop. Within a nest it belongs to one loop only.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Number">Which of those it is that are called so.</param>
internal sealed record Variable(string Name, int Number = 1)
{
    private const string Panel = "Panel";

    /// <summary>What a loop is called that goes through panels of rows, columns or outputs: <c>outputPanel</c>.</summary>
    public static string PanelOf(string word) => word + Panel;

    /// <summary>What the panels are of that it goes through; null where it goes through none.</summary>
    public string? InPanels => Name.EndsWith(Panel, StringComparison.Ordinal) ? Name.Substring(0, Name.Length - Panel.Length) : null;

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
    private Affine(EquatableArray<Term> terms, int constant) => (Terms, Constant) = (terms, constant);

    public EquatableArray<Term> Terms { get; }

    public int Constant { get; }

    public static implicit operator Affine(int constant) => new(EquatableArray<Term>.Empty, constant);

    public static implicit operator Affine(Variable variable) => new([new(variable, 1)], 0);

    public static Affine operator +(Affine left, Affine right)
        => right.Terms.Count == 0 ? left.Plus(right.Constant)
            : left.Terms.Count == 0 ? right.Plus(left.Constant)
            : new(Merged(left.Terms, right.Terms, 1), left.Constant + right.Constant);

    public static Affine operator -(Affine left, Affine right)
        => right.Terms.Count == 0 ? left.Plus(-right.Constant) : new(Merged(left.Terms, right.Terms, -1), left.Constant - right.Constant);

    public static Affine operator *(Affine affine, int factor)
    {
        if (factor is 0 or 1)
            return factor == 0 ? 0 : affine;
        var terms = new Term[affine.Terms.Count];
        for (var index = 0; index < terms.Length; index++)
            terms[index] = new Term(affine.Terms[index].Variable, affine.Terms[index].Coefficient * factor);
        return new(new EquatableArray<Term>(terms), affine.Constant * factor);
    }

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
        => Stride(variable) is not 0 and var stride ? Where(other => other != variable, Constant) + (value * stride) : this;

    /// <summary>The same with other variables, all of them at once.</summary>
    public Affine Rename(Func<Variable, Variable> renamed)
    {
        var isAny = false;
        foreach (var term in Terms)
            isAny |= !ReferenceEquals(renamed(term.Variable), term.Variable);
        if (!isAny)
            return this;
        // Two variables may have become one.
        Affine sum = Constant;
        foreach (var term in Terms)
            sum += (Affine)renamed(term.Variable) * term.Coefficient;
        return sum;
    }

    /// <summary>Only the terms of some variables, and no constant.</summary>
    public Affine Of(Func<Variable, bool> isWanted) => Where(isWanted, 0);

    public int Evaluate(Func<Variable, int> value)
    {
        var sum = Constant;
        foreach (var term in Terms)
            sum += term.Coefficient * value(term.Variable);
        return sum;
    }

    private Affine Plus(int constant) => constant == 0 ? this : new(Terms, Constant + constant);

    private Affine Where(Func<Variable, bool> isWanted, int constant)
    {
        var wanted = new List<Term>(Terms.Count);
        foreach (var term in Terms)
        {
            if (isWanted(term.Variable))
                wanted.Add(term);
        }

        return wanted.Count == Terms.Count && constant == Constant ? this : new(wanted.ToEquatableArray(), constant);
    }

    /// <summary><c>left + factor · right</c> of terms that are sorted on either side.</summary>
    private static EquatableArray<Term> Merged(EquatableArray<Term> left, EquatableArray<Term> right, int factor)
    {
        var merged = new List<Term>(left.Count + right.Count);
        var (first, second) = (0, 0);
        while (first < left.Count || second < right.Count)
        {
            var order = first == left.Count ? 1 : second == right.Count ? -1 : Order(left[first].Variable, right[second].Variable);
            var coefficient = (order <= 0 ? left[first].Coefficient : 0) + (order >= 0 ? factor * right[second].Coefficient : 0);
            var term = order <= 0 ? left[first] : right[second];
            if (coefficient != 0)
                merged.Add(coefficient == term.Coefficient ? term : new Term(term.Variable, coefficient));
            first += order <= 0 ? 1 : 0;
            second += order >= 0 ? 1 : 0;
        }

        return merged.ToEquatableArray();
    }

    private static int Order(Variable left, Variable right)
        => string.CompareOrdinal(left.Name, right.Name) is not 0 and var order ? order : left.Number.CompareTo(right.Number);
}
