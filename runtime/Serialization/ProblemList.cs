using System.Text;

namespace NetGen;

/// <summary>What is wrong with a file, a line each: the first problems in words, the others counted.</summary>
internal sealed class ProblemList
{
    private const int Most = 20;

    private readonly List<string> first = [];

    public ProblemList()
    {
    }

    public ProblemList(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            Add(problem);
    }

    public int Count { get; private set; }

    public void Add(string problem) => Add(problem, static problem => problem);

    /// <summary>Adds a problem whose words are made only where they are shown.</summary>
    public void Add<T>(T subject, Func<T, string> describe)
    {
        if (Count++ < Most)
            first.Add(describe(subject));
    }

    /// <summary>Each problem on a line of its own, with the line end before it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var problem in first)
            text.Append("\n  ").Append(problem).Append('.');
        if (Count > Most)
            text.Append("\n  ").Append(Describe.More(Count - Most)).Append('.');
        return text.ToString();
    }
}
