using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>What a reader finds wrong, as it goes.</summary>
internal sealed class ProblemList
{
    private readonly List<PlacedProblem> problems = [];
    private bool hasErrors;

    public bool HasErrors => hasErrors;

    /// <summary>Whether there is a problem of a kind.</summary>
    public bool Has(ProblemKind kind) => problems.Exists(problem => problem.Kind == kind);

    public void Add(ProblemKind kind, LocationRecord place, params string[] arguments)
    {
        problems.Add(new(kind, place, arguments.ToEquatableArray()));
        hasErrors |= Descriptors.IsError(kind);
    }

    /// <summary>Takes over what another list has.</summary>
    public void AddRange(ProblemList other)
    {
        problems.AddRange(other.problems);
        hasErrors |= other.hasErrors;
    }

    /// <summary>Something is wrong that the C# compiler reports itself, so that nothing is to be added to what it says.</summary>
    public void LeaveToTheCompiler() => hasErrors = true;

    public EquatableArray<PlacedProblem> ToEquatableArray() => problems.ToEquatableArray();
}
