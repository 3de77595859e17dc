using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>The page of all diagnostics, and the links that lead to it.</summary>
public sealed class HelpPageTests
{
    // The package's own message, which is none of the generator's.
    private const string OfPackage = "NETGEN160";

    private static readonly DiagnosticDescriptor[] Descriptors =
        [.. Enum.GetValues<ProblemKind>().Select(static kind => NetGen.Generator.Diagnostics.Descriptors.Of(kind))];

    [Fact]
    public void Every_diagnostic_has_its_heading_its_title_and_what_helps()
    {
        var sections = Sections();

        Assert.Equal(
            Descriptors.Select(static descriptor => descriptor.Id).Append(OfPackage).Order(StringComparer.Ordinal),
            sections.Keys.Order(StringComparer.Ordinal));
        foreach (var descriptor in Descriptors)
        {
            Assert.Contains($"**{descriptor.Title}**", sections[descriptor.Id], StringComparison.Ordinal);
            Assert.Matches(@"\*What helps:\* \S", sections[descriptor.Id]);
        }
    }

    [Fact]
    public void A_diagnostic_has_a_link_to_its_heading_where_the_project_says_where_the_page_is()
    {
        var descriptor = NetGen.Generator.Diagnostics.Descriptors.Of(ProblemKind.NotPartial);

        var linked = new HelpPage("/packages/netgen/docs/Diagnostics.md").WithLink(descriptor);

        Assert.Equal("file:///packages/netgen/docs/Diagnostics.md#netgen001", linked.HelpLinkUri);
        Assert.Equal((descriptor.Id, descriptor.Title, descriptor.MessageFormat), (linked.Id, linked.Title, linked.MessageFormat));
        Assert.Same(descriptor, new HelpPage("").WithLink(descriptor));
    }

    private static Dictionary<string, string> Sections()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Diagnostics.md"));
        return Regex.Matches(text, @"^### (NETGEN\d+)\n(.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline)
            .ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);
    }
}
