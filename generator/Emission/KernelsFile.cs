namespace NetGen.Generator.Emission;

/// <summary>Writes how the steps of the fast form are carried out: tiles, packing, borders. The passes share them, and can be read without them.</summary>
internal static class KernelsFile
{
    public static void Write(CodeWriter writer, KernelLibrary library) => WriteClass(writer, library, library.All);

    /// <summary>Writes the class of the kernels, or a part of it, if there is any.</summary>
    public static void WriteClass(CodeWriter writer, KernelLibrary library, IEnumerable<KernelMethod> methods)
    {
        KernelMethod[] all = [.. methods];
        if (all.Length == 0)
            return;
        writer.Blank();
        using var kernels = writer.Braces("private static partial class Kernels");
        var (body, words) = (writer.Inner(), new KernelWords());
        foreach (var method in all)
            library.Emit(body, method, words);
        var text = body.ToString();
        foreach (var line in words.Of(text, all[0].IsReadable))
            writer.Comment(line);
        writer.Blank();
        writer.Raw(text.TrimEnd('\n'));
    }
}
