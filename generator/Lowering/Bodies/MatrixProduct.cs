using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>
/// <c>out[…, m, n] = Σₖ left[…, m, k] · right[…, k, n]</c>, as NumPy's <c>matmul</c>: a vector on the left is a row and one on the right a
/// column, which then are missing in the result; the axes in front are broadcast.
/// </summary>
internal static class MatrixProduct
{
    /// <exception cref="MatrixShapeException">The shapes do not fit.</exception>
    public static int Add(GraphBuilder graph, int left, int right, ValueName name)
    {
        var a = new Operand(graph[left].Shape, isLeft: true);
        var b = new Operand(graph[right].Shape, isLeft: false);
        if (a.Sample.Length == 0 || b.Sample.Length == 0)
            throw new MatrixShapeException("a matrix product needs axes");
        if (a.Inner != b.Inner)
            throw new MatrixShapeException($"{Counts.Text(a.Inner)} ≠ {Counts.Text(b.Inner)}");

        var indices = new List<IndexVariable>();
        var extents = new List<Extent>();
        int New(string index, Extent extent, bool isKept = true)
        {
            indices.Add(new IndexVariable(index, extent));
            if (isKept)
                extents.Add(extent);
            return indices.Count - 1;
        }

        var batch = a.IsBatched || b.IsBatched ? New("sample", Extent.Batch) : -1;
        var outer = new int[Math.Max(a.Outer.Length, b.Outer.Length)];
        for (var axis = 0; axis < outer.Length; axis++)
        {
            var (own, other) = (a.OuterExtent(axis, outer.Length), b.OuterExtent(axis, outer.Length));
            if (own != 1 && other != 1 && own != other)
                throw new MatrixShapeException($"{Counts.Text(own)} ≠ {Counts.Text(other)}");
            outer[axis] = New(outer.Length == 1 ? "position" : $"position{Numbers.Text(axis + 1)}", Math.Max(own, other));
        }

        var row = a.IsVector ? -1 : New("row", a.Kept);
        var column = b.IsVector ? -1 : New("column", b.Kept);
        var inner = New("feature", a.Inner, isKept: false);
        int[] kept = [.. new[] { batch }.Concat(outer).Append(row).Append(column).Where(static index => index >= 0)];
        var contract = new Contract(
            indices.ToEquatableArray(), Access.Of(kept), a.Access(batch, outer, indices, row, inner), b.Access(batch, outer, indices, inner, column));
        return graph.Contract(contract, left, right, new Shape(extents.ToEquatableArray()), name);
    }

    private sealed class Operand(Shape shape, bool isLeft)
    {
        public int[] Sample { get; } = [.. shape.SampleDimensions];

        public bool IsBatched => shape.IsBatched;

        public bool IsVector => Sample.Length == 1;

        /// <summary>The axes before those of the matrix.</summary>
        public int[] Outer => [.. Sample.Take(Math.Max(0, Sample.Length - 2))];

        public int Inner => Sample[IsVector || isLeft ? Sample.Length - 1 : Sample.Length - 2];

        public int Kept => Sample[isLeft ? Sample.Length - 2 : Sample.Length - 1];

        public int OuterExtent(int axis, int count) => axis < count - Outer.Length ? 1 : Outer[axis - (count - Outer.Length)];

        public Access Access(int batch, int[] outer, List<IndexVariable> indices, int first, int second)
        {
            var axes = new List<AffineIndex>();
            if (IsBatched)
                axes.Add(Plain(batch));
            for (var axis = outer.Length - Outer.Length; axis < outer.Length; axis++)
                axes.Add(indices[outer[axis]].Extent == OuterExtent(axis, outer.Length) ? Plain(outer[axis]) : new AffineIndex([], 0));
            foreach (var index in new[] { first, second })
            {
                if (index >= 0)
                    axes.Add(Plain(index));
            }

            return new Access(axes.ToEquatableArray());
        }

        private static AffineIndex Plain(int index) => new([new AffineTerm(index, 1)], 0);
    }
}

/// <summary>Two tensors have no matrix product; the message is the arithmetic.</summary>
internal sealed class MatrixShapeException(string message) : Exception(message);
