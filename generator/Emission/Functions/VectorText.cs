namespace NetGen.Generator.Emission.Functions;

/// <summary>Vectors of the adjoints of several results as C#.</summary>
internal static class VectorText
{
    private const string Vector = "global::System.Runtime.Intrinsics.Vector";

    private static string Class(int length, bool isSingle) => Vector + Numbers.Text(length * (isSingle ? 32 : 64));

    public static string Type(int length, bool isSingle) => $"{Class(length, isSingle)}<{(isSingle ? "float" : "double")}>";

    /// <summary>A vector of numbers; those that it has no number for are zero.</summary>
    public static string Made(int length, bool isSingle, IEnumerable<string> numbers)
    {
        List<string> elements = [.. numbers];
        var missing = Enumerable.Repeat(isSingle ? "0f" : "0.0", elements.Count == 0 ? 1 : length - elements.Count);
        return $"{Class(length, isSingle)}.Create({string.Join(", ", elements.Concat(missing))})";
    }
}
