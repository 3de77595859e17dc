namespace NetGen.Numeric.Checks.Networks;

/// <summary>All networks with a reference beside them.</summary>
public static class Catalogue
{
    public static IReadOnlyList<Subject> All { get; } = [.. Widths.All, .. Shapes.All, .. FusedActivations.All, .. LoneActivations.All];

    /// <summary>A few, of odd widths, that between them have every kind of layer; for what does not depend on the sizes much.</summary>
    public static IReadOnlyList<Subject> Few { get; } =
    [
        Named("9-10-128-8"),
        Named("31-31-31-31"),
        Named("128-7-1-10"),
        Named("1-1-1-1"),
        Named("dense over the last of three axes"),
        Named("softmax between"),
        Named("log-softmax last"),
        Named("without bias"),
        Named("wide and deep"),
    ];

    public static Subject Named(string name) => All.Single(subject => subject.Name == name);
}
