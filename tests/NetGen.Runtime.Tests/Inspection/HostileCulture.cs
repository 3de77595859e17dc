using System.Globalization;

namespace NetGen.Runtime.Tests.Inspection;

/// <summary>A culture in which every number that is written or read by its rules is wrong: −1234.5 is <c>¬1_234;5</c>.</summary>
internal sealed class HostileCulture : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public HostileCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ";";
        culture.NumberFormat.NumberGroupSeparator = "_";
        culture.NumberFormat.NegativeSign = "¬";
        culture.NumberFormat.PositiveSign = "¤";
        culture.NumberFormat.NaNSymbol = "nichts";
        CultureInfo.CurrentCulture = culture;
    }

    public void Dispose() => CultureInfo.CurrentCulture = before;
}
