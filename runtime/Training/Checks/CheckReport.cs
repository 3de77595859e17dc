namespace NetGen;

/// <summary>What a check before training came to.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>It could not be checked, or does not apply.</summary>
    Skipped,

    /// <summary>It may be meant, but often is a mistake.</summary>
    Warning,

    /// <summary>It is wrong: nothing can be learned, or what is measured says nothing.</summary>
    Failed,
}

/// <summary>What a check before training found.</summary>
/// <param name="Check">What was checked, such as <c>loss at initialisation</c>.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Text">What was found, with its numbers.</param>
/// <param name="Remedy">What may help; empty where nothing is wrong.</param>
public sealed record CheckFinding(string Check, CheckOutcome Outcome, string Text, string Remedy = "")
{
    /// <summary>Such as <c>warning  constant columns: …</c>, with the remedy behind.</summary>
    public override string ToString()
    {
        var word = Outcome switch
        {
            CheckOutcome.Passed => "ok     ",
            CheckOutcome.Skipped => "skipped",
            CheckOutcome.Warning => "warning",
            _ => "failed ",
        };
        return $"{word}  {Check}: {Text}{(Remedy.Length > 0 ? $" {Remedy}" : "")}";
    }
}

/// <summary>What <see cref="Trainer.Check"/> found.</summary>
/// <param name="Findings">Every check and what it came to.</param>
public sealed record CheckReport(IReadOnlyList<CheckFinding> Findings)
{
    /// <summary>Whether nothing was found: no warning and no failure.</summary>
    public bool IsClean => Findings.All(static finding => finding.Outcome is CheckOutcome.Passed or CheckOutcome.Skipped);

    /// <summary>What was found, the failures first: warnings and failures only.</summary>
    public IEnumerable<CheckFinding> Problems
        => Findings.Where(static finding => finding.Outcome is CheckOutcome.Warning or CheckOutcome.Failed).OrderByDescending(static finding => finding.Outcome);

    /// <summary>A line for each check. Lines end in <c>\n</c>.</summary>
    public override string ToString() => string.Join('\n', Findings);
}
