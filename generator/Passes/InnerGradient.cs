using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// The derivative of a value by an earlier one, as part of a graph that is still being built: for a network whose output, or whose
/// objective, has a derivative in it. It is made of primitives, and is differentiated as any other part.
/// </summary>
internal static class InnerGradient
{
    /// <summary>Whether the output is computed from the input by steps of a loop over time, or both are in one: such a derivative is not built.</summary>
    public static bool CrossesLoop(GraphBuilder graph, int output, int input)
    {
        if (graph.Loop is not null)
            return true;
        var depends = new bool[Math.Max(output, input) + 1];
        var crosses = false;
        for (var id = input; id <= output; id++)
        {
            depends[id] = id == input || graph[id].Inputs.Any(operand => depends[operand]);
            crosses |= depends[id] && graph[id].Loop is not null;
        }

        return crosses;
    }

    /// <summary>
    /// The node of <c>∂(Σ output)/∂input</c>, in the input's shape; null where the output does not depend on the input. Samples do not meet, so
    /// that each has its own gradient.
    /// </summary>
    public static int? Add(GraphBuilder graph, int output, int input)
    {
        var depends = new bool[output + 1];
        for (var id = input; id <= output; id++)
            depends[id] = id == input || (graph[id].Operation is not StopGradient && graph[id].Inputs.Any(operand => operand < depends.Length && depends[operand]));
        if (input > output || !depends[output])
            return null;

        var adjoints = new Adjoints(graph, output + 1);
        adjoints.Add(new(output, graph.Fill(1, graph[output].Shape, graph[output].Name.Gradient)));
        for (var id = output; id > input; id--)
        {
            if (!depends[id] || adjoints.Of(id) is not { } adjoint)
                continue;
            foreach (var contribution in GradientRules.Apply(graph, id, adjoint, operand => depends[operand]))
            {
                if (depends[contribution.Input])
                    adjoints.Add(contribution);
            }
        }

        return adjoints.Of(input) ?? graph.Fill(0, graph[input].Shape, graph[input].Name.Gradient);
    }
}
