using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Loops;

/// <summary>
/// Finds memories that can be one: where every element of one is stored when the element in the same place of another has been read for the last time, as the exponentials of scores are.
/// </summary>
internal sealed class InPlace
{
    private readonly Func<int, int> memoryOf;
    private readonly int replaced;
    private readonly int stored;

    private InPlace(Func<int, int> memoryOf, int replaced, int stored) => (this.memoryOf, this.replaced, this.stored) = (memoryOf, replaced, stored);

    /// <param name="nest">The nest.</param>
    /// <param name="memories">
    /// Memories whose values are stored in each turn of some loops before they are read in it, and that nobody reads behind that turn: with the loops, in the order in which they are stored.
    /// </param>
    /// <param name="memoryOf">One number for all memories of which elements may be the same.</param>
    /// <returns>For each memory the first that it can be one with; itself where there is none.</returns>
    public static IReadOnlyDictionary<int, int> Of(Nest nest, IReadOnlyList<(int Memory, IReadOnlyCollection<Variable> Loops)> memories, Func<int, int> memoryOf)
    {
        var firsts = memories.ToDictionary(static memory => memory.Memory, static memory => memory.Memory);
        int Merged(int memory) => firsts.TryGetValue(memoryOf(memory), out var first) ? first : memoryOf(memory);
        for (var number = 1; number < memories.Count; number++)
        {
            var (memory, loops) = memories[number];
            foreach (var (earlier, around) in memories.Take(number))
            {
                if (firsts[earlier] != earlier || around.Count != loops.Count || !around.All(loops.Contains))
                    continue;
                if (!new InPlace(Merged, earlier, memory).IsPossible(nest.Body, loops))
                    continue;
                firsts[memory] = earlier;
                break;
            }
        }

        return firsts;
    }

    /// <summary>Whether nothing that is replaced is read afterwards.</summary>
    /// <param name="statement">What is done.</param>
    /// <param name="turns">The loops in whose turns all is stored anew.</param>
    private bool IsPossible(Statement statement, IReadOnlyCollection<Variable> turns)
    {
        switch (statement)
        {
            case Sequence sequence:
                var begin = sequence.Parts.ToList().FindIndex(part => Touches(part, stored));
                return sequence.Parts.Skip(begin + 1).All(part => !Touches(part, replaced)) && IsPossible(sequence.Parts[begin], turns);
            case For loop when turns.Contains(loop.Variable):
                return IsPossible(loop.Body, turns);
            case For { Rest: null, Tail: not Tail.Overlap } loop:
                return !Touches(loop, replaced) || (AreTurnsApart(loop) && IsPossible(loop.Body, turns));
            case Part part:
                return IsPossible(part.Body, turns);
            case Outlined outlined:
                return IsPossible(outlined.Body, turns);
            case Store:
                return true;
            default:
                return !Touches(statement, replaced);
        }
    }

    private bool Touches(Statement statement, int memory) => statement.Places().Any(place => memoryOf(place.Buffer.Memory) == memory);

    /// <summary>Whether no turn stores what another one reads, where both memories are one.</summary>
    private bool AreTurnsApart(For loop)
    {
        var places = new TurnPlaces(loop, memory => memoryOf(memory) == stored ? replaced : memoryOf(memory)).Of(loop.Variable).Where(place => place.Memory == replaced);
        return TurnPlaces.AreApart(places, loop.Extent, loop.Step);
    }
}
