namespace NetGen.Generator.Emission;

/// <summary>Writes how the steps of the fast form are carried out: tiles, packing, borders. The passes share them, and can be read without them.</summary>
internal static class KernelsFile
{
    public static void Write(CodeWriter writer, KernelLibrary library) => WriteClass(writer, library, library.All);

    // What a reader needs for all methods.
    private static readonly string[] OfReadable = ["Methods take values, then parameters, then what they write: that is on the left of the formula. Sums are taken in double, of terms that are rounded to float."];

    private static readonly string[] OfFast =
    [
        "Methods take values, then parameters, then what they write: that is on the left of the formula, or a copy for themselves. A name that ends in AtSample, say, is the place of the present sample.",
        "A vector is loaded past the end of a row where the memory goes on behind it: lanes that do not count are not used or set to 0. It is stored past the end only into padding, or where the next store writes. "
        + "MultiplyAddEstimate(a, b, c) is a·b + c, and a LongSum adds up in double: its Lanes are the sums, rounded to float, and its Total is the sum of them.",
        "LoadPartial(ref x, n) loads the first n lanes, the others are 0, and StorePartial stores the first n; LoadStrided(ref x, s, n) loads n numbers, s apart; Mask(n) has all bits in the first n lanes. "
        + "Of the sums of a tile, sum21 is that of row 2 and vector 1; sum, sumB, sumC and sumD are parts of one sum, which are added in the end.",
    ];

    /// <summary>Writes the class of the kernels, or a part of it, if there is any.</summary>
    public static void WriteClass(CodeWriter writer, KernelLibrary library, IEnumerable<KernelMethod> methods)
    {
        KernelMethod[] all = [.. methods];
        if (all.Length == 0)
            return;
        writer.Blank();
        using var kernels = writer.Braces("private static partial class Kernels");
        foreach (var line in all[0].IsReadable ? OfReadable : OfFast)
            writer.Comment(line);
        writer.Blank();
        foreach (var method in all)
            library.Emit(writer, method);
    }
}
