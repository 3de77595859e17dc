using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Tests.Loops;

/// <summary>Draws rewrites of a nest. What a rewrite refuses is left as it was.</summary>
/// <param name="seed">What is drawn.</param>
internal sealed class RandomRewrites(int seed)
{
    private const int PerNest = 6;

    // Where copies go: memories that no node has.
    public const int FirstCopy = 1_000_000;

    private readonly Random random = new(seed);
    private int copies = FirstCopy;

    public Dictionary<string, int> Applied { get; } = [];

    public int Refused { get; private set; }

    public Nest Of(Nest nest)
    {
        // Offsets from the start of a memory: the interpreter's memories are whole.
        if (random.Next(2) == 0 && Flatten.Of(nest) is var (flat, starts) && starts.Values.All(static start => start == 0))
            nest = flat;
        for (var number = 0; number < PerNest; number++)
        {
            var name = "";
            try
            {
                (name, nest) = Draw(nest);
            }
            catch (InvalidGraphException)
            {
                Refused++;
                continue;
            }

            // What a rewrite makes is legal; only what it refuses is not.
            NestVerifier.Verify(nest);
            Applied[name] = Applied.GetValueOrDefault(name) + 1;
        }

        return nest;
    }

    /// <summary>A copy of something that is read, for each turn of a loop.</summary>
    private Nest Packed(Nest nest, For? at)
    {
        var inside = at?.Body ?? nest.Body;
        Place[] read = [.. inside.Places().Where(place => place.Buffer.IsFlat && !inside.AllWrittenPlaces().Contains(place))];
        if (read.Length == 0)
            throw new InvalidGraphException("nothing is read that can be copied");
        var place = read[random.Next(read.Length)];
        var copy = new NetGen.Generator.Loops.Buffer("copy", copies++, ElementType.Float32, [], [1]) { IsScratch = true };
        Variable[] order = [.. inside.All().OfType<For>().Where(loop => place.Offset.Stride(loop.Variable) != 0).Select(static loop => loop.Variable)];
        random.Shuffle(order);
        return Pack.Of(nest, at?.Variable, place, copy, random.Next(3), order, static part => part, "Pack", "A copy");
    }

    /// <summary>Two loops in each other in blocks that are transposed, of as many lanes as the loops have turns, or half of them.</summary>
    private Nest Transposed(Nest nest, For rows)
    {
        if (rows.Body is not For columns || rows.Extent.Size < 2 || rows.Extent.IsBatch || columns.Extent.IsBatch)
            throw new InvalidGraphException("there is no block");
        var lanes = random.Next(2) == 0 ? rows.Extent.Size : rows.Extent.Size / 2;
        (nest, var row) = Split.Of(nest, rows.Variable, "rowLane", lanes, rows.Extent.Size % lanes == 0 ? Tail.None : Tail.Shorter);
        nest = Reorder.Of(nest, row);
        (nest, var column) = Split.Of(nest, columns.Variable, "columnLane", lanes, columns.Extent.Size % lanes == 0 ? Tail.None : Tail.Shorter);
        return TransposeInRegisters.Of(nest, column, new Target(lanes, Registers: 16));
    }

    private (string, Nest) Draw(Nest nest)
    {
        For[] loops = [.. nest.Body.All().OfType<For>()];
        if (loops.Length == 0)
            throw new InvalidGraphException("no loop is left");
        var loop = loops[random.Next(loops.Length)];
        switch (random.Next(24))
        {
            case 0:
                return ("Split", Split.Of(nest, loop.Variable, "inner", 1 + random.Next(5), (Tail)random.Next(4)).Nest);
            case 1:
                return ("Reorder", Reorder.Of(nest, loop.Variable));
            case 2:
                return ("Unroll", (loop.Extent.Size - loop.First) / loop.Step <= 6 ? Unroll.Of(nest, loop.Variable) : throw new InvalidGraphException("too many turns for a test"));
            case 3:
                return ("Divide", Divide.Of(nest, loop.Variable, random.Next(6)).Nest);
            case 4:
                return ("Peel", Peel.Of(nest, loop.Variable));
            case 5:
                return ("SumInBlocks", SumInBlocks.Of(nest, loop.Variable, random.Next(5)));
            case 6:
                return ("Collapse", Collapse.Of(nest));
            case 7:
                return ("LoadFirst", LoadFirst.Of(nest));
            case 8:
                return ("LoadOnce", LoadOnce.Of(nest));
            case 9:
                return ("LimitPlaces", LimitPlaces.Of(nest, loop.Variable));
            case 10:
                return ("WriteOut", WriteOut.Of(nest, loop.Variable));
            case 11:
                return ("SumsApart", SumsApart.Of(nest, loop.Variable));
            case 12:
                return ("FinishLater", FinishLater.Of(nest, loop.Variable).Nest);
            case 13:
                return ("SumInMemory", SumInMemory.Of(nest, loop.Variable, loops[random.Next(loops.Length)].Variable, 1 + random.Next(3), random.Next(2) == 0));
            case 14:
                return ("AtLeast", AtLeast.Of(nest, loop.Variable, 2 + random.Next(3), loop.Variable));
            case 15:
                return ("SideBySide", SideBySide.Of(nest, loop.Variable, 2).Nest);
            case 16:
                return ("InPhases", InPhases.Of(nest) is var phases && ReferenceEquals(phases, nest) ? throw new InvalidGraphException("nothing waits") : phases);
            case 17:
                return ("SplitInTwoSizes", SplitInTwoSizes.Of(loop.Least == 1 ? AtLeast.Of(nest, loop.Variable, 2, loop.Variable) : nest, loop.Variable, "inner", new(3 + random.Next(3), 2)).Nest);
            case 18:
                return ("Block", Block.Of(nest, loop.Variable, loop.Step * (1 + random.Next(4))).Nest);
            case 19:
                return ("Pack", Packed(nest, random.Next(3) == 0 ? null : loop));
            case 20:
                return ("TransposeInRegisters", Transposed(nest, loop));
            default:
                // Vectors of a loop that was split so far or is as long.
                int[] widths = [2, 3, 4, 8, 16];
                var lanes = widths[random.Next(widths.Length)];
                var lane = loop.Variable;
                if (loop.Extent != lanes)
                    (nest, lane) = Split.Of(nest, loop.Variable, "lane", lanes, loop.Extent.IsBatch || loop.Extent.Size % lanes != 0 ? Tail.Shorter : Tail.None);
                return ("Vectorise", InterleaveStores.Of(Vectorise.Of(nest, lane, new Target(lanes, Registers: 16))));
        }
    }
}
