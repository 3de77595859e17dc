using NetGen.Generator.Compilation;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>No step stores what nobody reads: neither a later step nor the caller.</summary>
public sealed class DeadStoreTests
{
    [Theory]
    [MemberData(nameof(LintTests.Folders), MemberType = typeof(LintTests))]
    public void What_a_step_stores_is_read(string folder)
    {
        var declarations = new Declarations();
        Host.Run(Host.Compile(LintTests.Sources(folder)), declarations.Compile);
        Assert.NotEmpty(declarations.Compiled);

        var dead = new List<string>();
        foreach (var network in declarations.Compiled)
        {
            if (NetworkLowering.Of(network).Graph is not { } lowered)
                continue;
            var program = Pipeline.Run(lowered, Targets.Default, PipelineObserver.None, network.InputGradient, hasSteps: network.HasSteps);
            foreach (var (kind, scheduled) in new[] { ("training", program.Training), ("prediction", program.Prediction), ("a step", program.Step), ("evaluation", program.Evaluation) })
                dead.AddRange(scheduled is null ? [] : DeadStores(scheduled).Select(store => $"{network.Class.QualifiedName}, {kind}: {store}"));
        }

        Assert.True(dead.Count == 0, string.Join("\n", dead));
    }

    private static IEnumerable<string> DeadStores(ScheduledProgram program)
    {
        var (graph, uses) = (program.Graph, Uses.Of(program.Graph));
        var kept = graph.Roots.Select(node => Views.Owner(graph, node)).ToHashSet();
        for (var index = 0; index < program.Kernels.Count; index++)
        {
            var kernel = program.Kernels[index];
            foreach (var stored in kernel.Arguments.Where(static argument => argument.IsWritten))
            {
                // Whoever looks for the layer in which a value went wrong reads the layers' outputs.
                if (stored.Form == TensorForm.Own && (kept.Contains(stored.Node) || (graph.Gradients.Count > 0 && uses.IsLayerOutput(stored.Node))))
                    continue;

                // In a loop over time, the steps before it come once more; and packed copies, and what a step passes on to itself, are read by the step that makes them.
                var isRead = program.Kernels.Where((other, place) => place > index || (other.Loop is not null && other.Loop == kernel.Loop))
                    .Any(other => other.Arguments.Any(argument => !argument.IsWritten && argument.Node == stored.Node && argument.Form == stored.Form));
                if (!isRead && stored.Form is not (TensorForm.Packed or TensorForm.Passed))
                    yield return $"step {index + 1} stores {graph[stored.Node].Name.Mathematics}{SchedulePrinter.Describe(stored.Form)}, which nobody reads";
            }
        }
    }
}
