using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Vectors of the adjoints of several results as C#.</summary>
internal static class VectorText
{
    private const string Vector = "global::System.Runtime.Intrinsics.Vector";

    private static string Class(int length, RealType number) => Vector + Numbers.Text(length * (number.IsSingle ? 32 : 64));

    public static string Type(int length, RealType number) => $"{Class(length, number)}<{number.Name}>";

    /// <summary>A vector of numbers; those that it has no number for are zero.</summary>
    public static string Made(int length, RealType number, IEnumerable<string> numbers)
    {
        List<string> elements = [.. numbers];
        var missing = Enumerable.Repeat(number.Target.Literal(0.0), elements.Count == 0 ? 1 : length - elements.Count);
        return $"{Class(length, number)}.Create({string.Join(", ", elements.Concat(missing))})";
    }
}
