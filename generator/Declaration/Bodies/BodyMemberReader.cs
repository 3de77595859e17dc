using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Reads the partial methods and properties that stand for layers and for tensors of the network's own.</summary>
internal sealed class BodyMemberReader
{
    public const string ParameterAttribute = "NetGen.ParameterAttribute";

    private readonly NestedReader networks;
    private readonly ActivationMethods methods;
    private readonly ProblemList problems;
    private readonly Dictionary<(string Kind, string Name), string> names = [];
    private int tensorCount;

    public BodyMemberReader(INamedTypeSymbol symbol, NestedReader networks, ProblemList problems, CancellationToken cancellation)
    {
        this.networks = networks;
        methods = new(symbol, networks.Compilation, cancellation);
        this.problems = problems;
        foreach (var member in symbol.GetMembers().Where(IsMember))
            Read(member, [.. member.GetAttributes().Where(static attribute => IsLayerOrParameter(attribute.AttributeClass))], cancellation);
    }

    /// <summary>The members by their symbols: each one's number.</summary>
    public Dictionary<ISymbol, int> Members { get; } = new(SymbolEqualityComparer.Default);

    public List<BodyMember> Declarations { get; } = [];

    public List<LocationRecord> Places { get; } = [];

    /// <summary>
    /// Whether a member stands for a layer, or is meant to. A class within a network is none, whatever its layers are; on other members the C#
    /// compiler refuses the attribute.
    /// </summary>
    public static bool IsMember(ISymbol member)
        => member is IMethodSymbol or IPropertySymbol && member.GetAttributes().Any(static attribute => IsLayerOrParameter(attribute.AttributeClass));

    private static bool IsLayerOrParameter(INamedTypeSymbol? type)
        => type is not null && (MetadataNames.Of(type) == ParameterAttribute || MetadataNames.DerivesFrom(type, LayerAttributes.Base));

    private void Read(ISymbol member, List<AttributeData> attributes, CancellationToken cancellation)
    {
        if (attributes[0].ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax
            || member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not MemberDeclarationSyntax declaration)
        {
            return;
        }

        if (!SyntaxFacts.IsValidIdentifier(member.Name))
        {
            // The name is missing, as it is while it is typed; or there is none, as of an indexer.
            problems.LeaveToTheCompiler();
            if (member.Name.Length > 0)
                Refuse(member, "it has no name of its own; write a method");
            return;
        }

        var attribute = new AttributeReader(attributes[0], syntax, problems) { Networks = networks, Methods = methods };
        var type = MetadataNames.Of(attributes[0].AttributeClass!);
        attribute.Name = Name(attribute, member);
        var count = type == ParameterAttribute ? null : Count(attribute);
        if (!LayerAttributes.IsKnown(type) && type != ParameterAttribute)
        {
            problems.Add(ProblemKind.UnknownLayer, attribute.Place, attributes[0].AttributeClass!.Name);
            return;
        }

        var layer = type == ParameterAttribute ? Parameter(attribute) : LayerAttributes.Read(type, attribute.Name, attribute);
        if (attributes.Count > 1)
            Refuse(member, "it has several layers, and stands for one; write a method for each");
        else if (!IsSuitable(member, declaration, layer, count))
            problems.LeaveToTheCompiler();
        else if (member is IMethodSymbol method)
            layer = layer.Giving(TensorTypes.Count(method.ReturnType));

        var tensors = (count ?? 1) * Math.Max(1, layer.Parameters.Count);
        if (tensors > EvaluationLimits.Tensors - tensorCount)
        {
            problems.Add(ProblemKind.EvaluationLimit, LocationRecord.From(member.Locations[0]), Counts.Text(EvaluationLimits.Tensors), "tensors of parameters");
            (tensors, count, layer) = (1, count is null ? null : 1, layer is NestedDeclaration ? new ActivationDeclaration(layer.Name, ActivationKind.None) : layer);
        }

        tensorCount += tensors;
        var body = new BodyMember(OtherPart.Of(member, declaration), layer, count);
        TakeName(body, member);
        Members.Add(member, Declarations.Count);
        Declarations.Add(body);
        Places.Add(LocationRecord.From(member.Locations[0]));
    }

    private static int? Count(AttributeReader attribute)
    {
        var given = attribute.SizeIfGiven("Count");
        if (given is not { } count || count <= EvaluationLimits.Count)
            return given;
        attribute.Refuse("Count", $"count of at most {Counts.Text(EvaluationLimits.Count)}", Counts.Text(count));
        return 1;
    }

