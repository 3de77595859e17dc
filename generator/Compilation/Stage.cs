using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>A stage of the pipeline: which program it belongs to, what has been done, and so what is legal in it.</summary>
/// <param name="Program">The program.</param>
/// <param name="Step">What has been done.</param>
/// <param name="Rules">What its graph may have.</param>
internal sealed record Stage(ProgramKind Program, Step Step, GraphRules Rules)
{
    /// <summary>The network as it is declared.</summary>
    public static readonly Stage Lowered = new(ProgramKind.All, Step.Lowered, GraphRules.Any);

    /// <summary>Whether it is shown where the stages are printed: those between are only steps on the way to it.</summary>
    public bool IsLandmark => Step is Step.Lowered or Step.Differentiated or Step.Live or Step.Fused or Step.Scheduled or Step.Placed;

    public override string ToString() => Program == ProgramKind.All ? Name : $"{Program.ToString().ToLowerInvariant()}, {Name}";

    private string Name => Step switch
    {
        Step.Lowered => "lowered",
        Step.Resolved => "mode resolved",
        Step.Differentiated => "differentiated",
        Step.Moved => "loops moved",
        Step.Gathering => "gathering",
        Step.Minimal => "dead code removed",
        Step.Rematerialized => "large values computed again",
        Step.Summed => "sums of all workers",
        Step.Live => "live",
        Step.Fused => "fused",
        Step.Scheduled => "scheduled",
        _ => "placed",
    };
}

/// <summary>The programs that a network becomes.</summary>
internal enum ProgramKind
{
    /// <summary>What they all come from.</summary>
    All,
    Training,
    Prediction,

    /// <summary>The next step of a sequence.</summary>
    Step,

    /// <summary>The value of the network's own objective.</summary>
    Evaluation,
}

/// <summary>What has been done to a network so far.</summary>
internal enum Step
{
    Lowered,

    /// <summary>Training and prediction have become two graphs.</summary>
    Resolved,

    /// <summary>The backward pass is there.</summary>
    Differentiated,

    /// <summary>Loops over time have only what waits for the step before.</summary>
    Moved,

    /// <summary>Every contraction completes one element of its result after the other.</summary>
    Gathering,

    /// <summary>Dead code is gone.</summary>
    Minimal,

    /// <summary>Large values are computed again by the backward pass, in the place of being kept.</summary>
    Rematerialized,

    /// <summary>Sums over the batch are those of all workers.</summary>
    Summed,

    /// <summary>No step reads the gradient of a parameter, and sums over the batch are those of all workers: the graph is ready for kernels.</summary>
    Live,
    Fused,
    Scheduled,
    Placed,
}
