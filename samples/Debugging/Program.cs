// Networks that do not learn: what the diagnosis says of each, and the remedies that work, before and after.
using System.Globalization;
using System.Text;
using Debugging;

const string Help = """
    Trains networks that go wrong, says what the diagnosis finds, and trains them again with remedies.

      --page PATH      where the page goes (HTML); debugging.html unless given
      --picture PATH   writes the gradients of the first case, layer by layer, as SVG to PATH
      --help           this text
    """;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var (page, picture) = ("debugging.html", (string?)null);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--help":
            Console.WriteLine(Help);
            return 0;
        case "--page" when i + 1 < args.Length && args[i + 1].Length > 0:
            page = args[++i];
            break;
        case "--picture" when i + 1 < args.Length && args[i + 1].Length > 0:
            picture = args[++i];
            break;
        default:
            Console.Error.WriteLine($"debugging: '{string.Join(' ', args)}' is not understood; --help lists the options.");
            return 2;
    }
}

try
{
    Outcome[][] outcomes = [.. Case.All.Select(static @case => @case.Attempts.Select(attempt => attempt.Run(@case.Data, @case.Epochs)).ToArray())];
    for (var i = 0; i < outcomes.Length; i++)
        Console.WriteLine(Story.Text(Case.All[i], outcomes[i]));
    Story.Page(outcomes).Save(page);
    Console.WriteLine($"page: {page}");
    if (picture is not null)
        File.WriteAllText(picture, Story.GradientChart(outcomes[0]).ToSvg(560, 320));
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"debugging: {exception.Message}"));
    return 2;
}
