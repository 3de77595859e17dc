using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Scheduling;

/// <summary>Rewrites that make a nest faster or more precise, and that it means the same without.</summary>
[Flags]
internal enum OptionalRewrites
{
    None = 0,
    Collapse = 1,
    Blocks = 2,
    Columns = 4,
    Overlap = 8,
    Interleave = 16,
}

/// <summary>
/// The rewrites of a loop over elements, with or without a reduction. One loop becomes the vector. A result that is reduced along it is added
/// up across lanes at the end, and results that lie along it are kept in vectors.
/// </summary>
/// <param name="target">What for.</param>
/// <param name="without">Which rewrites to leave out.</param>
internal sealed class ElementStrategy(Target target, OptionalRewrites without = OptionalRewrites.None)
{
    /// <summary>The nest after each rewrite; the last is the schedule.</summary>
    /// <param name="nest">A definition, of which all places are offsets.</param>
    public IEnumerable<Nest> Of(Nest nest)
    {
        yield return nest;
        if (Has(OptionalRewrites.Collapse))
            yield return nest = Collapse.Of(nest);
        if (VectorLoop(nest) is not { } vector)
            yield break;
        yield return nest = Reorder.Inwards(nest, vector);
        if (Has(OptionalRewrites.Blocks) && Blocks(nest, vector) is var (cut, blocks))
            yield return nest = SumInBlocks.Of(nest, cut, blocks.Steps, blocks.Length("terms"));

        var columns = target.Registers / 4 * target.Lanes;
        if (Has(OptionalRewrites.Columns) && IsSumOfRows(nest, vector) && Loop(nest, vector).Extent is { IsBatch: false } extent && extent.Size >= columns)
        {
            // Vectors of columns side by side: enough sums that none waits for another, and whole cache lines.
            Variable? rest = vector;
            if (extent.Size % columns == 0)
                rest = null;
            else
                (nest, rest) = Divide.Of(nest, vector, extent.Size / columns * columns);
            (nest, var column) = Split.Of(nest, vector, "column", columns, Tail.None);
            (nest, var lane) = Split.Of(nest, column, "lane", target.Lanes, Tail.None);
            yield return nest = LoadFirst.Of(Vectorise.Of(nest, lane, target));
            if (extent.Size >= 2 * columns)
                nest = Because.Of(nest, vector, $"{Counts.Of(columns / target.Lanes, "vector")} at a time: the {(nest.Body.All().OfType<Total>().All(static total => total.Reduction == Reduction.Sum) ? "additions" : "maxima")} of one do not wait for those of another.");
            yield return nest = Unroll.Of(nest, column);
            if (rest is null)
                yield break;
            vector = rest;
            if (extent.Size % columns >= 2 * target.Lanes)
                nest = Because.Of(nest, rest, $"The {Counts.Plural(rest.Name)} that are left, one vector at a time.");
        }

        foreach (var rewritten in InVectors(nest, vector))
            yield return rewritten;
    }

    /// <summary>A nest of several loops, one after another, of which each is rewritten by itself.</summary>
    public Nest OfParts(Nest nest)
    {
        var parts = new List<Statement>();
        foreach (var part in Sequence.PartsOf(nest.Body))
        {
            var rewritten = Of(new Nest(part)).Last().Body;
            parts.Add(parts.Count == 0 ? rewritten : Renaming.Copy(rewritten, Names.Of(new Nest(Sequence.Of(parts)))));
        }

        return new(Sequence.Of(parts));
    }

    private IEnumerable<Nest> InVectors(Nest nest, Variable variable)
    {
        var loop = Loop(nest, variable);
        var tail = TailOf(loop);
        (nest, var lane) = Split.Of(nest, variable, "lane", target.Lanes, tail);
        yield return nest;
        yield return nest = LoadFirst.Of(Vectorise.Of(nest, lane, target));
        if (Has(OptionalRewrites.Interleave))
            yield return nest = InterleaveStores.Of(nest);
        if (tail != Tail.None)
            yield return nest = Peel.Of(nest, variable);
    }

