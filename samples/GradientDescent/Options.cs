namespace GradientDescent;

/// <summary>What the command line says.</summary>
/// <param name="Output">Where the picture goes.</param>
/// <param name="Page">Where the interactive page goes.</param>
/// <param name="Help">Whether only to say what can be said.</param>
internal sealed record Options(string Output, string Page, bool Help)
{
    public const string HelpText = """
        Minimises three functions with every optimizer, and shows the ways that they take.

          --output PATH   where the picture goes (SVG); gradient-descent.svg unless given
          --page PATH     where the interactive page goes (HTML); gradient-descent.html unless given
          --help          this text

        """;

    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options("gradient-descent.svg", "gradient-descent.html", Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            // Both "--output a.svg" and "--output=a.svg".
            var parts = arguments[i].Split('=', 2);
            options = parts[0] switch
            {
                "--output" => options with { Output = File("--output", parts.Length == 2 ? parts[1] : arguments.ElementAtOrDefault(++i)) },
                "--page" => options with { Page = File("--page", parts.Length == 2 ? parts[1] : arguments.ElementAtOrDefault(++i)) },
                "--help" when parts.Length == 1 => options with { Help = true },
                "--help" => throw new UsageException("--help takes no value."),
                _ => throw new UsageException($"there is no option '{parts[0]}'; --help lists them."),
            };
        }

        return options;
    }

    private static string File(string option, string? path)
    {
        if (string.IsNullOrEmpty(path))
            throw new UsageException($"{option} needs a value: {option} PATH.");
        if (Directory.Exists(path))
            throw new UsageException($"{option}: '{path}' is a folder.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new UsageException($"{option}: there is no folder '{folder}'.");
        return path;
    }
}
