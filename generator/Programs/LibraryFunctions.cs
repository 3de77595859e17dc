using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <summary>
/// The functions of the framework that a program can call, each by its exact signature, as it stands in documentation files. Another overload of the
/// same name means something else, and is none of them.
/// </summary>
internal static class LibraryFunctions
{
    private static readonly Dictionary<string, LibraryFunction> Functions = Make();

    public static IEnumerable<string> Signatures => Functions.Keys;

    public static bool Has(string signature) => Functions.ContainsKey(signature);

    public static LibraryFunction Find(string signature) => Functions[signature];

    /// <summary>The value of a call of which all arguments are known. What the framework would throw is thrown.</summary>
    public static Value Call(string signature, LibraryCall call) => Functions[signature].OfKnown(call);

    /// <summary>The names of the functions of numbers whose derivative is known.</summary>
    public static IEnumerable<string> DifferentiableNames
        => Functions.Where(static function => function.Value.OfOpen is not null && function.Key.StartsWith("M:System.", StringComparison.Ordinal))
            .Select(static function => NameOf(function.Key)).Distinct().OrderBy(static name => name, StringComparer.Ordinal);

    /// <summary>The name in a signature.</summary>
    public static string NameOf(string signature)
    {
        var end = signature.IndexOf('(') is var bracket && bracket < 0 ? signature.Length : bracket;
        return signature.Substring(signature.LastIndexOf('.', end - 1) + 1, end - signature.LastIndexOf('.', end - 1) - 1);
    }

    /// <summary>The signatures of a name that there are, such as <c>Round(double)</c>.</summary>
    public static IEnumerable<string> Overloads(string type, string name)
        => Functions.Keys
            .Where(signature => signature.StartsWith($"M:{type}.{name}(", StringComparison.Ordinal))
            .Select(signature => name + string.Join(", ", signature.Substring(signature.IndexOf('(')).Split(',').Select(KeywordOf)));

    private static string KeywordOf(string parameter)
    {
        foreach (var (type, keyword) in Keywords)
            parameter = parameter.Replace("System." + type, keyword);
        return parameter.Replace("System.", "").Replace("`0", "T");
    }

    private static readonly (string Type, string Keyword)[] Keywords =
    [
        ("SByte", "sbyte"), ("Byte", "byte"), ("UInt16", "ushort"), ("Int16", "short"), ("UInt32", "uint"), ("Int32", "int"), ("Int64", "long"),
        ("Single", "float"), ("Double", "double"),
    ];

    private static Dictionary<string, LibraryFunction> Make()
    {
        var functions = new Dictionary<string, LibraryFunction>();
        MathFunctions.AddTo(functions);
        var collections = new Dictionary<string, Func<LibraryCall, Value>>();
        CollectionFunctions.AddTo(collections);
        foreach (var function in collections)
            functions.Add(function.Key, new(function.Value));
        return functions;
    }
}

/// <summary>A function of the framework.</summary>
/// <param name="OfKnown">What it gives where its arguments are known: what C# gives.</param>
/// <param name="OfOpen">What it gives as an expression, from which its derivative follows. Null where it has none, and for what is not of numbers.</param>
internal sealed record LibraryFunction(Func<LibraryCall, Value> OfKnown, OpenFunction? OfOpen = null)
{
    /// <summary>Whether it is of numbers alone.</summary>
    public bool IsOfNumbers { get; init; }

    /// <summary>Whether the last of them is a whole number, which may be known at run time alone.</summary>
    public bool TakesWhole { get; init; }
}

/// <summary>A function of numbers that depend on parameters.</summary>
internal delegate Value OpenFunction(ScalarBuilder build, Scalar[] arguments);

/// <summary>A call of a function of the framework.</summary>
/// <param name="arguments">What it is called with; of a method of an object, that first.</param>
/// <param name="place">Where it is written.</param>
/// <param name="budget">What it may still use.</param>
internal sealed class LibraryCall(Value[] arguments, int place, EvaluationBudget budget)
{
    public int Place => place;

    public EvaluationBudget Budget => budget;

    public Value this[int index] => arguments[index];

    public IReadOnlyList<Value> Arguments => arguments;

    public double Real(int index) => Known(index).Real;

    public float Single(int index) => (float)Known(index).Real;

    public long Whole(int index) => Known(index).Whole;

    public int Integer(int index) => (int)Known(index).Whole;

    private NumberValue Known(int index) => arguments[index] switch
    {
        NumberValue number => number,
        OpenNumber => throw new EvaluationException(ProblemKind.DependsOnParameter, place, "An argument of this call", "choose between calls with a condition"),
        _ => throw EvaluationException.Unknown(place),
    };

    /// <summary>An array or a list.</summary>
    public ListValue List(int index) => arguments[index] switch
    {
        ListValue list => list,
        NullValue => throw Impossible("The collection is null"),
        _ => throw EvaluationException.Unknown(place),
    };

    /// <summary>A list that is to be changed.</summary>
    public ListValue Changing(int index) => List(index) is { IsShared: false } list ? list : throw Shared(place);

    /// <summary>The items of an array, a list or a query, and what they are of.</summary>
    public QueryValue Query(int index) => Query(arguments[index], place);

    public static QueryValue Query(Value value, int place) => value switch
    {
        ListValue list => new(list.Items, [(list, list.Version)]),
        QueryValue { HasChanged: false } query => query,
        QueryValue => throw new EvaluationException(
            ProblemKind.ImpossibleConstant, place, "What this is made of was changed since, and C# would see the change; call ToArray() first, or write a loop"),
        NullValue => throw new EvaluationException(ProblemKind.ImpossibleConstant, place, "The collection is null"),
        _ => throw EvaluationException.Unknown(place),
    };

    public static EvaluationException Shared(int place)
        => new(ProblemKind.ImpossibleConstant, place, "The collection of a static field cannot be changed, since it would stay changed; copy it with ToArray() or ToList(), and change that");

    public EvaluationException Impossible(string message) => new(ProblemKind.ImpossibleConstant, place, message);
}
