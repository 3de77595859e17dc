using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Reads a method that says what a network is trained for: which of its parameters are outputs, inputs and targets, and its body.</summary>
internal sealed class ObjectiveReader
{
    public const string Attribute = "NetGen.ObjectiveAttribute";

    private readonly IMethodSymbol method;
    private readonly ProblemList problems;
    private readonly List<ObjectiveArgument> arguments = [];
    private readonly List<InputDeclaration> targets = [];
    private bool isSuitable = true;

    private ObjectiveReader(
        IMethodSymbol method, EquatableArray<InputDeclaration> inputs, int outputs, ProblemList problems, CancellationToken cancellation)
    {
        this.method = method;
        this.problems = problems;
        if (ReasonAgainst(outputs) is { } reason)
        {
            Refuse(method.Locations[0], reason);
            return;
        }

        foreach (var parameter in method.Parameters)
            ReadParameter(parameter, inputs, outputs, cancellation);
    }

    /// <summary>The objective of a class, or null where it has none.</summary>
    /// <param name="symbol">The class.</param>
    /// <param name="inputs">The network's inputs.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="program">Reads its body, together with that of the forward method.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static ObjectiveDeclaration? Read(
        INamedTypeSymbol symbol, EquatableArray<InputDeclaration> inputs, int outputs, ProgramReader program, ProblemList problems, CancellationToken cancellation)
    {
        var methods = symbol.GetMembers().OfType<IMethodSymbol>().Where(IsObjective).ToList();
        if (methods.Count == 0)
            return null;
        foreach (var other in methods.Skip(1))
            problems.Add(ProblemKind.SeveralObjectives, LocationRecord.From(other.Locations[0]), symbol.Name, methods[0].Name, other.Name);
        var reader = new ObjectiveReader(methods[0], inputs, outputs, problems, cancellation);
        var number = reader.isSuitable ? program.ReadObjective(methods[0]) : 0;
        return new(methods[0].Name, program.Program, number, reader.arguments.ToEquatableArray(), reader.targets.ToEquatableArray());
    }

    private static bool IsObjective(IMethodSymbol method)
        => method.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == Attribute);

    private string? ReasonAgainst(int outputs)
    {
        if (ReadMethods.ReasonAgainst(method) is { } reason)
            return reason;
        if (!TensorTypes.IsTensor(method.ReturnType) && method.ReturnType.TypeKind != TypeKind.Error)
            return $"it returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'; let it return a Tensor with the values of a sample";
        var first = method.Parameters.TakeWhile(static parameter => !HasShape(parameter)).Count();
        if (first < outputs)
            return $"its first parameters are the network's outputs, of which there are {Counts.Text(outputs)}, and it has {Counts.Text(first)} without a [Shape]";
        return null;
    }

    private void ReadParameter(IParameterSymbol parameter, EquatableArray<InputDeclaration> inputs, int outputs, CancellationToken cancellation)
    {
        if (!ReadMethods.IsPlainTensor(parameter, problems, reason => Refuse(parameter.Locations[0], reason)))
        {
            isSuitable = false;
            return;
        }

        if (parameter.Ordinal < outputs)
        {
            arguments.Add(new(ObjectiveArgumentKind.Output, parameter.Ordinal));
            return;
        }

        var name = ForwardReader.Free(parameter.Name);
        if (ForwardReader.ReadShape(parameter, name, method, problems, cancellation) is { } target)
        {
            arguments.Add(new(ObjectiveArgumentKind.Target, targets.Count));
            targets.Add(target);
            return;
        }

        var input = inputs.ToList().FindIndex(input => input.Name == name);
        if (input >= 0)
            arguments.Add(new(ObjectiveArgumentKind.Input, input));
        else
            Refuse(parameter.Locations[0], $"its parameter '{parameter.Name}' is no input of the network; if it is a target, write its [Shape]");
    }

    private static bool HasShape(IParameterSymbol parameter)
        => parameter.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == ForwardReader.ShapeAttribute);

    private void Refuse(Location place, string reason)
    {
        isSuitable = false;
        problems.Add(ProblemKind.UnsuitableObjective, LocationRecord.From(place), method.Name, reason);
    }
}
