using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>A problem and its place: what a diagnostic is made of, without Roslyn's objects.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Place">Where the squiggle goes.</param>
/// <param name="Arguments">What fills the gaps of the message.</param>
internal sealed record PlacedProblem(ProblemKind Kind, LocationRecord Place, EquatableArray<string> Arguments)
{
    /// <summary>The message.</summary>
    public string Message
    {
        get
        {
            object[] arguments = [.. Arguments];
            return string.Format(System.Globalization.CultureInfo.InvariantCulture, Descriptors.Of(Kind).MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture), arguments);
        }
    }

    public Diagnostic ToDiagnostic(HelpPage page)
    {
        object[] arguments = [.. Arguments];
        return Diagnostic.Create(page.WithLink(Descriptors.Of(Kind)), Place.ToLocation(), arguments);
    }
}
