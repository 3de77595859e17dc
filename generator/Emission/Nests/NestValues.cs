using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Nests;

/// <summary>Writes the values of a nest, on one float or on vectors.</summary>
internal sealed class NestValues(CodeWriter writer, KernelMethod method, KernelWords told)
{
    private readonly Dictionary<Local, Value> lets = [];
    private readonly Dictionary<Local, List<Value>> terms = [];
    private IReadOnlyDictionary<Local, Place> stored = new Dictionary<Local, Place>();
    private readonly bool hasOneResult = method.Kernel.Arguments.Count(static argument => argument.IsWritten) == 1;

    private readonly VectorWords words = VectorWords.Of(method.Target);
    private readonly InnerNames inner = new(method);

    /// <summary>The functions that values are written with.</summary>
    public ValueFunctions Functions { get; } = new();

    /// <summary>How many lanes a vector has.</summary>
    public string Width { get; } = Numbers.Text(method.Target.Lanes);

    /// <summary>Remembers what every name of a nest stands for.</summary>
    public void Read(Nest nest)
    {
        stored = StoredValues.Of(nest);
        foreach (var statement in nest.Body.All())
        {
            if (statement is Let let)
                lets.Add(let.Local, let.Value);
            else if (statement is Total total)
                terms.Add(total.Local, []);
            else if (statement is Accumulate accumulate)
                terms[accumulate.Local].Add(accumulate.Value);
        }
    }

    /// <summary>A value as C#.</summary>
    /// <param name="value">The value.</param>
    /// <param name="scope">Where it is used.</param>
    /// <param name="name">What it is called, where it has a name.</param>
    /// <param name="output">Where it is stored, where it is.</param>
    public string Text(Value value, NestScope scope, string name = "term", Place? output = null)
    {
        switch (value)
        {
            case Read(var place):
                return scope.Vector is null ? PlaceText.Element(scope, place) : Load(place, scope, scope.Vector);
            case Named(var local):
                return Text(local, scope);
            case LanesFrom(var lane, var inner):
                return $"{words.Class}.AndNot({Text(inner, scope, name)}, {words.Lanes}.Mask({Numbers.Text(lane)}))";
            case Across(var local, var reduction):
                return local.Type == ElementType.Float64 ? $"{scope[local].Name}.Total" : $"{words.Lanes}.{reduction}({scope[local].Name})";
            case Compute compute when method.IsReadable:
                return Inline(compute, scope);
            case Compute compute:
                var node = output is null ? null : NameOfResult(output);
                return Functions.Text(
                    compute.Expression,
                    [.. compute.Arguments.Select(argument => ArgumentText(argument, scope))],
                    inner.Of(compute.Expression, [.. compute.Arguments.Select(MemoryOf)]),
                    ComputedOn(scope),
                    method.Name + (node is null ? Identifiers.Pascal(name) : output is not null && PartOf(output) is { Length: > 0 } part ? Identifiers.Pascal(part.Substring(1)) : hasOneResult ? "Element" : (node.IsGradient ? "D" : "") + node.Pascal),
                    node is null ? name : node.Mathematics + PartOf(output!));
            default:
                throw new InvalidGraphException($"no C# for {value.GetType().Name}");
        }
    }

    /// <summary>A value where it is used, as the readable form has it; what it needs twice is named in front of it.</summary>
    private string Inline(Compute compute, NestScope scope)
    {
        const int LongestExpression = 9;
        var text = CSharpText.Emit(
            [compute.Expression], [.. compute.Arguments.Select(argument => Text(argument, scope))], CSharpTarget.Single, new(scope.TakenNames), [], LongestExpression);
        foreach (var local in text.Locals)
        {
            scope.Take(local.Name);
            writer.Line(Aliases.Shorten(local.Statement));
        }

        return Aliases.Shorten(text.Expressions[0]);
    }

    /// <summary>Where a value is stored that has a name, if it is.</summary>
    public Place? StoredAt(Let let) => stored.TryGetValue(let.Local, out var place) && (method.IsShared || method.Arguments.Contains(let.Local.Name)) ? place : null;

