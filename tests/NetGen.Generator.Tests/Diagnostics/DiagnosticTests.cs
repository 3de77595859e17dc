using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    private static readonly Dictionary<string, DiagnosticCase> Cases =
        ClassCases.All.Concat(DeclarationCases.All).Concat(CompilerCases.All).Concat(BodyCases.All).Concat(LayerCases.All).Concat(SequenceCases.All).Concat(RecurrenceCases.All).Concat(LengthCases.All)
            .Concat(FunctionCases.All).Concat(FunctionBodyCases.All).Concat(ActivationMethodCases.All).ToDictionary(static found => found.Name);

    /// <summary>The mistakes, for whoever wants sources with many of them.</summary>
    internal static IEnumerable<DiagnosticCase> Sources => Cases.Values;

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_told_once_at_its_place(string name) => Cases[name].Check();

    [Fact]
    public void Every_diagnostic_has_a_case()
    {
        var tested = Cases.Values.SelectMany(static found => found.Ids).ToHashSet();

        // A version of C#, the form of code and the width of vectors are the project's: HostProjectTests, CodeFormTests and VectorWidthTests have wrong ones.
        Assert.Subset(tested, Enum.GetValues<ProblemKind>().Except([ProblemKind.LanguageTooOld, ProblemKind.UnknownCode, ProblemKind.UnknownVectorWidth]).Select(static kind => Descriptors.Of(kind).Id).ToHashSet());
    }
}
