using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Tests.Diagnostics;

public sealed class DescriptorTests
{
    private static IEnumerable<(ProblemKind Kind, DiagnosticDescriptor Descriptor)> All
        => Enum.GetValues<ProblemKind>().Select(static kind => (kind, Descriptors.Of(kind)));

    [Fact]
    public void A_diagnostic_has_the_number_of_its_problem()
        => Assert.All(All, static pair => Assert.Equal($"NETGEN{(int)pair.Kind:000}", pair.Descriptor.Id));

    [Fact]
    public void A_diagnostic_explains_itself()
        => Assert.All(All, static pair =>
        {
            Assert.NotEmpty(pair.Descriptor.Title.ToString(CultureInfo.InvariantCulture));
            Assert.EndsWith(".", pair.Descriptor.Description.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.True(pair.Descriptor.IsEnabledByDefault);
        });

    [Fact]
    public void Only_advice_is_less_than_an_error()
        => Assert.All(All, static pair => Assert.Equal(pair.Descriptor.Category != "NetGen.Advice", Descriptors.IsError(pair.Kind)));

    [Fact]
    public void The_release_notes_list_every_diagnostic_and_no_other()
    {
        var listed = Releases("Unshipped").Concat(Releases("Shipped")).Order(StringComparer.Ordinal);

        Assert.Equal(All.Select(static pair => Row(pair.Descriptor)).Order(StringComparer.Ordinal), listed);
    }

    private static string Row(DiagnosticDescriptor descriptor)
        => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title.ToString(CultureInfo.InvariantCulture)}";

    private static IEnumerable<string> Releases(string name, [CallerFilePath] string testFile = "")
    {
        var generator = Path.Combine(Path.GetDirectoryName(testFile)!, "..", "..", "..", "generator");
        return File.ReadLines(Path.Combine(generator, $"AnalyzerReleases.{name}.md")).Where(static line => line.StartsWith("NETGEN", StringComparison.Ordinal));
    }
}
