using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Makes the graph of a network that is declared by a forward method.</summary>
internal static class BodyLowering
{
    /// <exception cref="EvaluationException">The forward method has a mistake.</exception>
    public static NetworkGraph Lower(BodyDeclaration body, ObjectiveDeclaration? objective)
    {
        var graph = new GraphBuilder { HasUniqueNames = true };
        int[] inputs = [.. body.Inputs.Select((input, index) => graph.Input(index, Shape.BatchOf(input.Dimensions), new ValueName(input.Name), input.Vocabulary, input.Longest))];
        var interpreter = new TensorInterpreter(graph, body, "", new EvaluationBudget());
        var outputs = new List<int>();
        var values = interpreter.Run(inputs);
        int? minimised = objective is null ? null : ObjectiveLowering.Add(graph, interpreter, objective, inputs, values);
        CheckUsed(interpreter, body, objective);
        foreach (var output in values)
            outputs.Add(NetworkOutputs.Own(graph, output, outputs));

        var lowered = graph.Build(outputs) with { Objective = minimised };
        RefuseRandomPrediction(lowered, interpreter);
        RefuseBatchPrediction(lowered, interpreter);
        var isLive = Live(lowered, inference: false);
        for (var id = 0; id < lowered.Nodes.Count; id++)
        {
            if (lowered[id].Operation is Parameter(var index) && !lowered.Parameters[index].IsFrozen && !isLive[id])
            {
                var name = lowered.Parameters[index].Name;
                throw new EvaluationException(ProblemKind.NothingDepends, interpreter.Places[name], name, objective is null ? "no output depends on it" : "the objective does not depend on it");
            }
        }

        if (objective is not null)
            isLive = [.. isLive.Zip(Live(lowered, inference: true), static (first, second) => first || second)];
        return lowered with { Layers = lowered.Layers.Where(layer => isLive[layer.Input] && isLive[layer.Output]).ToEquatableArray() };
    }

    private static void RefuseRandomPrediction(NetworkGraph lowered, TensorInterpreter interpreter)
    {
        var isLive = Live(lowered, inference: true);
        for (var id = 0; id < lowered.Nodes.Count; id++)
        {
            if (!isLive[id] || lowered[id].Operation is not RandomNumbers)
                continue;
            // That of a network in a layer's place is told there.
            throw interpreter.RandomPlaces.TryGetValue(id, out var place)
                ? new EvaluationException(ProblemKind.RandomPrediction, place, lowered[id].Name.Text)
                : EvaluationException.ToldElsewhere(-1);
        }
    }

    private static void RefuseBatchPrediction(NetworkGraph lowered, TensorInterpreter interpreter)
    {
        var isLive = Live(lowered, inference: true);
        for (var id = 0; id < lowered.Nodes.Count; id++)
        {
            if (!isLive[id] || lowered[id].Shape.IsBatched || !lowered[id].Inputs.Any(input => lowered[input].Shape.IsBatched))
                continue;
            // That of a network in a layer's place is told there.
            var taken = interpreter.GradientPlaces.FindIndex(gradient => gradient.First <= id && id < gradient.End);
            throw taken < 0
                ? EvaluationException.ToldElsewhere(-1)
                : new EvaluationException(ProblemKind.BatchPrediction, interpreter.GradientPlaces[taken].Place, interpreter.GradientPlaces[taken].By);
        }
    }

    /// <summary>Adds the graph of a network that is a layer of another one.</summary>
    public static IReadOnlyList<int> Apply(GraphBuilder graph, BodyDeclaration body, IReadOnlyList<int> inputs, string prefix, bool hasObjective, EvaluationBudget budget)
    {
        var interpreter = new TensorInterpreter(graph, body, prefix, budget);
        var outputs = interpreter.Run(inputs);
        // What only its objective uses is no part of the network around it.
        if (!hasObjective)
            CheckUsed(interpreter, body, objective: null);
        return outputs;
    }

    private static void CheckUsed(TensorInterpreter interpreter, BodyDeclaration body, ObjectiveDeclaration? objective)
    {
        for (var member = 0; member < body.Members.Count; member++)
        {
            for (var index = 0; index < (body.Members[member].Count ?? 1); index++)
            {
                if (interpreter.Used.Contains((member, index)))
                    continue;
                var name = body.Members[member].Count is null ? body.Members[member].Layer.Name : body.Members[member].At(index).Name;
                throw new UnusedMemberException(member, name, objective is null ? "the forward method never calls it" : "neither the forward method nor the objective calls it");
            }
        }
    }

    /// <summary>Which nodes what is minimised is computed from in training, or the outputs in a prediction.</summary>
    private static bool[] Live(NetworkGraph graph, bool inference)
        => graph.Live(
            inference || graph.Objective is null ? graph.Outputs : [graph.Objective.Value],
            id => graph[id].Operation is WhenTraining ? graph[id].Inputs.Skip(inference ? 1 : 0).Take(1) : graph[id].Inputs);
}

/// <summary>A layer that is never applied.</summary>
internal sealed class UnusedMemberException(int member, string name, string reason) : Exception
{
    public Problem Problem => new(ProblemKind.UnusedLayer, member, [name, reason]);
}
