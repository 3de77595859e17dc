namespace NetGen.Generator.Scalars;

/// <summary>Names for emitted locals: words that say what the value is, and that nothing else in scope has.</summary>
internal sealed class LocalNames
{
    /// <summary>Beyond this many letters a name is no help any more, and the plain word is taken.</summary>
    private const int Longest = 24;

    private static readonly HashSet<string> Keywords = [.. (
        "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event "
        + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null "
        + "object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static "
        + "string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while "
        + "await field value var dynamic when where yield and or not").Split(' ')];

    private readonly UniqueNames names;

    // Beside a sum that has the word, what is added to it makes a total.
    private readonly bool hasSum;

    /// <param name="arguments">The text of the arguments. A load such as <c>Vector256.LoadUnsafe(ref z, i)</c> uses names, too.</param>
    /// <param name="taken">Names that something else has; none is added to them.</param>
    public LocalNames(IEnumerable<string> arguments, UniqueNames taken)
    {
        names = new(arguments.SelectMany(static argument => System.Text.RegularExpressions.Regex.Split(argument, @"[^\p{L}\p{N}_]+")), taken);
        hasSum = names.Contains("sum");
    }

    public static bool IsIdentifier(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] is '_' or '@') && text.Skip(1).All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary>A new name that is the given one, or that with a number.</summary>
    public string Like(string name) => Unique(name, null);

    /// <summary>A new name for a value; <paramref name="nameOf"/> gives those that its operands have.</summary>
    public string Of(Scalar node, Func<Scalar, string?> nameOf) => node switch
    {
        Unary(var function, var operand) => Unique(function.Definition().Word, Description(operand, nameOf)),
        Binary(BinaryFunction.Multiply, var left, var right) when ReferenceEquals(left, right) => Unique("square", Description(left, nameOf)),
        Binary(BinaryFunction.Multiply, Constant, var right) => Unique("scaled", Description(right, nameOf)),
        Binary(BinaryFunction.Add, Constant(1.0), var right) when Description(right, nameOf) is { } name => Unique("onePlus", name),
        Binary(BinaryFunction.Subtract, Constant(1.0), var right) when Description(right, nameOf) is { } name => Unique("oneMinus", name),
        Binary(BinaryFunction.Divide, Constant(1.0), var right) => Unique("reciprocal", Description(right, nameOf)),
        Binary(BinaryFunction.Multiply, var left, var right) when Pair(left, "Times", right, nameOf) is { } times => Unique(times, null),
        Binary(BinaryFunction.Divide, var left, var right) when Pair(left, "Over", right, nameOf) is { } over => Unique(over, null),
        Binary(BinaryFunction.Add, _, _) when hasSum => Unique("total", null),
        Binary(var function, _, _) => Unique(function.Definition().Word, null),
        Select select when IsMaximum(select) => Unique(Common(nameOf(select.Left), nameOf(select.Right)) is { Length: > 0 } of ? of + "Maximum" : "maximum", null),
        _ => Unique("selected", null),
    };

    /// <summary>The larger of two values, written as a condition: which of equal ones it is matters to a gradient.</summary>
    private static bool IsMaximum(Select select)
        => select.Right is not Constant && select.Left is not Constant && select.Comparison switch
        {
            Comparison.GreaterOrEqual or Comparison.Greater => ReferenceEquals(select.WhenTrue, select.Left) && ReferenceEquals(select.WhenFalse, select.Right),
            Comparison.LessOrEqual or Comparison.Less => ReferenceEquals(select.WhenTrue, select.Right) && ReferenceEquals(select.WhenFalse, select.Left),
            _ => false,
        };

    /// <summary>The words with which two names begin: <c>conv2Top</c> of <c>conv2TopLeft</c> and <c>conv2TopRight</c>.</summary>
    private static string Common(string? first, string? second)
    {
        var length = 0;
        while (first is not null && second is not null && length < first.Length && length < second.Length && first[length] == second[length])
            length++;
        // Whole words alone.
        while (length > 0 && ((length < first!.Length && !char.IsUpper(first[length])) || (length < second!.Length && !char.IsUpper(second[length]))))
            length--;
        return length == 0 ? "" : first!.Substring(0, length);
    }


    /// <summary>A new name for the condition of a selection: <c>xIsPositive</c>, <c>xIsAtMost3</c>.</summary>
    public string OfCondition(Select select, Func<Scalar, string?> nameOf)
    {
        var left = nameOf(select.Left);
        var condition = (left, select.Right) switch
        {
            (null, _) => null,
            (_, Constant(0.0)) => left + ToZero(select.Comparison),
            (_, Constant(var bound)) when Math.Floor(bound) == bound && Math.Abs(bound) < 1000.0 =>
                left + ToBound(select.Comparison) + (bound < 0.0 ? "Minus" : "") + Numbers.Text(Math.Abs(bound)),
            (_, var right) when nameOf(right) is { } other => left + ToBound(select.Comparison) + Capital(other),
            _ => null,
        };
        return Unique(condition is { Length: <= Longest } ? condition : "condition", null);
    }

    private static string ToZero(Comparison comparison) => comparison switch
    {
        Comparison.Less => "IsNegative",
        Comparison.LessOrEqual => "IsNotPositive",
        Comparison.Greater => "IsPositive",
        Comparison.GreaterOrEqual => "IsNotNegative",
        Comparison.Equal => "IsZero",
        _ => "IsNotZero",
    };

    private static string ToBound(Comparison comparison) => comparison switch
    {
        Comparison.Less => "IsBelow",
        Comparison.LessOrEqual => "IsAtMost",
        Comparison.Greater => "IsAbove",
        Comparison.GreaterOrEqual => "IsAtLeast",
        Comparison.Equal => "Equals",
        _ => "DiffersFrom",
    };

    private static string? Pair(Scalar left, string word, Scalar right, Func<Scalar, string?> nameOf) =>
        nameOf(left) is { } first && nameOf(right) is { } second && first.Length + second.Length + word.Length <= Longest
            ? first + word + Capital(second)
            : null;

    /// <summary>The name of a value, or that of the function that it is; null where neither says anything.</summary>
    private static string? Description(Scalar node, Func<Scalar, string?> nameOf)
    {
        if (nameOf(node) is { } name)
            return name;
        if (node is not Unary(var function, var operand))
            return null;
        var word = function.Definition().Word;
        return Description(operand, nameOf) is { } inner && word.Length + inner.Length <= Longest ? word + Capital(inner) : word;
    }

    private string Unique(string word, string? of)
    {
        word = word.TrimStart('@');
        var name = of is not null && word.Length + of.Length <= Longest ? word + Capital(of) : word;
        return Keywords.Contains(name) ? names.TakeNumbered(name) : names.Take(name);
    }

    private static string Capital(string name)
    {
        var letters = name.TrimStart('@', '_');
        return letters.Length == 0 ? "" : char.ToUpperInvariant(letters[0]) + letters.Substring(1);
    }
}
