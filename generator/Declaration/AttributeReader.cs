using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Bodies;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>
/// One attribute: its values by the name of the constructor's parameter or of the property, checked, each problem at the argument
/// that has it. A value that is wrong is replaced by a possible one, so that reading goes on.
/// </summary>
internal sealed class AttributeReader
{
    private readonly AttributeArguments arguments;
    private readonly ProblemList problems;

    public AttributeReader(AttributeData attribute, AttributeSyntax syntax, ProblemList problems)
    {
        this.problems = problems;
        arguments = new(attribute, syntax);
        Kind = attribute.AttributeClass!.Name.Substring(0, attribute.AttributeClass.Name.Length - nameof(Attribute).Length);
        Place = LocationRecord.From(syntax);
        if (arguments.AreErroneous)
            problems.LeaveToTheCompiler();
    }

    /// <summary>What the attribute declares: <c>Dense</c>, <c>Input</c>.</summary>
    public string Kind { get; }

    /// <summary>The layer's name, for the messages.</summary>
    public string Name { get; set; } = "";

    public LocationRecord Place { get; }

    /// <summary>Reads the networks that attributes refer to.</summary>
    public NestedReader? Networks { get; init; }

    /// <summary>The methods that the attribute may name.</summary>
    public ActivationMethods? Methods { get; init; }

    /// <summary>Whether the C# compiler could not make sense of the arguments, and says so itself.</summary>
    public bool IsErroneous => arguments.AreErroneous;

    public LocationRecord PlaceOf(string name) => arguments.Place(name) ?? Place;

    /// <summary>A count of something: at least 1.</summary>
    public int Size(string name) => arguments.Value(name) is { Value: int size } ? Positive(size, name, PlaceOf(name)) : 1;

    /// <summary>A count of something, where it is given.</summary>
    public int? SizeIfGiven(string name) => arguments.Value(name) is { Value: int size } ? Positive(size, name, PlaceOf(name)) : null;

    /// <summary>How many whole numbers there are, where that is given: each is stored as a float, which has all up to 2²⁴.</summary>
    public int? VocabularyIfGiven(string name)
    {
        var given = SizeIfGiven(name);
        if (given is not { } size || size <= IndexBounds.LargestVocabulary)
            return given;
        Refuse(name, $"a vocabulary of at most {Counts.Text(IndexBounds.LargestVocabulary)}", Counts.Text(size));
        return IndexBounds.LargestVocabulary;
    }

    /// <summary>Two sizes, given in one number or each by itself.</summary>
    public (int First, int Second) Size(string both, string first, string second)
        => SizeIfGiven(both) is { } size ? (size, size) : (Size(first), Size(second));

    /// <summary>Two sizes, given in one number that each can have its own in place of.</summary>
    public (int? First, int? Second) SizeIfGiven(string both, string first, string second)
    {
        var size = SizeIfGiven(both);
        return (SizeIfGiven(first) ?? size, SizeIfGiven(second) ?? size);
    }

    /// <summary>A count of something that may be missing, where it is given: at least 0.</summary>
    public int? CountIfGiven(string name)
    {
        if (arguments.Value(name) is not { Value: int count })
            return null;
        if (count >= 0)
            return count;
        Refuse(name, $"{Identifiers.Camel(name)} of at least 0", Counts.Text(count));
        return 0;
    }

    public (int? First, int? Second) CountIfGiven(string both, string first, string second)
    {
        var count = CountIfGiven(both);
        return (CountIfGiven(first) ?? count, CountIfGiven(second) ?? count);
    }

    /// <summary>A number that is computed with as a <c>float</c>.</summary>
    /// <param name="name">What it is given as.</param>
    /// <param name="otherwise">What it is where it is not given, or cannot be what is given.</param>
    /// <param name="isPossible">Whether it can be a number; NaN and infinity are refused by themselves.</param>
    /// <param name="expected">What it may be: <c>a momentum from 0 to 1</c>.</param>
    public double Number(string name, double otherwise, Func<double, bool> isPossible, string expected)
    {
        if (arguments.Value(name) is not { Value: double number })
            return otherwise;
        if (double.IsNaN(number) || double.IsInfinity(number) || !isPossible(number))
            Refuse(name, expected, Numbers.Text(number));
        else if (SingleRange.Becomes(number) is { } lost)
            Refuse(name, $"a number that is {SingleRange.Text}", $"{Numbers.Text(number)}, which is {lost} as a float");
        else
            return number;
        return otherwise;
    }

