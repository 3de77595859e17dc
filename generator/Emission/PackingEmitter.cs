using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes the copy of an operand, row by row in the order of the copy. Whole vectors are stored: the lanes that one has too many are
/// overwritten by the next.
/// </summary>
internal sealed class PackingEmitter
{
    // Vectors of a row up to which they are written out.
    private const int LongestUnrolled = 8;

    private readonly CodeWriter writer;
    private readonly Packing packing;
    private readonly List<(string Name, int Size, int Stride)> loops = [];

    // How many of the loops go from row to row.
    private readonly int rows;

    private PackingEmitter(CodeWriter writer, Packing packing)
    {
        this.writer = writer;
        this.packing = packing;
        for (var loop = 0; loop < packing.Loops.Count; loop++)
        {
            if (loop == packing.Rows)
                rows = loops.Count;
            Add(packing.Loops[loop].Name, packing.Loops[loop].Extent.Size, packing.Source.Strides[loop]);
        }
    }

    public static string NameOf(KernelMethod method) => method.Name + "Pack";

    public static void Emit(CodeWriter writer, KernelMethod method, Packing packing)
    {
        var name = method.Graph[method.Kernel.Arguments[packing.Source.Argument].Node].Name.Mathematics;
        var order = string.Join(" × ", packing.Loops.Select(static loop => $"{loop.Name} {Numbers.Text(loop.Extent.Size)}"));
        writer.Blank();
        writer.Line($"/// <summary>{name}{(packing.Sample < 0 ? "" : " of one sample")}, copied in the order in which <see cref=\"{method.Name}\"/> goes through it: {order}.</summary>");
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Braces($"private static void {NameOf(method)}(ref float source, ref float packed)");
        new PackingEmitter(writer, packing).EmitLoops();
    }

    /// <summary>Takes one more loop inside of the others; if it and the one around it go through the source like one, they are one.</summary>
    private void Add(string name, int size, int stride)
    {
        if (loops.Count > rows && loops[loops.Count - 1] is var around && around.Stride == size * stride)
            loops[loops.Count - 1] = (IndexVariable.Joined(around.Name, name), around.Size * size, stride);
        else
            loops.Add((name, size, stride));
    }

    private void EmitLoops()
    {
        var scope = new NameScope();
        scope.Take("packed");
        var start = scope.Take("source");
        var blocks = new Stack<CodeWriter.Block>();
        foreach (var (name, size, stride) in loops.Take(loops.Count - 1))
        {
            var counter = scope.Take(name);
            blocks.Push(writer.Braces($"for (var {counter} = 0; {counter} < {Numbers.Text(size)}; {counter}++)"));
            var part = scope.Take(name + "Start");
            var offset = start == "source" ? packing.Source.Offset : 0;
            writer.Line($"ref var {part} = {Offsets.Reference(start, Offsets.Sum([(counter, stride)], offset))};");
            start = part;
        }

        EmitRun(scope, start);
        while (blocks.Count > 0)
        {
            if (blocks.Count == rows && packing.RowStride > packing.RowLength)
                writer.Line($"packed = ref Unsafe.Add(ref packed, {Numbers.Text(packing.RowStride - packing.RowLength)});");
            blocks.Pop().Dispose();
        }
    }

    /// <summary>Copies what lies side by side in the copy.</summary>
    private void EmitRun(NameScope scope, string start)
    {
        var (name, size, stride) = loops[loops.Count - 1];
        var offset = start == "source" ? packing.Source.Offset : 0;
        var whole = size / Vectors.Width;
        if (whole > LongestUnrolled)
        {
            var counter = scope.Take(name);
            using (writer.Braces($"for (var {counter} = 0; {counter} < {Numbers.Text(whole * Vectors.Width)}; {counter} += {Numbers.Text(Vectors.Width)})"))
            {
                var place = Offsets.Reference(start, Offsets.Sum([(counter, stride)], offset));
                writer.Line($"Vector256.StoreUnsafe({LoadAt(place, stride, Vectors.Width)}, ref Unsafe.Add(ref packed, {counter}));");
            }
        }
        else
        {
            for (var vector = 0; vector < whole; vector++)
                Copy(vector * Vectors.Width, Vectors.Width);
        }

        if (size % Vectors.Width > 0)
        {
            if (stride != 1 && whole > 0)
                Copy(size - Vectors.Width, Vectors.Width);
            else
                Copy(whole * Vectors.Width, size % Vectors.Width);
        }

        writer.Line($"packed = ref Unsafe.Add(ref packed, {Numbers.Text(size)});");

        void Copy(int first, int lanes)
        {
            var value = LoadAt(Offsets.Reference(start, offset + (first * stride)), stride, lanes);
            writer.Line(Offsets.Store(value, "packed", first, Vectors.Width, isPadded: true));
        }
    }

    private string LoadAt(string place, int stride, int lanes)
        => stride == 1
            ? lanes == Vectors.Width || packing.Source.IsFollowed ? $"Vector256.LoadUnsafe({place})" : $"Lanes.LoadPartial({place}, {Numbers.Text(lanes)})"
            : $"Lanes.LoadStrided({place}, {Numbers.Text(stride)}, {Numbers.Text(ReachesLittleFurther(stride, lanes) ? Vectors.Width : lanes)})";

    /// <summary>Whether a whole vector reaches less than a vector behind the last of some lanes, as far as there is memory.</summary>
    private bool ReachesLittleFurther(int stride, int lanes) => packing.Source.IsFollowed && (Vectors.Width * stride) - 1 - ((lanes - 1) * stride) < Vectors.Width;
}
