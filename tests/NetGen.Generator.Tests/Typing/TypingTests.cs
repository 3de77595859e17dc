using System.Globalization;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Typing;

/// <summary>Whatever somebody types, the generator costs the project nothing: no exception, no error in code that it has written, and no time.</summary>
public sealed class TypingTests(ITestOutputHelper output)
{
    /// <summary>Of so many edits, one compiles generated files, too, that are as they were.</summary>
    private const int ChecksAll = 16;

    private const int MostFailuresShown = 12;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Fact]
    public void An_edit_costs_no_more_than_an_error_at_its_place()
    {
        var projects = TypingSources.All;
        var failures = new List<string>();
        var preparation = TimeSpan.Zero;
        var (time, slowest) = (TimeSpan.Zero, (Time: TimeSpan.Zero, Edit: ""));
        var seeds = Seeds.Draw(TestTier.Cases(quick: 60, complete: 3000));
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            var drawn = projects[random.Next(projects.Count)];
            var (project, made) = ThreadTime.Of(() => drawn.Value);
            preparation += made;
            var file = project.Trees[random.Next(project.Trees.Count)];
            var text = new TokenEdits(random).Apply(file);
            var checksAll = random.Next(ChecksAll) == 0;
            var outcome = project.Type(file, text, checksAll);

            // A virtual processor counts on while it is taken away. What is slow is slow again.
            if (outcome.Time > Limit && project.Type(file, text, checksAll) is var again && again.Time < outcome.Time)
                outcome = again;

            time += outcome.Time;
            var edit = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {project.Name}, {file.FilePath}");
            if (outcome.Time > slowest.Time)
                slowest = (outcome.Time, edit);
            if (outcome.Time > Limit)
                failures.Add($"{edit}: took {outcome.Time.TotalSeconds:F2} s\n{text}");
            if (outcome.Problems.Count > 0)
                failures.Add($"{edit}:\n{string.Join('\n', outcome.Problems.Take(3))}\n{text}");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seeds.Length} edits in {projects.Count(static project => project.IsValueCreated)} projects: {time.TotalMilliseconds / seeds.Length:F1} ms each, the slowest {slowest.Time.TotalMilliseconds:F0} ms ({slowest.Edit}); {preparation.TotalSeconds:F0} s to make the projects"));
        Assert.True(failures.Count == 0, $"{Seeds.Setting}: {failures.Count} of {seeds.Length} edits\n{string.Join("\n\n", failures.Take(MostFailuresShown))}");
    }
}
