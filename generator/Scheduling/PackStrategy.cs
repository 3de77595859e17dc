using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// The rewrites of a copy of an operand: row by row in the order of the copy, in whole vectors. The lanes that one has too many are
/// overwritten by the next.
/// </summary>
internal static class PackStrategy
{
    // Vectors of a row up to which they are written out.
    private const int LongestUnrolled = 8;

    /// <summary>The copy of one sample, as a method of its own.</summary>
    /// <param name="packing">What is copied and how.</param>
    /// <param name="sample">The loop in which it is made.</param>
    /// <param name="target">What for.</param>
    /// <param name="nameOf">What people call an argument of the kernel.</param>
    public static Statement Of(Packing packing, Variable sample, Target target, Func<int, ValueName> nameOf)
    {
        var copied = Copied(packing, nameOf, null);
        var length = copied.Body.All().OfType<For>().LastOrDefault()?.Extent.Size ?? 1;
        var stores = length % target.Lanes == 0 || packing.Source.Strides.Count == 0 ? ""
            : length < target.Lanes ? $" Each store writes {Numbers.Text(target.Lanes)} numbers, of which {Numbers.Text(length)} count; the next one overwrites the others." : "";
        return new Outlined(
            "Pack",
            $"of one sample, {Summary(packing)}{stores}",
            NestOf(packing, target, nameOf, (Affine)sample * packing.SampleStride).Body)
        { Of = packing.Source.Argument };
    }

    /// <summary>Where the elements go: <c>copied to 32 rows of 64 numbers: the element of feature and key is number key of row feature.</c></summary>
    public static string Summary(Packing packing)
    {
        var (rows, own) = (packing.Loops.Take(packing.Rows).ToArray(), packing.Loops.Skip(packing.Rows).ToArray());
        var (count, unused) = (packing.Count / packing.RowLength, packing.RowStride - packing.RowLength);
        return $"copied to {Counts.Of(count, "row")} of {Counts.Of(packing.RowLength, "number")}{(unused == 0 ? "" : $", and {Numbers.Text(unused)} that are not used")}: "
            + $"the element of {Counts.Joined([.. packing.Loops.Select(static loop => loop.Name)])} is number {Index(own)} of row {Index(rows)}.";

        // channel·9 + ky·3 + kx
        static string Index(IndexVariable[] loops)
        {
            var (stride, terms) = (1, new List<string>());
            foreach (var loop in loops.AsEnumerable().Reverse())
            {
                terms.Insert(0, stride == 1 ? loop.Name : $"{loop.Name}·{Numbers.Text(stride)}");
                stride *= loop.Extent.Size;
            }

            return terms.Count == 0 ? "0" : string.Join(" + ", terms);
        }
    }

    /// <summary>The copy.</summary>
    /// <param name="packing">What is copied and how.</param>
    /// <param name="target">What for.</param>
    /// <param name="nameOf">What people call an argument of the kernel.</param>
    /// <param name="begin">Where in the source it begins.</param>
    public static Nest NestOf(Packing packing, Target target, Func<int, ValueName> nameOf, Affine? begin = null) => InVectors(Copied(packing, nameOf, begin), target);

    /// <summary>The copy, element by element.</summary>
    private static Nest Copied(Packing packing, Func<int, ValueName> nameOf, Affine? begin)
    {
        var names = new Names();
        var source = new Buffer(nameOf(packing.Source.Argument).Mathematics, packing.Source.Argument, ElementType.Float32, [], [1]) { IsFollowed = packing.Source.IsFollowed };
        var copy = CopyOf(nameOf(packing.Copy), packing.Copy);
        Variable[] variables = [.. packing.Loops.Select(loop => names.Variable(loop.Name))];
        var (from, to) = ((Affine)packing.Source.Offset, (Affine)0);
        for (int loop = variables.Length - 1, stride = 1; loop >= 0; loop--)
        {
            if (loop == packing.Rows - 1)
                stride = packing.RowStride;
            from += (Affine)variables[loop] * packing.Source.Strides[loop];
            to += (Affine)variables[loop] * stride;
            stride *= packing.Loops[loop].Extent.Size;
        }

        if (begin is not null)
            from += begin;
        Statement body = new Store(new(copy, [to]), new Read(new(source, [from])));
        for (var loop = variables.Length - 1; loop >= 0; loop--)
            body = new For(variables[loop], packing.Loops[loop].Extent, body);
        return Collapse.Of(new(body));
    }

    /// <summary>The memory that something is copied to.</summary>
    public static Buffer CopyOf(ValueName name, int argument)
        => new(name.Mathematics + " packed", argument, ElementType.Float32, [], [1]) { IsFollowed = true, IsScratch = true };

    /// <summary>A copy row by row, in whole vectors.</summary>
    public static Nest InVectors(Nest nest, Target target)
    {
        if (nest.Body.All().OfType<For>().LastOrDefault() is not { Limit: null } row)
            return nest;
        if (Transposed(nest, row, target.Lanes) is { } source)
            return TransposeStrategy.InBlocks(nest, source.Variable, row.Variable, target);
        var (length, lanes) = (row.Extent.Size, target.Lanes);
        var isApart = row.Body.Places().Any(place => place.Offset.Stride(row.Variable) != 1);
        var tail = length % lanes == 0 ? Tail.None : isApart && length > lanes ? Tail.Overlap : Tail.Shorter;
        (nest, var lane) = Split.Of(nest, row.Variable, "lane", lanes, tail);
        nest = LimitPlaces.Of(LoadFirst.Of(Vectorise.Of(nest, lane, target)), lane);
        if (length <= LongestUnrolled * lanes)
            return Unroll.Of(nest, row.Variable);
        return tail == Tail.None ? nest : Peel.Of(nest, row.Variable);
    }

    /// <summary>Whether a copy is made in blocks that are transposed in registers.</summary>
    public static bool IsTransposed(Packing packing, Target target)
    {
        var copied = Copied(packing, static _ => new ValueName("operand"), null);
        return copied.Body.All().OfType<For>().LastOrDefault() is { } row && Transposed(copied, row, target.Lanes) is not null;
    }

    /// <summary>
    /// The loop along which what is copied is side by side, where the innermost one goes through the copy so and both are long enough for blocks; else null.
    /// </summary>
    private static For? Transposed(Nest nest, For row, int lanes)
    {
        if (row.Body is not Store({ } to, Read({ } from)) || from.Offset.Stride(row.Variable) == 1 || to.Offset.Stride(row.Variable) != 1 || !IsLong(row))
            return null;
        return nest.Body.All().OfType<For>().FirstOrDefault(loop => IsLong(loop) && from.Offset.Stride(loop.Variable) == 1);

        bool IsLong(For loop) => loop is { Limit: null, Step: 1, First: 0 } && loop.Extent.Size >= lanes;
    }
}
