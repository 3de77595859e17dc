using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetGen.Runtime.Tests.Numerics;

/// <summary>The error bounds that the doc comments state, read from the documentation file beside the assembly.</summary>
internal static partial class DocumentedError
{
    private static readonly XDocument Documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "NetGen.xml"));

    /// <summary>What is stated for a method, such as <c>VectorMath.Exp</c>, in ulp.</summary>
    /// <param name="method">The class and the method.</param>
    /// <param name="parameter">How its parameter list starts in the documentation, such as <c>System.Single</c>.</param>
    public static double Of(string method, string parameter)
    {
        var name = $"M:NetGen.Numerics.{method}({parameter}";
        var member = Documentation.Descendants("member").Single(member => member.Attribute("name")!.Value.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(Statement().Match(member.Element("summary")!.Value).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Maximum error: (\d+(\.\d+)?) ulp")]
    private static partial Regex Statement();
}