    /// <summary>What the local variable of a value is called.</summary>
    public LocalText Describe(Let let, NestScope scope)
    {
        var isVector = scope.Vector is not null;
        if (let.Value is LanesFrom(_, Read read))
            return Describe(let with { Value = read }, scope);
        if (StoredAt(let) is { } at)
        {
            var name = NameOf(at) + StoredValues.End;
            return new LocalText(scope.Take(name + let.Local.Turns), name, name, isVector);
        }

        if (let.Value is not Read(var place))
            return new LocalText(scope.Take(LooksLikeSum(let.Local.Name) ? $"{let.Local.Name}Value{let.Local.Turns}" : let.Local.Full), let.Local.Name, let.Local.Name, isVector);
        var argument = NameOf(place);
        if (method.IsReadable && let.Local.Name != argument && let.Local.Name != method.Graph[method.Kernel.Arguments[place.Buffer.Memory].Node].Name.Identifier)
            return new LocalText(scope.Take(let.Local.Full), let.Local.Name, let.Local.Name, isVector);
        var isWide = isVector && place.Offset.Stride(scope.Vector!.Lane) != 0;
        return new LocalText(scope.Take(argument + (isWide ? "Vector" : "Value") + let.Local.Turns), argument, Mathematics(place), isVector, place.Offset.Constant);
    }

    /// <summary>Whether a value is called as the sums of a tile are: sum2 beside sum20.</summary>
    private static bool LooksLikeSum(string name) => name.StartsWith("sum", StringComparison.Ordinal) && name.Substring(3).All(char.IsDigit);

    /// <summary>What a total begins with.</summary>
    public string Identity(Total total, bool isVector) => (total.Reduction, total.Local.Type, isVector) switch
    {
        (Reduction.Sum, ElementType.Float64, true) => $"default({words.LongSum})",
        (Reduction.Sum, ElementType.Float64, false) => "0.0",
        (Reduction.Sum, _, true) => "Vector.Zero",
        (Reduction.Sum, _, false) => "0f",
        (_, _, true) => LowestVector,
        _ => Lowest,
    };

    /// <summary>What is stored already, with a value added to it.</summary>
    public string Sum(AddTo add, NestScope scope)
        => Functions.Text(
            new Argument(0) + new Argument(1),
            [new(Text(new Read(add.Place), scope), "stored", "stored"), new(Text(add.Value, scope, output: add.Place), "value", "value")],
            [],
            ComputedOn(scope),
            method.Name + "Sum",
            "sum");

    /// <summary>Adds a value to a total. Lanes that do not count must not.</summary>
    public string Accumulation(Accumulate accumulate, NestScope scope)
    {
        var total = scope[accumulate.Local];
        if (scope.Vector is { Count: null } && accumulate is { Local.Type: ElementType.Float32, Reduction: Reduction.Sum, Value: Compute { Expression: Binary(BinaryFunction.Multiply, Argument(var left), Argument(var right)) } product })
            return $"{total.Name} = {words.Class}.MultiplyAddEstimate({Text(product.Arguments[left], scope)}, {Text(product.Arguments[right], scope)}, {total.Name});";
        var term = Text(accumulate.Value, scope);
        if (scope.Vector is { Count: { } count } vector && accumulate.Local.Lanes > 1)
        {
            term = accumulate.Reduction == Reduction.Sum
                ? ZeroBehind(term, accumulate.Value, vector)
                : $"{words.Class}.ConditionalSelect({words.Lanes}.Mask({count}), {term}, {LowestVector})";
        }

        if (accumulate.Local.Type == ElementType.Float64 && total.IsVector)
            return $"{total.Name}.Add({term});";
        return accumulate.Reduction == Reduction.Sum
            ? $"{total.Name} += {term};"
            : $"{total.Name} = {Aliases.Shorten(CSharpText.Emit([Largest], [total.Name, term], ComputedOn(scope), []).Expressions[0])};";
    }

