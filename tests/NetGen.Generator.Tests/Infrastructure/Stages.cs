using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Lowering;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>A network after every pass, each of which is verified.</summary>
internal sealed class Stages : PipelineObserver
{
    private readonly VerifyingObserver verifier = new();

    private Stages(NetworkGraph lowered, Target? target)
    {
        Lowered = lowered;
        Program = Pipeline.Run(lowered, target ?? Targets.Default, this);
    }

    public NetworkGraph Lowered { get; }

    public NetworkProgram Program { get; }

    public Dictionary<(ProgramKind Program, Step Step), NetworkGraph> Graphs { get; } = [];

    public Dictionary<ProgramKind, KernelProgram> KernelPrograms { get; } = [];

    public NetworkGraph Differentiated => Graphs[(ProgramKind.Training, Step.Differentiated)];

    public NetworkGraph Training => Graphs[(ProgramKind.Training, Step.Live)];

    public NetworkGraph Prediction => Graphs[(ProgramKind.Prediction, Step.Live)];

    public KernelProgram TrainingKernels => KernelPrograms[ProgramKind.Training];

    public KernelProgram PredictionKernels => KernelPrograms[ProgramKind.Prediction];

    /// <summary>The stages of a network that is declared by attributes: <c>Input(3), Dense(5, Activation.Relu)</c>.</summary>
    public static Stages Of(string attributes, Target? target = null) => new(StackLowering.Lower(Declare(attributes)), target);

    public static Stages Of(NetworkGraph lowered, Target? target = null) => new(lowered, target);

    public static NetworkDeclaration Declare(string attributes) => Assert.Single(Declarations.Read($"[Network, {attributes}] public partial class Net;"));

    public override NetworkGraph Graph(Stage stage, NetworkGraph graph)
    {
        Graphs.Add((stage.Program, stage.Step), graph);
        return verifier.Graph(stage, graph);
    }

    public override KernelProgram Kernels(Stage stage, KernelProgram program)
    {
        KernelPrograms.Add(stage.Program, program);
        return verifier.Kernels(stage, program);
    }

    public override ScheduledProgram Schedule(Stage stage, ScheduledProgram program) => verifier.Schedule(stage, program);

    public override MemoryPlan Memory(Stage stage, ScheduledProgram program, MemoryPlan memory) => verifier.Memory(stage, program, memory);
}
