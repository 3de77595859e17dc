using System.Globalization;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Typing;

/// <summary>Whatever somebody types, the generator costs the project nothing: no exception, and no error in code that it has written.</summary>
public sealed class TypingTests(ITestOutputHelper output)
{
    private const int Edits = 3000;

    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(1);

    [Fact]
    public void No_edit_costs_more_than_an_error_at_its_place()
    {
        var projects = TypingSources.All;
        var slowest = (Time: TimeSpan.Zero, Project: "", Text: "");
        var edits = int.Parse(Environment.GetEnvironmentVariable("NETGEN_EDITS") ?? "3000", CultureInfo.InvariantCulture);
        var kinds = new Dictionary<string, (int Count, string Example)>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var inGenerator = TimeSpan.Zero;
        foreach (var seed in Seeds.Draw(edits))
        {
            var random = new Random(seed);
            var project = projects[random.Next(projects.Count)];
            var file = project.Trees[random.Next(project.Trees.Count)];
            var text = new TokenEdits(random).Apply(file);
            var outcome = project.Type(file, text, checksAll: random.Next(8) == 0);
            inGenerator += outcome.Time;
            if (outcome.Time > slowest.Time)
                slowest = (outcome.Time, project.Name, text);
            foreach (var problem in outcome.Problems)
            {
                var key = System.Text.RegularExpressions.Regex.Match(problem, "(NETGEN999|error CS[0-9]+|The generator failed)").Value;
                kinds[key] = kinds.TryGetValue(key, out var known) ? (known.Count + 1, known.Count < 3 ? known.Example + $"\n--- seed {seed} {project.Name}\n{problem}" : known.Example) : (1, $"seed {seed} {project.Name}\n{problem}\n{text}");
            }
        }
        output.WriteLine($"{edits} edits of {projects.Count} projects in {watch.Elapsed}, in generator {inGenerator}; slowest {slowest.Time} {slowest.Project}\n{slowest.Text}");
        if (Environment.GetEnvironmentVariable("NETGEN_TYPING_REPORT") is { } path)
            File.WriteAllText(path, $"{edits} edits of {projects.Count} projects in {watch.Elapsed}, in generator {inGenerator}; slowest {slowest.Time} {slowest.Project}\n{slowest.Text}\n" + string.Join("\n=====\n", kinds.Select(static kind => $"{kind.Key}: {kind.Value.Count}\n{kind.Value.Example}")));
        Assert.Empty(kinds);
    }
}
