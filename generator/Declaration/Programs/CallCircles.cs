using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>Which methods call which, to find those that call themselves.</summary>
internal sealed class CallCircles
{
    private readonly Dictionary<ISymbol, List<(ISymbol Called, SyntaxNode Place)>> calls = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> inCircles = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> done = new(SymbolEqualityComparer.Default);
    private readonly List<ISymbol> roots = [];

    public void Add(ISymbol? caller, ISymbol called, SyntaxNode? place)
    {
        if (place is null || caller is null)
        {
            roots.Add(called);
            return;
        }

        if (!calls.TryGetValue(caller, out var all))
            calls.Add(caller, all = []);
        all.Add((called, place));
    }

    /// <summary>A call that leads back to a method in which it is, for each such method. Those that were found are not found again.</summary>
    public IEnumerable<(LocationRecord Place, ISymbol Method)> Find()
    {
        foreach (var root in roots)
        {
            // A chain of calls may be long, and is followed without recursion.
            var open = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            var path = new Stack<(ISymbol Caller, int Next)>();
            Enter(root);
            while (path.Count > 0)
            {
                var (caller, next) = path.Pop();
                var all = calls.TryGetValue(caller, out var found) ? found : [];
                if (next == all.Count)
                {
                    open.Remove(caller);
                    continue;
                }

                path.Push((caller, next + 1));
                var (called, place) = all[next];
                if (!open.Contains(called))
                    Enter(called);
                else if (inCircles.Add(called))
                    yield return (LocationRecord.From(place), called);
            }

            void Enter(ISymbol symbol)
            {
                if (!done.Add(symbol))
                    return;
                open.Add(symbol);
                path.Push((symbol, 0));
            }
        }
    }
}
