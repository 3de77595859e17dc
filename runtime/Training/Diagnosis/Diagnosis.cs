namespace NetGen;

/// <summary>Looks into the layers of a network every so many steps, and says what keeps it from learning.</summary>
public sealed class Diagnosis : ITrainingCallback
{
    private readonly List<DiagnosisReport> reports = [];
    private readonly List<Finding> findings = [];

    /// <summary>Makes the callback.</summary>
    /// <param name="everySteps">How many steps lie between two diagnoses; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="everySteps"/> is less than 1.</exception>
    public Diagnosis(int everySteps = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps, 1);
        EverySteps = everySteps;
    }

    /// <summary>How many steps lie between two diagnoses.</summary>
    public int EverySteps { get; }

    /// <summary>All diagnoses, in order.</summary>
    public IReadOnlyList<DiagnosisReport> Reports => reports;

    /// <summary>What was found, each kind and layer once, in the order in which it was found first.</summary>
    public IReadOnlyList<Finding> Findings => findings;
}
