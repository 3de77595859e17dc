using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Reads the signature of a forward method: the inputs with their shapes, and what the outputs are called.</summary>
internal sealed class ForwardReader
{
    public const string ShapeAttribute = "NetGen.ShapeAttribute";
    public const string VocabularyAttribute = "NetGen.VocabularyAttribute";
    public const string LengthsAttribute = "NetGen.LengthsAttribute";

    private readonly IMethodSymbol method;
    private readonly ProblemList problems;

    public ForwardReader(IMethodSymbol method, ProblemList problems, CancellationToken cancellation)
    {
        this.method = method;
        this.problems = problems;
        Place = LocationRecord.From(method.Locations[0]);
        InputDeclaration[] inputs = [.. method.Parameters.Select(parameter => ReadInput(parameter, cancellation))];
        Inputs = inputs.Select((input, index) => ReadLengths(method.Parameters[index], input, inputs, cancellation)).ToEquatableArray();
        Outputs = OutputNames().ToEquatableArray();
        if (ReasonAgainst() is { } reason)
            problems.Add(ProblemKind.UnsuitableForward, Place, method.Name, reason);
        else
            IsSuitable = true;
    }

    /// <summary>Whether its body can be read.</summary>
    public bool IsSuitable { get; }

    public LocationRecord Place { get; }

    public EquatableArray<InputDeclaration> Inputs { get; }

    public EquatableArray<string> Outputs { get; }

    private string? ReasonAgainst()
    {
        if (ReadMethods.ReasonAgainst(method) is { } reason)
            return reason;
        if (method.Parameters.Length == 0)
            return "it has no parameters, and so the network no input: write one, such as '[Shape(13)] Tensor x'";
        if (TensorTypes.Count(method.ReturnType) == 0 && method.ReturnType.TypeKind != TypeKind.Error)
            return $"it returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'; let it return a Tensor, or a tuple of them";
        return null;
    }

    private InputDeclaration ReadInput(IParameterSymbol parameter, CancellationToken cancellation)
    {
        var name = Free(parameter.Name);
        var place = LocationRecord.From(parameter.Locations[0]);
        if (!ReadMethods.IsPlainTensor(parameter, problems, reason => problems.Add(ProblemKind.UnsuitableForward, place, method.Name, reason)))
            return new(name, [1]);

        if (ReadShape(parameter, name, method, problems, cancellation) is { } shape)
            return shape;
        if (Attribute(parameter, LengthsAttribute) is not null)
            return new(name, [1]);
        problems.Add(ProblemKind.NoShape, place, parameter.Name, method.Name);
        return new(name, [1]);
    }

    /// <summary>An input with the number of steps that it has the lengths of, where it has those of another one.</summary>
    private InputDeclaration ReadLengths(IParameterSymbol parameter, InputDeclaration input, InputDeclaration[] inputs, CancellationToken cancellation)
    {
        if (Attribute(parameter, LengthsAttribute) is not { } data || data.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return input;
        var given = data.ConstructorArguments.Length == 1 ? data.ConstructorArguments[0].Value as string : null;
        var sequence = given is null ? parameter.Ordinal - 1 : method.Parameters.ToList().FindIndex(other => other.Name == given);
        if (ReasonAgainst() is { } reason)
        {
            problems.Add(ProblemKind.UnsuitableLengths, LocationRecord.From(syntax), parameter.Name, reason);
            return input;
        }

        return input with { Longest = inputs[sequence].Dimensions[0] };

        string? ReasonAgainst()
        {
            if (Attribute(parameter, ShapeAttribute) is not null || Attribute(parameter, VocabularyAttribute) is not null)
                return "there is one whole number for each sample, and so neither a [Shape] nor a [Vocabulary]";
            if (sequence < 0)
                return given is null ? "no parameter stands before it; write [Lengths(nameof(x))] for the sequence x" : $"'{method.Name}' has no parameter '{given}'";
            if (Attribute(method.Parameters[sequence], ShapeAttribute) is null)
                return $"'{method.Parameters[sequence].Name}' is no sequence, which has a [Shape] whose first axis is its steps";
            return inputs[sequence].Dimensions[0] > IndexBounds.LargestVocabulary ? $"the sequence has more than {Counts.Text(IndexBounds.LargestVocabulary)} steps" : null;
        }
    }

    private static AttributeData? Attribute(IParameterSymbol parameter, string name)
        => parameter.GetAttributes().FirstOrDefault(data => data.AttributeClass is { } type && MetadataNames.Of(type) == name);

    /// <summary>A tensor from its <c>[Shape]</c>, or null where it has none.</summary>
    public static InputDeclaration? ReadShape(
        IParameterSymbol parameter, string name, IMethodSymbol method, ProblemList problems, CancellationToken cancellation)
    {
        foreach (var data in parameter.GetAttributes())
        {
            if (data.AttributeClass is not { } type || MetadataNames.Of(type) != ShapeAttribute
                || data.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            {
                continue;
            }

            var attribute = new AttributeReader(data, syntax, problems) { Name = parameter.Name };
            var dimensions = attribute.Sizes("dimensions");
            if (dimensions.Length == 0 && !attribute.IsErroneous)
                problems.Add(ProblemKind.NoShape, attribute.Place, parameter.Name, method.Name);
            if (dimensions.Aggregate(1.0, static (product, extent) => product * extent) > StackReader.LargestBuffer)
            {
                problems.Add(ProblemKind.TooLarge, attribute.Place, "Input", parameter.Name, $"{Counts.Product(dimensions)} elements a sample");
                dimensions = [];
            }

            return new(name, dimensions.Length == 0 ? [1] : dimensions.ToEquatableArray()) { Vocabulary = ReadVocabulary(parameter, problems, cancellation) };
        }

        return null;
    }

    /// <summary>How many whole numbers a tensor has, by its <c>[Vocabulary]</c>; null where it has none.</summary>
    private static int? ReadVocabulary(IParameterSymbol parameter, ProblemList problems, CancellationToken cancellation)
    {
        foreach (var data in parameter.GetAttributes())
        {
            if (data.AttributeClass is { } type && MetadataNames.Of(type) == VocabularyAttribute && data.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax)
                return new AttributeReader(data, syntax, problems) { Name = parameter.Name }.VocabularyIfGiven("size");
        }

        return null;
    }

    /// <summary>
    /// The names of the tuple's items; one output is called that, several without names are numbered. Inputs and outputs are parameters of one
    /// method, Predict, so that none of them is called as another.
    /// </summary>
    private IEnumerable<string> OutputNames()
    {
        var inputs = Inputs.Select(static input => input.Name).ToList();
        var names = new UniqueNames(inputs);
        var items = method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            ? tuple.TupleElements.Select(static (item, index) => item.IsExplicitlyNamedTupleElement ? item.Name : $"output{Numbers.Text(index + 1)}")
            : ["output"];
        return items.Select(Free).Select(item => names.Take(inputs.Contains(item) ? item + "Output" : item));
    }

    /// <summary>The name, or another where it is missing.</summary>
    public static string Free(string name) => SyntaxFacts.IsValidIdentifier(name) ? name : "unnamed";
}
