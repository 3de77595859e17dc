using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Bodies;

/// <summary>
/// The functions of the framework that a program can call, each by its exact signature, as it stands in documentation files. Another overload of the
/// same name means something else, and is none of them.
/// </summary>
internal static class LibraryFunctions
{
    private static readonly Dictionary<string, Func<LibraryCall, Value>> Functions = Make();

    public static IEnumerable<string> Signatures => Functions.Keys;

    public static bool Has(string signature) => Functions.ContainsKey(signature);

    /// <summary>The value of a call. What the framework would throw is thrown.</summary>
    public static Value Call(string signature, LibraryCall call) => Functions[signature](call);

    /// <summary>The signatures of a name that there are, such as <c>Round(double)</c>.</summary>
    public static IEnumerable<string> Overloads(string type, string name)
        => Functions.Keys
            .Where(signature => signature.StartsWith($"M:{type}.{name}(", StringComparison.Ordinal))
            .Select(signature => name + string.Join(", ", signature.Substring(signature.IndexOf('(')).Split(',').Select(KeywordOf)));

    private static string KeywordOf(string parameter)
    {
        foreach (var (type, keyword) in Keywords)
            parameter = parameter.Replace("System." + type, keyword);
        return parameter.Replace("System.", "");
    }

    private static readonly (string Type, string Keyword)[] Keywords =
    [
        ("SByte", "sbyte"), ("Byte", "byte"), ("UInt16", "ushort"), ("Int16", "short"), ("UInt32", "uint"), ("Int32", "int"), ("Int64", "long"),
        ("Single", "float"), ("Double", "double"),
    ];

    private static Dictionary<string, Func<LibraryCall, Value>> Make()
    {
        var functions = new Dictionary<string, Func<LibraryCall, Value>>();
        MathFunctions.AddTo(functions);
        CollectionFunctions.AddTo(functions);
        return functions;
    }
}

/// <summary>A call of a function of the framework.</summary>
/// <param name="arguments">What it is called with; of a method of an object, that first.</param>
/// <param name="place">Where it is written.</param>
/// <param name="budget">What it may still use.</param>
internal sealed class LibraryCall(Value[] arguments, int place, EvaluationBudget budget)
{
    public int Place => place;

    public EvaluationBudget Budget => budget;

    public Value this[int index] => arguments[index];

    public double Real(int index) => ((NumberValue)arguments[index]).Real;

    public float Single(int index) => (float)((NumberValue)arguments[index]).Real;

    public long Whole(int index) => ((NumberValue)arguments[index]).Whole;

    public int Integer(int index) => (int)((NumberValue)arguments[index]).Whole;

    /// <summary>An array or a list.</summary>
    public ListValue List(int index) => arguments[index] switch
    {
        ListValue list => list,
        NullValue => throw Impossible("The collection is null"),
        _ => throw BodyException.ToldElsewhere(place),
    };

    /// <summary>A list that is to be changed.</summary>
    public ListValue Changing(int index) => List(index) is { IsShared: false } list ? list : throw Shared(place);

    /// <summary>The items of an array, a list or a query, and what they are of.</summary>
    public QueryValue Query(int index) => Query(arguments[index], place);

    public static QueryValue Query(Value value, int place) => value switch
    {
        ListValue list => new(list.Items, [(list, list.Version)]),
        QueryValue { HasChanged: false } query => query,
        QueryValue => throw new BodyException(
            ProblemKind.ImpossibleConstant, place, "What this is made of was changed since, and C# would see the change; call ToArray() first, or write a loop"),
        NullValue => throw new BodyException(ProblemKind.ImpossibleConstant, place, "The collection is null"),
        _ => throw BodyException.ToldElsewhere(place),
    };

    public static BodyException Shared(int place)
        => new(ProblemKind.ImpossibleConstant, place, "The collection of a static field cannot be changed, since it would stay changed; copy it with ToArray() or ToList(), and change that");

    public BodyException Impossible(string message) => new(ProblemKind.ImpossibleConstant, place, message);
}
