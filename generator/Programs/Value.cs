using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <summary>What an expression of a program is worth at compile time.</summary>
internal abstract record Value;

/// <summary>A number, or a truth value as 1 or 0.</summary>
internal sealed record NumberValue : Value
{
    private NumberValue(ConstantKind kind, long whole, double real) => (Kind, Whole, Real) = (kind, whole, real);

    public ConstantKind Kind { get; }

    /// <summary>The number where it is a whole one.</summary>
    public long Whole { get; }

    /// <summary>The number where it has a fraction.</summary>
    public double Real { get; }

    /// <summary>
    /// In a differentiable function, the number as mathematics has it, where C# would round on the way: √2 is that, and not 1.4142135. Null where it is
    /// the number itself.
    /// </summary>
    public Scalar? Exact { get; init; }

    public double Number => Kind.IsReal() ? Real : Whole;

    public bool IsTrue => Whole != 0;

    public static NumberValue Of(bool truth) => new(ConstantKind.Boolean, truth ? 1 : 0, 0);

    public static NumberValue Of(int number) => new(ConstantKind.Integer, number, 0);

    public static NumberValue Of(double number) => new(ConstantKind.Double, 0, number);

    public static NumberValue Of(float number) => new(ConstantKind.Single, 0, number);

    /// <summary>A whole number that its kind can hold.</summary>
    public static NumberValue Of(ConstantKind kind, long whole) => new(kind, whole, 0);

    /// <summary>A number with a fraction, rounded to what its kind can hold.</summary>
    public static NumberValue Of(ConstantKind kind, double real) => new(kind, 0, kind == ConstantKind.Single ? (float)real : real);
}

/// <summary>A number that depends on a parameter of the differentiable function.</summary>
/// <param name="Scalar">The number, from the parameters.</param>
/// <param name="Kind">Its type: also a whole number may depend on a parameter, as <c>x &lt; 0 ? -1 : 1</c> does.</param>
internal sealed record OpenNumber(Scalar Scalar, ConstantKind Kind) : Value;

/// <summary>A truth value that depends on a parameter of the differentiable function.</summary>
internal sealed record OpenTruth(Condition Condition) : Value;

/// <summary>A value that depends on a parameter and is no number, such as one of two arrays. Whoever uses it is told.</summary>
/// <param name="What">What depends on the parameter.</param>
internal sealed record UndecidedValue(string What) : Value;

internal sealed record TextValue(string Text) : Value;

internal sealed record NullValue : Value;

/// <summary>A tensor: a node of the graph.</summary>
internal sealed record TensorValue(int Node) : Value;

/// <summary>A tuple, or a structure as the tuple of its members.</summary>
internal sealed record TupleValue(IReadOnlyList<Value> Items) : Value
{
    /// <summary>What its items are called; empty where nobody says.</summary>
    public EquatableArray<string> Names { get; init; } = [];
}

/// <summary>An array or a list. It is one object, however many variables hold it.</summary>
internal sealed record ListValue(List<Value> Items, bool IsArray) : Value
{
    /// <summary>How often it was changed.</summary>
    public int Version { get; private set; }

    /// <summary>Gives it back the items that it had, or that come of two ways on which it had others.</summary>
    public void Restore(IEnumerable<Value> items, int version)
    {
        Items.Clear();
        Items.AddRange(items);
        Version = version;
    }

    /// <summary>Whether it belongs to a static field, whose contents would outlive the method.</summary>
    public bool IsShared { get; private set; }

    public void Change() => Version++;

    /// <summary>Marks it, and all that is in it.</summary>
    public static void Share(Value value)
    {
        switch (value)
        {
            case ListValue { IsShared: false } list:
                list.IsShared = true;
                list.Items.ForEach(Share);
                break;
            case TupleValue tuple:
                foreach (var item in tuple.Items)
                    Share(item);
                break;
        }
    }
}

/// <summary>
/// What LINQ makes of collections. C# computes it when it is asked for, from what the collections are then; so that it can be computed at once, they
/// must not have changed until then.
/// </summary>
/// <param name="Items">The items.</param>
/// <param name="Sources">The collections that they are of, as they were.</param>
internal sealed record QueryValue(IReadOnlyList<Value> Items, IReadOnlyList<(ListValue List, int Version)> Sources) : Value
{
    public bool HasChanged => Sources.Any(static source => source.List.Version != source.Version);
}
