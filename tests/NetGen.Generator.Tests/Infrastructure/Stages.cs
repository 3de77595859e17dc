using NetGen.Generator.Declaration;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Layers;
using NetGen.Generator.Memory;
using NetGen.Generator.Passes;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>A network after every pass, each of which is verified.</summary>
internal sealed class Stages : PipelineObserver
{
    private readonly VerifyingObserver verifier = new();

    private Stages(NetworkGraph lowered)
    {
        Lowered = lowered;
        Program = Pipeline.Run(lowered, this);
    }

    public NetworkGraph Lowered { get; }

    public NetworkProgram Program { get; }

    public Dictionary<string, NetworkGraph> Graphs { get; } = [];

    public Dictionary<string, KernelProgram> KernelPrograms { get; } = [];

    public NetworkGraph Training => Graphs["training, dead code removed"];

    public NetworkGraph Prediction => Graphs["prediction, dead code removed"];

    public KernelProgram TrainingKernels => KernelPrograms["training, fused"];

    public KernelProgram PredictionKernels => KernelPrograms["prediction, fused"];

    /// <summary>The stages of a network that is declared by attributes: <c>Input(3), Dense(5, Activation.Relu)</c>.</summary>
    public static Stages Of(string attributes) => new(StackLowering.Lower(Declare(attributes)));

    public static Stages Of(NetworkGraph lowered) => new(lowered);

    public static NetworkDeclaration Declare(string attributes) => Assert.Single(Declarations.Read($"[Network, {attributes}] public partial class Net;"));

    public override NetworkGraph Graph(string stage, NetworkGraph graph)
    {
        Graphs.Add(stage, graph);
        return verifier.Graph(stage, graph);
    }

    public override KernelProgram Kernels(string stage, KernelProgram program)
    {
        KernelPrograms.Add(stage, program);
        return verifier.Kernels(stage, program);
    }

    public override ScheduledProgram Schedule(string stage, ScheduledProgram program) => verifier.Schedule(stage, program);

    public override MemoryPlan Memory(string stage, ScheduledProgram program, MemoryPlan memory) => verifier.Memory(stage, program, memory);
}
