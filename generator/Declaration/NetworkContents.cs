using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Bodies;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>What is read of a network's class: the declaration, unless the class cannot be added to, and where its parts are written.</summary>
internal sealed record NetworkContents(NetworkDeclaration? Declaration, NetworkPlaces Places)
{
    /// <summary>Reads a stack or a body.</summary>
    public static NetworkContents Read(
        INamedTypeSymbol symbol, LocationRecord place, NestedReader networks, ProblemList problems, CancellationToken cancellation)
    {
        var type = ClassReader.Read(symbol, place, networks.Compilation, problems, cancellation);
        if (!BodyReader.IsBody(symbol))
        {
            var stack = new StackReader(symbol, place, networks, problems, cancellation);
            var reader = new ProgramReader(symbol, [], networks.Compilation, problems, cancellation);
            var objective = ObjectiveReader.Read(symbol, stack.Inputs, 1, reader, problems, cancellation);
            return new(
                type is null ? null : new NetworkDeclaration(type, stack.Input, stack.Layers) { Lengths = stack.Lengths, Objective = objective },
                new NetworkPlaces(place, stack.InputPlace, stack.LayerPlaces, reader.Places));
        }

        var body = new BodyReader(symbol, place, networks, problems, cancellation);
        var input = body.Body.Inputs.Count > 0 ? body.Body.Inputs[0] : new InputDeclaration("input", [1]);
        return new(
            type is null ? null : new NetworkDeclaration(type, input, []) { Body = body.Body, Objective = body.Objective },
            new NetworkPlaces(place, body.InputPlace, body.MemberPlaces, body.Places));
    }
}
