namespace NetGen.Numeric.Checks;

/// <summary>All checks.</summary>
public static class CheckTable
{
    public static IReadOnlyList<Check> All { get; } =
    [
        .. GradientChecks.All(),
        .. FixtureChecks.All(),
        .. LayerFixtureChecks.All(),
        .. WorkspaceChecks.All(),
        .. PredictionChecks.All(),
        .. PaddingChecks.All(),
        .. AccumulationChecks.All(),
        .. InitializerChecks.All(),
        .. FileChecks.All(),
        .. ArgumentChecks.All(),
        .. AllocationChecks.All(),
        .. DeterminismChecks.All(),
        .. HostileChecks.All(),
        .. MaximumChecks.All(),
        .. VectorMathChecks.All(),
        .. RandomFillChecks.All(),
        .. ObjectiveChecks.All(),
        .. DropoutChecks.All(),
        .. BatchNormChecks.All(),
        .. ResumeChecks.All(),
        .. StateChecks.All(),
    ];
}
