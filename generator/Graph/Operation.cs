using NetGen.Generator.Scalars;

namespace NetGen.Generator.Graph;

/// <summary>
/// What a node of the graph computes. The set is closed and small: only these have a rule of differentiation and an emitter, and
/// every layer is a composition of them.
/// </summary>
internal abstract record Operation;

/// <summary>What the caller gives: one of the network's inputs, or of its objective's targets.</summary>
internal sealed record Input(int Index, bool IsTarget = false) : Operation
{
    /// <summary>Of whole numbers, how many there are: each is from 0 to this, exclusive. The runtime refuses others. Null for numbers of any kind.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Of lengths, how many steps the sequences have: each is a whole number from 1 to this. The runtime refuses others. Null for numbers of any kind.</summary>
    public int? Longest { get; init; }
}

/// <summary>
/// A state of the sequences before the first step of a pass, which the caller keeps: what the pass before has left of <see cref="NetworkGraph.StatesAfter"/> number
/// <paramref name="Index"/>. Behind the last of them, how many steps each sequence has taken, [batch × 1].
/// </summary>
internal sealed record StateBefore(int Index) : Operation;

/// <summary>A trainable tensor, by its place among the network's parameters.</summary>
internal sealed record Parameter(int Index) : Operation;

/// <summary>∂loss/∂output, which the caller gives to the backward pass.</summary>
internal sealed record OutputGradient(int Output) : Operation;

/// <summary>
/// An elementwise function of its inputs, which are broadcast to one shape by NumPy's rule.
/// <c>Argument(i)</c> of the expression is the element of input i.
/// </summary>
/// <param name="Expression">The function.</param>
/// <param name="Formula">How people write it, such as <c>relu(z)</c>; null for the expression itself.</param>
internal sealed record Map(Scalar Expression, Formula? Formula = null) : Operation
{
    /// <summary>A function with the same values at all numbers, where its derivative at a kink is wanted and not that of the expression.</summary>
    public Scalar? DifferentiatedAs { get; init; }
}

/// <summary>
/// A sum of products over an index space: <c>output[O(i)] = Σ left[L(i)] · right[R(i)]</c>, summed over the indices that do not occur
/// in O; an element that no product reaches is 0. Each access is affine, so that dense layers, convolutions and batched matrix products are all this one operation, and so are
/// their gradients, in which the three accesses change places.
/// </summary>
internal sealed record Contract(EquatableArray<IndexVariable> Indices, Access Output, Access Left, Access Right) : Operation;

/// <summary>Combines the elements along some axes, which stay as axes of length 1.</summary>
internal sealed record Reduce(Reduction Reduction, EquatableArray<int> Axes) : Operation;

/// <summary>The same elements in another arrangement; computes nothing.</summary>
internal abstract record View : Operation;

/// <summary>The same elements in the same order under another shape. Of a view that does not lie in C order, only what strides can say.</summary>
internal sealed record Reshape : View;

/// <summary>Axes of length 1, or missing in front, repeated to the node's shape.</summary>
internal sealed record Broadcast : View;

/// <summary>The axes in another order: axis a of the node is axis <c>Permutation[a]</c> of its input. The batch stays first.</summary>
internal sealed record Transpose(EquatableArray<int> Permutation) : View;

/// <summary>A part of an axis: <paramref name="Length"/> elements from <paramref name="Start"/> on, every <paramref name="Step"/>-th.</summary>
internal sealed record Slice(int Axis, int Start, int Length, int Step = 1) : View
{
    /// <summary>The last element that it takes.</summary>
    public int Last => Start + ((Length - 1) * Step);
}

/// <summary>The inputs concatenated along an axis.</summary>
internal sealed record Concatenate(int Axis) : Operation;

/// <summary>
/// Rows of a table: input 0 is the table [rows × …], input 1 the number of a row for each place, and the result has a row in the place of each number.
/// A table that each sample has its own of has the batch in front of its rows. Numbers of rows are whole, and known to be in the table (<see cref="IndexBounds"/>).
/// </summary>
/// <param name="Padding">The row that no gradient flows into, where there is one.</param>
internal sealed record Gather(int? Padding = null) : Operation
{
    /// <summary>The axis of a table that has its rows.</summary>
    public static int RowAxis(Shape table) => table.IsBatched ? 1 : 0;

