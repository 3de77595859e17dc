using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Bodies;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>Reads a stack: the input and the layers from the attributes of the class, in the order in which they are written.</summary>
internal sealed class StackReader
{
    public const string InputAttribute = "NetGen.InputAttribute";
    public const int LargestBuffer = 0x7FFFFFC7;

    private readonly string network;
    private readonly LocationRecord classPlace;
    private readonly NestedReader networks;
    private readonly ProblemList problems;
    private readonly List<(AttributeData Data, AttributeSyntax Syntax)> layers = [];
    private (AttributeData Data, AttributeSyntax Syntax)? inputAttribute;
    private readonly ActivationMethods methods;
    private bool hasUnreadable;

    public StackReader(INamedTypeSymbol symbol, LocationRecord classPlace, NestedReader networks, ProblemList problems, CancellationToken cancellation)
    {
        network = symbol.Name;
        methods = new(symbol, networks.Compilation, cancellation);
        this.classPlace = classPlace;
        this.networks = networks;
        this.problems = problems;
        foreach (var attribute in symbol.GetAttributes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax)
                Sort(attribute, syntax);
        }

        if (hasUnreadable)
            problems.LeaveToTheCompiler();
        CheckOrder();
        var names = new LayerNames();
        (Input, InputPlace) = ReadInput(names);
        (Layers, LayerPlaces) = ReadLayers(names, cancellation);
    }

    public InputDeclaration Input { get; }

    public LocationRecord InputPlace { get; }

    /// <summary>The lengths of the input's samples, where it says that they have some.</summary>
    public InputDeclaration? Lengths { get; private set; }

    public EquatableArray<InputDeclaration> Inputs => Lengths is { } lengths ? [Input, lengths] : [Input];

    public EquatableArray<LayerDeclaration> Layers { get; }

    public EquatableArray<LocationRecord> LayerPlaces { get; }

    private void Sort(AttributeData attribute, AttributeSyntax syntax)
    {
        var type = attribute.AttributeClass;
        if (type is null or { TypeKind: TypeKind.Error })
            hasUnreadable = true;
        else if (MetadataNames.Of(type) == InputAttribute)
            inputAttribute = (attribute, syntax);
        else if (LayerAttributes.IsKnown(MetadataNames.Of(type)))
            layers.Add((attribute, syntax));
        else if (MetadataNames.DerivesFrom(type, LayerAttributes.Base))
            ReportUnknown(type, syntax);
    }

    private void ReportUnknown(INamedTypeSymbol type, AttributeSyntax syntax)
    {
        hasUnreadable = true;
        problems.Add(ProblemKind.UnknownLayer, LocationRecord.From(syntax), type.Name);
    }

    /// <summary>Layers have an order among them only where they stand on one part of the class.</summary>
    private void CheckOrder()
    {
        var parts = layers.GroupBy(static layer => layer.Syntax.Parent?.Parent).ToList();
        foreach (var part in parts.Skip(1))
        {
            var (data, syntax) = part.First();
            problems.Add(ProblemKind.LayersOnSeveralDeclarations, LocationRecord.From(syntax), new AttributeReader(data, syntax, problems).Kind, network);
        }
    }

    private (InputDeclaration Input, LocationRecord Place) ReadInput(LayerNames names)
    {
        if (inputAttribute is not { } found)
        {
            if (!hasUnreadable)
                problems.Add(ProblemKind.NoInput, classPlace, network);
            return (new("input", [1]), classPlace);
        }

        var attribute = new AttributeReader(found.Data, found.Syntax, problems);
        var given = attribute.Text("Name");
        if (given is not null && Identifiers.ReasonAgainst(given) is { } reason)
        {
            problems.Add(ProblemKind.InvalidName, attribute.PlaceOf("Name"), given, "the input", reason);
            given = null;
        }

        attribute.Name = given ?? "input";
        names.TakeForInput(attribute.Name);
        var dimensions = attribute.Sizes("dimensions", "first", "second", "third");
        if (dimensions.Length == 0)
        {
            if (!attribute.IsErroneous)
                problems.Add(ProblemKind.EmptyInput, attribute.Place, network);
            dimensions = [1];
        }
        else if (dimensions.Aggregate(1.0, static (product, extent) => product * extent) > LargestBuffer)
        {
            problems.Add(ProblemKind.TooLarge, attribute.Place, attribute.Kind, attribute.Name, $"{Counts.Product(dimensions)} elements a sample");
            dimensions = [1];
        }

        if (attribute.Flag("Lengths", otherwise: false))
            Lengths = new(attribute.Name == "lengths" ? "sampleLengths" : "lengths", [1]) { Longest = dimensions[0] };
        return (new(attribute.Name, dimensions.ToEquatableArray()) { Vocabulary = attribute.VocabularyIfGiven("Vocabulary") }, attribute.Place);
    }

    private (EquatableArray<LayerDeclaration> Layers, EquatableArray<LocationRecord> Places) ReadLayers(LayerNames names, CancellationToken cancellation)
    {
        if (layers.Count == 0 && inputAttribute is not null && !hasUnreadable)
            problems.Add(ProblemKind.NoLayers, classPlace, network);

        var readers = layers.ConvertAll(layer => new AttributeReader(layer.Data, layer.Syntax, problems) { Networks = networks, Methods = methods });
        names.Give(readers, problems);
        var declarations = new List<LayerDeclaration>();
        for (var i = 0; i < readers.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (readers[i].SizeIfGiven("Count") is not null)
            {
                problems.Add(
                    ProblemKind.UnsuitableMember, readers[i].PlaceOf("Count"), readers[i].Name,
                    "Count stands for several layers on a method with an index; write the attribute as often as there are layers");
            }

            var layer = LayerAttributes.Read(MetadataNames.Of(layers[i].Data.AttributeClass!), readers[i].Name, readers[i]);
            if (layer is not NestedDeclaration && !layer.Takes(1))
                problems.Add(ProblemKind.UnsuitableMember, readers[i].Place, readers[i].Name, "it takes several tensors; declare the network by a forward method");
            declarations.Add(layer);
        }

        return (declarations.ToEquatableArray(), readers.Select(static reader => reader.Place).ToEquatableArray());
    }
}
