using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Bodies;

/// <summary>The functions of the framework on numbers, arrays and lists, as its own.</summary>
internal static class LibraryFunctions
{
    private const int LargestList = 1_000_000;

    private static readonly Dictionary<string, Func<Value[], int, Value>> Functions = new()
    {
        ["Math.Min"] = static (x, place) => OfTwo(x, place, Math.Min),
        ["Math.Max"] = static (x, place) => OfTwo(x, place, Math.Max),
        ["Math.Abs"] = static (x, place) => Same(x, place, Math.Abs),
        ["Math.Clamp"] = static (x, place) => ConstantArithmetic.Number(Kind(x), Math.Min(Math.Max(Number(x[0]), Number(x[1])), Number(x[2])), place),
        ["Math.Sign"] = static (x, place) => NumberValue.Of(Math.Sign(Number(x[0]))),
        ["Math.Pow"] = static (x, place) => ConstantArithmetic.Number(Real(x), Math.Pow(Number(x[0]), Number(x[1])), place),
        ["Math.Sqrt"] = static (x, place) => OfReal(x, place, Math.Sqrt),
        ["Math.Exp"] = static (x, place) => OfReal(x, place, Math.Exp),
        ["Math.Log"] = static (x, place) => x.Length == 1
            ? OfReal(x, place, Math.Log)
            : ConstantArithmetic.Number(Real(x), Math.Log(Number(x[0]), Number(x[1])), place),
        ["Math.Sin"] = static (x, place) => OfReal(x, place, Math.Sin),
        ["Math.Cos"] = static (x, place) => OfReal(x, place, Math.Cos),
        ["Math.Tan"] = static (x, place) => OfReal(x, place, Math.Tan),
        ["Math.Tanh"] = static (x, place) => OfReal(x, place, Math.Tanh),
        ["Math.Floor"] = static (x, place) => OfReal(x, place, Math.Floor),
        ["Math.Ceiling"] = static (x, place) => OfReal(x, place, Math.Ceiling),
        ["Math.Round"] = static (x, place) => OfReal(x, place, static number => Math.Round(number)),
        ["Math.Truncate"] = static (x, place) => OfReal(x, place, Math.Truncate),

        ["Range"] = static (x, place) => new ListValue([.. Enumerable.Range(Integer(x[0]), Length(x[1], place)).Select(NumberValue.Of)]),
        ["Repeat"] = static (x, place) => new ListValue([.. Enumerable.Repeat(x[0], Length(x[1], place))]),
        ["Reverse"] = static (x, place) => new ListValue([.. Items(x[0], place).AsEnumerable().Reverse()]),
        ["ToArray"] = static (x, place) => new ListValue([.. Items(x[0], place)]),
        ["ToList"] = static (x, place) => new ListValue([.. Items(x[0], place)]),
        ["Append"] = static (x, place) => new ListValue([.. Items(x[0], place), x[1]]),
        ["Prepend"] = static (x, place) => new ListValue([x[1], .. Items(x[0], place)]),
        ["Concat"] = static (x, place) => new ListValue([.. Items(x[0], place), .. Items(x[1], place)]),
        ["Skip"] = static (x, place) => new ListValue([.. Items(x[0], place).Skip(Integer(x[1]))]),
        ["Take"] = static (x, place) => new ListValue([.. Items(x[0], place).Take(Integer(x[1]))]),
        ["First"] = static (x, place) => NotEmpty(x[0], place)[0],
        ["Last"] = static (x, place) => NotEmpty(x[0], place) is var items ? items[items.Count - 1] : items[0],
        ["Count"] = static (x, place) => NumberValue.Of(Items(x[0], place).Count),

        ["List.Add"] = static (x, place) => Do(() => Items(x[0], place).Add(x[1])),
        ["List.AddRange"] = static (x, place) => Do(() => Items(x[0], place).AddRange([.. Items(x[1], place)])),
        ["List.Insert"] = static (x, place) => Do(() => Items(x[0], place).Insert(Index(x[1], Items(x[0], place).Count, place), x[2])),
        ["List.RemoveAt"] = static (x, place) => Do(() => Items(x[0], place).RemoveAt(Index(x[1], Items(x[0], place).Count - 1, place))),
        ["List.Clear"] = static (x, place) => Do(Items(x[0], place).Clear),
        ["List.Reverse"] = static (x, place) => Do(Items(x[0], place).Reverse),
        ["List.ToArray"] = static (x, place) => new ListValue([.. Items(x[0], place)]),
    };

    public static Func<Value[], int, Value>? Of(string name) => Functions.TryGetValue(name, out var function) ? function : null;

    private static double Number(Value value) => ((NumberValue)value).Number;

    private static int Integer(Value value) => (int)Number(value);

    private static ConstantKind Kind(Value[] values)
    {
        var kinds = values.Select(static value => ((NumberValue)value).Kind).ToList();
        return kinds.Contains(ConstantKind.Double) ? ConstantKind.Double : kinds.Contains(ConstantKind.Single) ? ConstantKind.Single : ConstantKind.Integer;
    }

    private static ConstantKind Real(Value[] values) => Kind(values) == ConstantKind.Single ? ConstantKind.Single : ConstantKind.Double;

    private static NumberValue Same(Value[] values, int place, Func<double, double> function)
        => ConstantArithmetic.Number(Kind(values), function(Number(values[0])), place);

    private static NumberValue OfReal(Value[] values, int place, Func<double, double> function)
        => ConstantArithmetic.Number(Real(values), function(Number(values[0])), place);

    private static NumberValue OfTwo(Value[] values, int place, Func<double, double, double> function)
        => ConstantArithmetic.Number(Kind(values), function(Number(values[0]), Number(values[1])), place);

    private static List<Value> Items(Value value, int place) => value switch
    {
        ListValue list => list.Items,
        NullValue => throw new BodyException(ProblemKind.ImpossibleConstant, place, "The collection is null"),
        _ => throw BodyException.ToldElsewhere(place),
    };

    private static List<Value> NotEmpty(Value value, int place)
        => Items(value, place) is { Count: > 0 } items ? items : throw new BodyException(ProblemKind.ImpossibleConstant, place, "The collection is empty");

    private static int Length(Value value, int place)
        => Integer(value) is >= 0 and <= LargestList and var length
            ? length
            : throw new BodyException(ProblemKind.ImpossibleConstant, place, $"There cannot be {Counts.Text(Integer(value))} elements");

    private static int Index(Value value, int last, int place)
        => Integer(value) is var index && index >= 0 && index <= last
            ? index
            : throw new BodyException(ProblemKind.ImpossibleConstant, place, $"There is no place {Counts.Text(Integer(value))} in a list with {Counts.Text(last + 1)} elements");

    private static NullValue Do(Action action)
    {
        action();
        return new NullValue();
    }
}
