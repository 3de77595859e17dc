using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>What takes the lengths of sequences: sees that they are known to be such, and which steps are behind them.</summary>
internal static class LengthRules
{
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node that is to have lengths.</param>
    /// <param name="steps">How many steps the sequence has that they are to be of.</param>
    /// <param name="user">What takes them, in messages.</param>
    /// <param name="refusal">Makes what is thrown where they are not, of the kind of problem and the arguments of its message.</param>
    public static SequenceLengths Check(GraphBuilder graph, int node, int steps, string user, Func<ProblemKind, string[], Exception> refusal)
    {
        var own = graph[node].Operation as Input;
        if (own is { IsTarget: false, Longest: { } longest } && longest == steps)
            return new(own.Index, steps);
        throw refusal(ProblemKind.NoLengths, [
            user,
            Counts.Text(steps),
            own switch
            {
                { Longest: { } other } => $"those of {Counts.Text(other)} steps",
                not null => $"'{graph[node].Name}', which is not marked [Lengths]",
                _ => "what is computed; give it the input itself that is marked [Lengths]",
            }]);
    }

    /// <summary>Of each step whether a sample has it, 1 or 0: [batch × steps].</summary>
    public static int Mask(GraphBuilder graph, int lengths, int steps, ValueName name)
        => graph.Map(
            new Select(Comparison.Greater, new Argument(0), new Argument(1), 1, 0), [lengths, CausalMask.Numbers(graph, steps, new(name.Text + ".step"))], name);
}
