namespace NetGen.Generator.Emission;

/// <summary>
/// Hands out identifiers by C#'s rules of scope: two blocks side by side may use the same name, a block and what is around it may not.
/// </summary>
internal class NameScope
{
    private readonly HashSet<string> own = [];
    private readonly HashSet<string> inside = [];

    protected NameScope? Around { get; init; }

    /// <summary>All names that <see cref="Take"/> would number.</summary>
    public IEnumerable<string> Taken => own.Concat(inside).Concat(Around?.Taken ?? []);

    /// <summary>Whether what is around is the same block of C#.</summary>
    protected internal bool IsPart { get; init; }

    /// <summary>Opens the scope of a block; disposing it ends the block.</summary>
    public BlockScope Block() => new(this);

    /// <summary>Opens the scope of statements that have no braces of their own: what they declare is declared in this block, for C#.</summary>
    public BlockScope Part() => new(this) { IsPart = true };

    /// <summary>The name itself if it is free, else with the lowest free number behind it.</summary>
    public string Take(string name)
    {
        var free = name;
        // A second conv2 is no conv22.
        var separator = name.Length > 0 && char.IsDigit(name[name.Length - 1]) ? "_" : "";
        for (var number = 2; IsTaken(free); number++)
            free = name + separator + Numbers.Text(number);
        own.Add(free);
        return free;
    }

    /// <summary>Ends this block: what is around it must not declare its names any more.</summary>
    protected void End()
    {
        Around?.inside.UnionWith(own);
        Around?.inside.UnionWith(inside);
    }

    private bool IsTaken(string name)
    {
        if (inside.Contains(name))
            return true;
        for (var scope = this; scope is not null; scope = scope.Around)
        {
            if (scope.own.Contains(name) || (scope.IsPart && scope.Around!.inside.Contains(name)))
                return true;
        }

        return false;
    }
}

/// <summary>The names of a block.</summary>
internal sealed class BlockScope : NameScope, IDisposable
{
    public BlockScope(NameScope around) => Around = around;

    public void Dispose() => End();
}