    /// <summary>
    /// What becomes of less than a vector. Elements may be computed twice, so that the last vector is a whole one as well; what is padded is
    /// whole anyhow.
    /// </summary>
    private Tail TailOf(For loop)
    {
        var count = loop.Extent.Size - loop.First;
        if (loop is { Extent.IsBatch: true, Limit: null, First: 0 } && loop.Extent.Size % target.Lanes == 0)
            return Tail.None;
        if (loop.Extent.IsBatch || loop.Limit is not null)
            return Tail.Shorter;
        if (count % target.Lanes == 0)
            return Tail.None;
        Place[] sideBySide = [.. loop.Body.Places().Where(place => place.Offset.Stride(loop.Variable) == 1)];
        var isPadded = sideBySide.Length > 0 && Array.TrueForAll(sideBySide, static place => place.Buffer.IsPadded);
        return Has(OptionalRewrites.Overlap) && !isPadded && count > target.Lanes && loop.Reach is null && loop.IsRepeatable ? Tail.Overlap : Tail.Shorter;
    }

    /// <summary>
    /// The loop that becomes the vector: one along which every tensor lies side by side or stays, if there is one; else one along which
    /// what is stored does, and the rest is gathered. Few samples would leave lanes empty, so that results are taken along other loops.
    /// </summary>
    private static Variable? VectorLoop(Nest nest)
    {
        For[] loops = [.. nest.Body.All().OfType<For>().Where(static loop => loop.Extent != 1)];
        var isReduction = nest.Body.All().Any(static statement => statement is Total);
        Place[] stored = [.. nest.Body.AllWrittenPlaces()];
        Place[] rows = [.. nest.Body.Places().Select(static place => place.Row?.Index).OfType<Place>()];
        return loops
            .Where(loop => !Array.Exists(rows, row => row.Offset.Stride(loop.Variable) != 0) && !loop.AddsToOneElement)
            .OrderBy(loop => isReduction && loop.Extent.IsBatch && !loop.Accumulated().Any())
            .ThenBy(loop => stored.Count(place => !IsVector(place, loop)))
            .ThenBy(loop => nest.Body.Places().Count(place => !IsVector(place, loop)))
            .ThenByDescending(loop => Array.IndexOf(loops, loop))
            .FirstOrDefault()?.Variable;

        static bool IsVector(Place place, For loop) => place.Offset.Stride(loop.Variable) is 0 or 1;
    }

    /// <summary>Where a long sum is cut.</summary>
    private (Variable Cut, SumBlocks Blocks)? Blocks(Nest nest, Variable vector)
    {
        if (nest.Body.All().OfType<Total>().FirstOrDefault() is not { Reduction: Reduction.Sum } total)
            return null;
        For[] reduced = [.. nest.Body.All().OfType<For>().Where(loop => loop.Accumulated().Contains(total.Local))];
        var blocks = SumBlocks.Of(
            reduced.Select(static loop => new IndexVariable(loop.Variable.Name, loop.Extent)).ToEquatableArray(),
            Enumerable.Range(0, reduced.Length),
            SumBlocks.Terms,
            vector: Array.FindIndex(reduced, loop => loop.Variable == vector),
            lanes: target.Lanes);
        return blocks is null ? null : (reduced[blocks.Loop].Variable, blocks);
    }

    /// <summary>Whether each turn of a loop has a total of its own.</summary>
    private static bool IsSumOfRows(Nest nest, Variable vector) => Loop(nest, vector).Body.All().Any(static statement => statement is Total);

    private static For Loop(Nest nest, Variable variable) => nest.Body.All().OfType<For>().First(loop => loop.Variable == variable);

    private bool Has(OptionalRewrites rewrite) => (without & rewrite) == 0;
}
