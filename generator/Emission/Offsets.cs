using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>Writes places in memory as C#.</summary>
internal static class Offsets
{
    /// <summary>An extent as an expression: <c>128</c>, <c>batch</c>, <c>batch * 128</c>.</summary>
    /// <param name="extent">The extent.</param>
    /// <param name="rows">The variable with what is known only at run time: the number of samples, or of rows.</param>
    public static string Of(Extent extent, string rows = Batch)
        => !extent.IsBatch ? Numbers.Text(extent.Size) : extent.Size == 1 ? rows : $"{rows} * {Numbers.Text(extent.Size)}";

    /// <summary>What the number of samples is called.</summary>
    public const string Batch = "batch";

    /// <summary>A sum of products and a constant, of which those that are zero are left out.</summary>
    public static string Sum(IEnumerable<(string Variable, int Stride)> terms, int constant = 0)
    {
        (string Variable, int Stride)[] products = [.. terms.Where(static term => term.Stride != 0)];
        if (products.Length == 0)
            return Numbers.Text(constant);
        var isAlone = products.Length == 1 && constant == 0;
        // What goes backwards is taken from where it begins.
        if (constant > 0 && products.Any(static term => term.Stride < 0))
        {
            var forwards = products.Where(static term => term.Stride > 0).Select(Product).Concat([Numbers.Text(constant)]);
            return string.Join(" + ", forwards) + string.Concat(products.Where(static term => term.Stride < 0).Select(term => $" - {Product((term.Variable, -term.Stride))}"));
        }

        return string.Join(" + ", products.Select(Product).Concat(constant == 0 ? [] : [Numbers.Text(constant)]));

        string Product((string Variable, int Stride) term)
            => term.Stride == 1 ? term.Variable
                : isAlone ? $"{term.Variable} * {Numbers.Text(term.Stride)}" : $"({term.Variable} * {Numbers.Text(term.Stride)})";
    }

    /// <summary>A reference to the float that is <paramref name="offset"/> behind another.</summary>
    public static string Reference(string start, string offset) => offset == "0" ? "ref " + start : $"ref Unsafe.Add(ref {start}, {offset})";

    /// <summary>The same of a number that is known.</summary>
    public static string Reference(string start, long offset) => Reference(start, Numbers.Text(offset));
}