    /// <summary>How many lanes of a vector count; null for all.</summary>
    /// <param name="limit">What they stay below.</param>
    /// <param name="scope">Where it is asked.</param>
    public string? LanesOf(Limit? limit, NestScope scope)
    {
        if (limit is null)
            return null;
        if (limit.Begin.Terms.Count > 0 || limit.Whole.IsBatch)
            return scope.Left(limit) is var (end, variable) ? $"{end} - {variable}" : $"Math.Min({Numbers.Text(method.Target.Lanes)}, {Left(limit, scope)})";
        var count = limit.Whole.Size - limit.Begin.Constant;
        return count >= method.Target.Lanes ? null : Numbers.Text(count);
    }

    /// <summary>How much is left of what a limit ends.</summary>
    public static string Left(Limit limit, NestScope scope)
    {
        var whole = limit.Whole is { IsBatch: true, Size: > 1 } ? $"({scope.Text(limit.Whole)})" : scope.Text(limit.Whole);
        var begin = PlaceText.Text(scope, limit.Begin);
        return limit.Begin.Terms.Count + (limit.Begin.Constant == 0 ? 0 : 1) > 1 ? $"{whole} - ({begin})" : $"{whole} - {begin}";
    }

    /// <summary>How many lanes count at a place; null for all.</summary>
    public string? CountOf(Place place, NestScope scope) => LanesOf(place.Limit, scope) ?? scope.Vector!.Count;

    /// <summary>A vector's text with zeros in the lanes that do not count, where they are not zero anyway.</summary>
    public string ZeroBehind(string text, Value value, VectorText vector)
        => IsZeroBehind(value, vector) ? text : $"{words.Class}.BitwiseAnd({text}, {words.Lanes}.Mask({vector.Count}))";

    private const string Lowest = "float.NegativeInfinity";
    private string LowestVector => $"{words.Class}.Create({Lowest})";

    private static readonly Scalar Largest = new Binary(BinaryFunction.Max, new Argument(0), new Argument(1));

    private CSharpTarget ComputedOn(NestScope scope) => scope.Vector is null ? CSharpTarget.Single : words.Type;

    /// <summary>
    /// Whether the lanes behind the last element are zeros: those of what was loaded are, not those of what repeats one element, nor of what
    /// is computed.
    /// </summary>
    private bool IsZeroBehind(Value value, VectorText vector) => value switch
    {
        Read(var place) => place.Offset.Stride(vector.Lane) != 0 && (place.Buffer.IsPadded || !place.Buffer.IsFollowed),
        Named(var local) => lets.TryGetValue(local, out var named)
            ? IsZeroBehind(named, vector)
            : terms[local].Count > 0 && terms[local].TrueForAll(term => IsZeroBehind(term, vector)),
        Compute { Expression: Argument(var index) } compute => IsZeroBehind(compute.Arguments[index], vector),
        Compute { Expression: Binary(BinaryFunction.Multiply, Argument, Argument) } product => product.Arguments.Any(factor => IsZeroBehind(factor, vector)),
        _ => false,
    };

    private FunctionArgument ArgumentText(Value value, NestScope scope) => value switch
    {
        Read(var place) => new(Text(value, scope), NameOf(place), Mathematics(place), place.Offset.Constant) { IsParameter = IsParameter(value), Start = StartOf(value) },
        Named(var local) => new(Text(local, scope), scope[local].Parameter, scope[local].Mathematics, scope[local].Offset) { IsParameter = IsParameter(value), Start = StartOf(value) },
        _ => new(Text(value, scope), "value", "value"),
    };

    /// <summary>How far into its tensor the argument begins that a value is an element of, where the argument is called as the tensor is.</summary>
    private int StartOf(Value value)
        => !method.IsShared && MemoryOf(value) is >= 0 and var memory && method.Kernel.Arguments[memory] is { Form: Scheduling.TensorForm.Own, Start: > 0 } argument && Uses.Of(method.Graph).ParameterOf(argument.Node) is null
            && method.Words[memory] == method.Graph[argument.Node].Name.Mathematics ? argument.Start : 0;

