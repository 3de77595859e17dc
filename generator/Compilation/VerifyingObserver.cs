using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Compilation;

/// <summary>Verifies what every pass gives. It runs in tests; the product leaves it out.</summary>
internal sealed class VerifyingObserver : PipelineObserver
{
    public override NetworkGraph Graph(Stage stage, NetworkGraph graph)
    {
        Check(stage, () => GraphVerifier.Verify(graph, stage.Rules));
        return graph;
    }

    public override KernelProgram Kernels(Stage stage, KernelProgram program)
    {
        Check(stage, () => KernelVerifier.Verify(program));
        return program;
    }

    public override ScheduledProgram Schedule(Stage stage, ScheduledProgram program)
    {
        Check(stage, () => ScheduleVerifier.Verify(program));
        return program;
    }

    public override MemoryPlan Memory(Stage stage, ScheduledProgram program, MemoryPlan memory)
    {
        Check(stage, () => MemoryVerifier.Verify(program, memory, isPrediction: stage.Program == ProgramKind.Prediction));
        return memory;
    }

    private static void Check(Stage stage, Action verify)
    {
        try
        {
            verify();
        }
        catch (InvalidGraphException refused)
        {
            throw new InvalidGraphException($"{stage}: {refused.Message}");
        }
    }
}
