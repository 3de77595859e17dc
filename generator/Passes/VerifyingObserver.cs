using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Passes;

/// <summary>Verifies what every pass gives. It runs in tests; the product leaves it out.</summary>
internal sealed class VerifyingObserver : PipelineObserver
{
    public override NetworkGraph Graph(string stage, NetworkGraph graph)
    {
        Check(stage, () => GraphVerifier.Verify(graph, isClean: stage.EndsWith("dead code removed", StringComparison.Ordinal)));
        return graph;
    }

    public override KernelProgram Kernels(string stage, KernelProgram program)
    {
        Check(stage, () => KernelVerifier.Verify(program));
        return program;
    }

    public override ScheduledProgram Schedule(string stage, ScheduledProgram program)
    {
        Check(stage, () => ScheduleVerifier.Verify(program));
        return program;
    }

    public override MemoryPlan Memory(string stage, ScheduledProgram program, MemoryPlan memory)
    {
        Check(stage, () => MemoryVerifier.Verify(program, memory, isPrediction: stage.StartsWith("prediction", StringComparison.Ordinal)));
        return memory;
    }

    private static void Check(string stage, Action verify)
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