    /// <summary>The shape of what is gathered: that of the indices, and behind it that of a row.</summary>
    public static Shape ShapeOf(Shape table, Shape indices)
        => new(indices.Extents.Concat(table.Extents.Skip(RowAxis(table) + 1)).ToEquatableArray());
}

/// <summary>The gradient of a <see cref="Gather"/>: the rows of input 0, each added to the row of the result whose number input 1 has at that place.</summary>
internal sealed record IndexAdd : Operation;

/// <summary>Numbers that are known when the network is compiled, in C order.</summary>
internal sealed record Literal(EquatableArray<float> Elements) : Operation;

/// <summary>The same number everywhere. It takes no memory where an elementwise step reads it.</summary>
internal sealed record Fill(double Value) : Operation;

/// <summary>The value itself, through which no gradient flows.</summary>
internal sealed record StopGradient : Operation;

/// <summary>
/// The sum of a value over all workers that share a batch. Each of them has summed over its own samples; with the parts of the others it
/// has the sum over the whole batch, and all have the same bits. With one worker it is the value itself.
/// </summary>
internal sealed record Exchange : Operation;

/// <summary>The first input in the passes of training, the second in a prediction. Which of them it is, is decided before gradients are built.</summary>
internal sealed record WhenTraining : Operation;

/// <summary>What is made of no other value, and what no caller gives.</summary>
internal abstract record Leaf : Operation;

/// <summary>
/// Random numbers, which depend on the seed, the step, the stream, and their place in the whole batch alone. The backward pass has the
/// same ones as the forward pass.
/// </summary>
/// <param name="Distribution">How they are distributed.</param>
/// <param name="Stream">The number of this node among those of the network: two streams have nothing in common.</param>
internal sealed record RandomNumbers(RandomDistribution Distribution, int Stream) : Leaf;

/// <summary>How many samples the whole batch has, those of all workers together, as a number.</summary>
internal sealed record BatchSize : Leaf;

internal enum RandomDistribution
{
    /// <summary>In [0, 1).</summary>
    Uniform,

    /// <summary>With mean 0 and standard deviation 1.</summary>
    Normal,
}

internal enum Reduction
{
    Sum,
    Max,
}

/// <summary>An index that a contraction runs over.</summary>
/// <param name="Name">Its name in the notation and in the emitted loops, such as <c>output</c>.</param>
/// <param name="Extent">It runs from 0 to this, exclusive.</param>
internal sealed record IndexVariable(string Name, Extent Extent)
{
    /// <summary>What a reader calls it: a batch of several rows of each sample, or of their time steps, has rows.</summary>
    public string Word => Extent.IsRows && Name == "sample" ? "row" : Name;

    /// <summary>What two loops are called that have become one: <c>yx</c>, <c>inputKy</c>; with the samples in front, they are rows.</summary>
    public static string Joined(string outer, string inner)
        => outer is "sample" or "row" ? "row" : inner.Length == 1 ? outer + inner : outer + char.ToUpperInvariant(inner[0]) + inner.Substring(1);
}

/// <summary>Which element of a tensor a contraction touches: one affine index for each of the tensor's axes.</summary>
internal sealed record Access(EquatableArray<AffineIndex> Axes)
{
    /// <summary>One plain index for each axis, by its place in the contraction's index space.</summary>
    public static Access Of(params int[] indices)
        => new(indices.Select(static index => new AffineIndex([new AffineTerm(index, 1)], 0)).ToEquatableArray());

    public bool Uses(int index) => Axes.Any(axis => axis.Terms.Any(term => term.Index == index));

    public override string ToString() => "[" + string.Join(", ", Axes) + "]";
}

/// <summary><c>Σ coefficient·index + offset</c></summary>
internal sealed record AffineIndex(EquatableArray<AffineTerm> Terms, int Offset)
{
    public override string ToString()
        => string.Join(" + ", Terms.Select(static term => term.ToString()))
            + (Offset == 0 ? "" : Offset < 0 ? $" - {Numbers.Text(-Offset)}" : $" + {Numbers.Text(Offset)}");
}

/// <summary><c>coefficient·index</c>, the index by its place in the contraction's index space.</summary>
internal sealed record AffineTerm(int Index, int Coefficient)
{
    public override string ToString() => Coefficient == 1 ? $"i{Numbers.Text(Index)}" : $"{Numbers.Text(Coefficient)}·i{Numbers.Text(Index)}";
}
