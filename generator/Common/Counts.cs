using System.Globalization;

namespace NetGen.Generator.Common;

/// <summary>Numbers in messages: the same on every machine.</summary>
internal static class Counts
{
    public static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 × 28 × 28</c></summary>
    public static string Product(IEnumerable<int> factors) => string.Join(" × ", factors.Select(static factor => Text(factor)));
}
