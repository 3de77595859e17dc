using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Reads a network whose topology is a method: its layers, and the method as a program.</summary>
internal sealed class BodyReader
{
    public const string ForwardAttribute = "NetGen.ForwardAttribute";

    private readonly INamedTypeSymbol symbol;
    private readonly ProblemList problems;

    public BodyReader(INamedTypeSymbol symbol, LocationRecord classPlace, NestedReader networks, ProblemList problems, CancellationToken cancellation)
    {
        this.symbol = symbol;
        this.problems = problems;
        RefuseStack(cancellation);
        var members = new BodyMemberReader(symbol, networks, problems, cancellation);
        MemberPlaces = members.Places.ToEquatableArray();

        ProgramModel program = new([], []);
        EquatableArray<InputDeclaration> inputs = [];
        EquatableArray<string> outputs = [];
        InputPlace = classPlace;
        if (FindForward(classPlace) is { } forward)
        {
            var signature = new ForwardReader(forward, problems, cancellation);
            (inputs, outputs, InputPlace) = (signature.Inputs, signature.Outputs, signature.Place);
            if (signature.IsSuitable)
            {
                var reader = new ProgramReader(symbol, members.Members, networks.Compilation, problems, cancellation);
                reader.Read(forward);
                Objective = ObjectiveReader.Read(symbol, inputs, outputs.Count, reader, problems, cancellation);
                program = reader.Program;
                Places = reader.Places;
            }
        }

        Body = new(members.Declarations.ToEquatableArray(), inputs, outputs, program);
    }

    public BodyDeclaration Body { get; }

    /// <summary>What the network is trained for, where it says so.</summary>
    public ObjectiveDeclaration? Objective { get; }

    /// <summary>Where the forward method's name is written.</summary>
    public LocationRecord InputPlace { get; }

    /// <summary>Where the layers are written, by their numbers among the members.</summary>
    public EquatableArray<LocationRecord> MemberPlaces { get; }

    /// <summary>Where the expressions are written.</summary>
    public EquatableArray<LocationRecord> Places { get; } = [];

    /// <summary>Whether a class has something that only a network with a forward method has.</summary>
    public static bool IsBody(INamedTypeSymbol symbol)
        => symbol.GetMembers().Any(static member => IsForward(member) || BodyMemberReader.IsMember(member));

    private static bool IsForward(ISymbol member)
        => member is IMethodSymbol && member.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == ForwardAttribute);

    private IMethodSymbol? FindForward(LocationRecord classPlace)
    {
        var forwards = symbol.GetMembers().Where(IsForward).Cast<IMethodSymbol>().ToList();
        if (forwards.Count == 0)
        {
            problems.Add(ProblemKind.NoForward, classPlace, symbol.Name);
            return null;
        }

        foreach (var other in forwards.Skip(1))
            problems.Add(ProblemKind.SeveralForwards, LocationRecord.From(other.Locations[0]), symbol.Name, forwards[0].Name, other.Name);
        return forwards[0];
    }

    /// <summary>The layers stand on the class or on methods, but not on both.</summary>
    private void RefuseStack(CancellationToken cancellation)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type || attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
                continue;
            if (MetadataNames.Of(type) != StackReader.InputAttribute && !MetadataNames.DerivesFrom(type, LayerAttributes.Base))
                continue;
            problems.Add(ProblemKind.StackAndBody, LocationRecord.From(syntax), symbol.Name);
            return;
        }
    }
}
