using System.Runtime.CompilerServices;

namespace Inspect;

/// <summary>The emitted code of the sample, where the build has put it: the parts of it that a step is made of.</summary>
internal static class EmittedFile
{
    /// <summary>A method with its documentation, or why it is not there.</summary>
    /// <param name="file">The file, such as <c>Inspect.Expression.Backward.g.cs</c>.</param>
    /// <param name="method">The method's name.</param>
    public static string Method(string file, string method)
    {
        var folder = Path.Combine(SourceFolder(), "obj", "Generated");
        var path = Directory.Exists(folder) ? Directory.GetFiles(folder, file, SearchOption.AllDirectories).FirstOrDefault() : null;
        if (path is null)
            return $"({file} is in obj/Generated where the sample was built)";
        var lines = File.ReadAllLines(path);
        var head = Array.FindIndex(lines, line => line.Contains($" {method}(", StringComparison.Ordinal) && !line.TrimEnd().EndsWith(';'));
        if (head < 0)
            return $"({file} has no {method})";
        var first = head;
        while (first > 0 && lines[first - 1].TrimStart().StartsWith("///", StringComparison.Ordinal))
            first--;
        var indent = lines[head].Length - lines[head].TrimStart().Length;
        var last = Array.FindIndex(lines, head, line => line.Length > indent && line[indent] == '}' && line[..indent].Trim().Length == 0);
        return string.Join('\n', lines[first..(last + 1)].Select(line => line.Length > indent ? line[indent..] : line.Trim()));
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
