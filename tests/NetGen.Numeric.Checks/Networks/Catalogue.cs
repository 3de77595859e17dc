namespace NetGen.Numeric.Checks.Networks;

/// <summary>The networks that are checked for what holds of any.</summary>
public static class Catalogue
{
    /// <summary>Those with a reference beside them.</summary>
    public static IReadOnlyList<DenseSubject> Dense { get; } = [.. Widths.All, .. Shapes.All, .. FusedActivations.All, .. LoneActivations.All, .. WideVectors.Dense];

    public static IReadOnlyList<Subject> All { get; } = [.. Dense, .. Combinations.All, .. WideVectors.Others];

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
        Named("convolutions and pools"),
        Named("normalisations of samples"),
        Named("batch normalisation"),
        Named("dropout"),
    ];

    public static Subject Named(string name) => All.Single(subject => subject.Name == name);
}
