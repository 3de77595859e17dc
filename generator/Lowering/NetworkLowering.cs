using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Bodies;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering;

/// <summary>A network's graph, or what is wrong with the declaration; neither where that is told at another network.</summary>
internal sealed record NetworkLowering(NetworkGraph? Graph, EquatableArray<Problem> Problems)
{
    /// <summary>Makes the graph of a stack or a body. They are one language: the same layers on the same graph.</summary>
    public static NetworkLowering Of(NetworkDeclaration declaration)
    {
        try
        {
            return new(declaration.Body is { } body ? BodyLowering.Lower(body, declaration.Objective) : StackLowering.Lower(declaration), []);
        }
        catch (LayerException exception)
        {
            return new(null, [new(exception.Kind, exception.Layer, exception.Arguments)]);
        }
        catch (UnusedMemberException exception)
        {
            return new(null, [exception.Problem]);
        }
        catch (ImpossibleShapeException exception)
        {
            return new(null, [new(exception.Kind, Problem.AtClass, ["Network", declaration.Class.Name.TrimStart('@'), exception.Message])]);
        }
        catch (EvaluationException exception) when (exception.Kind is { } kind)
        {
            return new(null, [new(kind, Problem.AtClass, exception.Arguments.ToEquatableArray()) { Expression = exception.Place }]);
        }
        catch (EvaluationException)
        {
            return new(null, []);
        }
    }
}