    /// <summary>The first of two names that has a value written for it; the second where neither has.</summary>
    public string Given(string name, string otherwise) => arguments.Place(name) is null ? otherwise : name;

    /// <summary>Tells that a number cannot be what it is.</summary>
    /// <param name="name">What it is given as.</param>
    /// <param name="expected">What it may be: <c>padding of at least 0</c>.</param>
    /// <param name="actual">What it is.</param>
    public void Refuse(string name, string expected, string actual) => problems.Add(ProblemKind.InvalidNumber, PlaceOf(name), Kind, Name, expected, actual);

    /// <summary>Several counts, each at least 1.</summary>
    /// <param name="name">The array that has them.</param>
    /// <param name="each">The parameters of the constructors that take them one by one, in order.</param>
    public int[] Sizes(string name, params string[] each)
    {
        int[] given = [.. each.Select(one => (Value: arguments.Value(one), Place: PlaceOf(one))).TakeWhile(static one => one.Value is not null)
            .Select(one => one.Value is { Value: int size } ? Positive(size, name, one.Place) : 1)];
        if (given.Length > 0)
            return given;
        if (arguments.Value(name) is not { Kind: TypedConstantKind.Array, IsNull: false } sizes)
            return [];
        var values = new int[sizes.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = sizes.Values[i].Value is int size ? Positive(size, name, arguments.Place(name, i, values.Length) ?? Place) : 1;
        return values;
    }

    /// <summary>A member of an enumeration that the generator mirrors by number; the first one where none is given.</summary>
    public T Member<T>(string name)
        where T : struct, Enum
    {
        if (arguments.Value(name) is not { Kind: TypedConstantKind.Enum, Value: int number } constant)
            return default;
        if (Enum.IsDefined(typeof(T), number))
            return (T)Enum.ToObject(typeof(T), number);
        problems.Add(ProblemKind.UndefinedMember, PlaceOf(name), Kind, Name, Identifiers.Camel(name), Counts.Text(number), constant.Type!.Name);
        return default;
    }

    /// <summary>The same, where one is given.</summary>
    public T? MemberIfGiven<T>(string name)
        where T : struct, Enum
        => arguments.Value(name) is { Kind: TypedConstantKind.Enum } ? Member<T>(name) : null;

    public bool Flag(string name, bool otherwise) => arguments.Value(name) is { Value: bool flag } ? flag : otherwise;

    /// <summary>The activation of a layer that may name a method of its own in the place of a ready one.</summary>
    public ActivationFunction? ActivationMethod(string name, ActivationKind ready)
    {
        if (Text(name) is not { } method)
            return null;
        if (ready == ActivationKind.None)
            return Methods?.Read(Kind, Name, method, PlaceOf(name), problems);
        problems.Add(ProblemKind.TwoActivations, PlaceOf(name), Kind, Name, ready.ToString());
        return null;
    }

    public string? Text(string name) => arguments.Value(name)?.Value as string;

    /// <summary>A network that is a layer; one without layers where it cannot be read, which is told.</summary>
    public NetworkDeclaration Network(string name)
    {
        var (network, reason) = (default(NetworkDeclaration), default(string));
        var type = arguments.Value(name) is { Kind: TypedConstantKind.Type, Value: ITypeSymbol given } ? given : null;
        if (type is not null)
            (network, reason) = Networks!.Read(type);
        else if (!IsErroneous)
            reason = "there is no such network; write 'typeof' and a class marked [Network]";
        if (reason is not null)
            problems.Add(ProblemKind.UnsuitableNested, PlaceOf(name), type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "null", Name, reason);

        if (network is null)
            problems.LeaveToTheCompiler();
        return network ?? new(new("", [], "", "") { QualifiedName = "" }, new("input", [1]), []);
    }

    /// <summary>Tells that the layer, as this argument has it, gives out what goes in.</summary>
    public void AdviseNoEffect(string name, string reason)
    {
        if (!arguments.AreErroneous)
            problems.Add(ProblemKind.NoEffect, PlaceOf(name), Kind, Name, reason);
    }

    private int Positive(int size, string name, LocationRecord place)
    {
        if (size >= 1)
            return size;
        problems.Add(ProblemKind.InvalidSize, place, Kind, Name, Identifiers.Camel(name), Counts.Text(size));
        return 1;
    }
}
