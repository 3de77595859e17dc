using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Tests.Loops;

/// <summary>Draws rewrites of a nest. What a rewrite refuses, or the verifier would, is left as it was.</summary>
internal sealed class RandomRewrites(int seed)
{
    private const int PerNest = 4;

    private readonly Random random = new(seed);

    public int Applied { get; private set; }

    public int Refused { get; private set; }

    public Nest Of(Nest nest)
    {
        for (var number = 0; number < PerNest; number++)
        {
            try
            {
                nest = Draw(nest);
            }
            catch (InvalidGraphException)
            {
                Refused++;
                continue;
            }

            // What a rewrite makes is legal; only what it refuses is not.
            NestVerifier.Verify(nest);
            Applied++;
        }

        return nest;
    }

    private Nest Draw(Nest nest)
    {
        For[] loops = [.. nest.Body.All().OfType<For>()];
        if (loops.Length == 0)
            throw new InvalidGraphException("no loop is left");
        var loop = loops[random.Next(loops.Length)];
        return random.Next(3) switch
        {
            0 => Split.Of(nest, loop.Variable, 1 + random.Next(5), (Tail)random.Next(3)),
            1 => Reorder.Of(nest, loop.Variable),
            _ => loop.Extent.Size <= 6 ? Unroll.Of(nest, loop.Variable) : throw new InvalidGraphException("too many turns for a test"),
        };
    }
}