    private string Name(AttributeReader attribute, ISymbol member)
    {
        var given = attribute.Text("Name");
        var name = given ?? Identifiers.Camel(member.Name);
        if (Identifiers.ReasonAgainst(name) is not { } reason)
            return name;
        var place = given is null ? LocationRecord.From(member.Locations[0]) : attribute.PlaceOf("Name");
        problems.Add(ProblemKind.InvalidName, place, name, "a layer", given is null ? reason + "; give it a Name" : reason);
        return "layer" + Identifiers.Pascal(member.Name);
    }

    /// <summary>
    /// Two members whose parameters or layers have the same names cannot be told apart, in files and in descriptions. Those of <c>a.0</c>, of the layer
    /// <c>a</c> and of the tensor <c>a</c> all differ.
    /// </summary>
    private void TakeName(BodyMember body, ISymbol member)
    {
        var kind = body.Layer is ParameterDeclaration ? "tensor" : body.Count is null ? "layer" : "layers";
        var name = (kind, body.Layer.Name);
        if (names.TryGetValue(name, out var other))
            problems.Add(ProblemKind.DuplicateName, LocationRecord.From(member.Locations[0]), body.Layer.Name, $"'{other}'");
        else
            names.Add(name, member.Name);
    }

    private ParameterDeclaration Parameter(AttributeReader attribute)
    {
        var dimensions = attribute.Sizes("dimensions");
        if (dimensions.Length == 0 && !attribute.IsErroneous)
            problems.Add(ProblemKind.UnsuitableMember, attribute.Place, attribute.Name, "it has no dimensions; write them, such as [Parameter(64)]");
        return new(attribute.Name, (dimensions.Length == 0 ? [1] : dimensions).ToEquatableArray(), attribute.Member<InitializerKind>("Initializer"));
    }

    private bool IsSuitable(ISymbol member, MemberDeclarationSyntax declaration, LayerDeclaration layer, int? count)
    {
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            return Refuse(member, $"it is not partial; declare it as '{Example(member, layer, count)}'");
        foreach (var modifier in declaration.Modifiers)
        {
            if (modifier.Kind() is not (SyntaxKind.PartialKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.PublicKeyword
                or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword or SyntaxKind.StaticKeyword))
            {
                return Refuse(member, $"it is {modifier.Text}; declare it as '{Example(member, layer, count)}'");
            }
        }

        if (member is IPropertySymbol property)
        {
            return (layer is ParameterDeclaration && property.SetMethod is null && TensorTypes.IsTensor(property.Type))
                || Refuse(member, $"a property stands for a tensor that is a [Parameter], and has no setter; declare it as '{Example(member, layer, count)}'");
        }

        var method = (IMethodSymbol)member;
        var indices = count is null ? 0 : 1;
        var fits = method.TypeParameters.Length == 0
            && layer.Takes(method.Parameters.Length - indices)
            && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None && !parameter.IsParams)
            && method.Parameters.Take(indices).All(static parameter => parameter.Type.SpecialType == SpecialType.System_Int32)
            && method.Parameters.Skip(indices).All(static parameter => TensorTypes.IsTensor(parameter.Type))
            && layer.Gives(TensorTypes.Count(method.ReturnType));
        return fits || Refuse(member, $"its parameters or what it returns do not fit; declare it as '{Example(member, layer, count)}'");
    }

    private bool Refuse(ISymbol member, string reason)
    {
        problems.Add(ProblemKind.UnsuitableMember, LocationRecord.From(member.Locations[0]), member.Name, reason);
        return false;
    }

    private static string Example(ISymbol member, LayerDeclaration layer, int? count)
    {
        var nested = layer as NestedDeclaration;
        string[] indices = count is null ? [] : ["int index"];
        var outputs = nested is { Network: { OutputCount: > 1, OutputNames: var names } }
            ? $"({string.Join(", ", names.Select(static name => "Tensor " + name))})"
            : "Tensor";
        var states = layer is RecurrentDeclaration { States: var carried }
            ? $"', or with its states as 'private partial (Tensor output, {string.Join(", ", carried.Select(static state => $"Tensor {state}"))}) {member.Name}({Parameters(carried.Select(static state => state + "0"))})"
            : "";
        return $"private partial {outputs} {member.Name}({Parameters([])}){states}";

        string Parameters(IEnumerable<string> more) => string.Join(", ", [.. indices, .. layer.InputNames.Take(1).Concat(more).Concat(layer.InputNames.Skip(1)).Select(static input => "Tensor " + input)]);
    }
}