    /// <summary>Whether a value is an element of a parameter.</summary>
    private bool IsParameter(Value value)
        => MemoryOf(value) is >= 0 and var memory && method.Kernel.Arguments[memory] is { IsWritten: false } argument && Uses.Of(method.Graph).ParameterOf(argument.Node) is not null;

    /// <summary>The tensor that a value is an element of, by its number, or <see cref="InnerNames.Result"/> for the sum, which may be stored already; null for what is computed.</summary>
    private int? MemoryOf(Value value) => value switch
    {
        Read(var place) when method.Kernel.Source is Kernels.ContractKernel && method.Kernel.Arguments[place.Buffer.Memory].IsWritten => InnerNames.Result,
        Read(var place) => place.Buffer.Memory,
        LanesFrom(_, var within) => MemoryOf(within),
        Named(var local) => lets.TryGetValue(local, out var given) ? MemoryOf(given) : InnerNames.Result,
        Across => InnerNames.Result,
        _ => null,
    };

    private string Text(Local local, NestScope scope)
    {
        var text = scope[local];
        if (local.Type == ElementType.Float64)
            return text.IsVector ? text.Name + ".Lanes" : $"(float){text.Name}";
        return text.IsVector || scope.Vector is null ? text.Name : $"{words.Class}.Create({text.Name})";
    }

    private string Load(Place place, NestScope scope, VectorText vector)
    {
        // Where lanes are added up, those that do not count have to be zero, whatever lies behind.
        var (count, isFollowed) = (CountOf(place, scope), place.Buffer.IsPadded || (place.Buffer.IsFollowed && vector.Count is null));
        told.LoadsBehindRows |= count is not null && isFollowed && place.Offset.Stride(vector.Lane) != 0;
        return place.Offset.Stride(vector.Lane) switch
        {
            0 => $"{words.Class}.Create({PlaceText.Element(scope, place)})",
            1 when count is null || isFollowed => $"{words.Class}.LoadUnsafe({string.Join(", ", PlaceText.Vector(scope, place))})",
            1 => $"{words.Lanes}.LoadPartial({PlaceText.Reference(scope, place)}, {count})",
            var stride when isFollowed && ReachesLittleFurther(stride, place.Limit) => $"{words.Lanes}.LoadStrided({PlaceText.Reference(scope, place)}, {Numbers.Text(stride)}, {Width})",
            var stride => $"{words.Lanes}.LoadStrided({PlaceText.Reference(scope, place)}, {Numbers.Text(stride)}, {count ?? Width})",
        };
    }

    /// <summary>Whether a whole vector reaches less than a vector behind the last lane that counts, as far as there is memory.</summary>
    private bool ReachesLittleFurther(int stride, Limit? limit)
    {
        var lanes = method.Target.Lanes;
        return stride > 0 && limit is { Begin.Terms.Count: 0, Whole.IsBatch: false } && (lanes - (limit.Whole.Size - limit.Begin.Constant)) * stride < lanes;
    }

    // A method that several steps share says of none of them what it is.
    private string Mathematics(Place place) => method.Words[place.Buffer.Memory] + PartOf(place);

    private ValueName NameOfResult(Place output) => method.IsShared ? new(method.Arguments[output.Buffer.Memory]) : method.Graph[method.Kernel.Arguments[output.Buffer.Memory].Node].Name;

    /// <summary>What is read from a place, as a local variable: the argument, and which element of a window it is.</summary>
    private string NameOf(Place place) => method.Arguments[place.Buffer.Memory] + (PartOf(place) is { Length: > 0 } part ? Identifiers.Pascal(part.Substring(1)) : "");

    /// <summary><c>.topLeft</c>, where what is read is one of several elements of a window.</summary>
    private string PartOf(Place place)
    {
        var whole = method.Graph[method.Kernel.Arguments[place.Buffer.Memory].Node].Name.Mathematics + ".";
        return place.Buffer.Name.StartsWith(whole, StringComparison.Ordinal) && TensorShapes.IsOfWindow(place.Buffer.Name.Substring(whole.Length))
            ? place.Buffer.Name.Substring(whole.Length - 1)
            : "";
    }
}
