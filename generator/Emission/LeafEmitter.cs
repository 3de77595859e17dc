using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>Writes values that are made of no other one: calls of the runtime, in the pass itself.</summary>
internal static class LeafEmitter
{
    private const string OfWorkers = ", for each sample the same whichever worker computes it";

    /// <summary>What a value is, in words.</summary>
    public static string Describe(Leaf leaf) => leaf switch
    {
        BatchSize => "the number of samples in the whole batch",
        RandomNumbers { Distribution: RandomDistribution.Uniform } => "uniform random numbers from 0 to 1" + OfWorkers,
        RandomNumbers random => $"{random.Distribution.ToString().ToLowerInvariant()} random numbers" + OfWorkers,
        _ => throw new InvalidGraphException($"no words for {leaf.GetType().Name}"),
    };

    /// <param name="destination">The reference to the value's first float.</param>
    public static void Emit(CodeWriter writer, Leaf leaf, Shape shape, string destination)
    {
        switch (leaf)
        {
            case BatchSize:
                writer.Line($"{destination} = workspace.WholeBatch;");
                break;
            case RandomNumbers random:
                var size = Numbers.Text(shape.SampleSize);
                var count = !shape.IsBatched ? size : shape.SampleSize == 1 ? "batch" : $"batch * {size}";
                var first = !shape.IsBatched ? "0" : $"workspace.FirstSample * {size}L";
                writer.Call(
                    $"global::NetGen.Numerics.RandomFill.{random.Distribution}",
                    [$"ref {destination}", count, $"workspace.RandomKey({Numbers.Text(random.Stream)})", first]);
                break;
            default:
                throw new InvalidGraphException($"no code for {leaf.GetType().Name}");
        }
    }
}
