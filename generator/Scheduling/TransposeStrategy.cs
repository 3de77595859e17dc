using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// The rewrites of a copy of a matrix from panels of rows to panels of columns, or to one of them: blocks of as many rows and columns as a vector
/// has lanes are transposed in registers.
/// </summary>
internal sealed class TransposeStrategy
{
    private const string RowName = "row";
    private const string ColumnName = "column";

    private readonly Target target;
    private readonly List<Nest> steps = [];

    private TransposeStrategy(Target target) => this.target = target;

    private Nest Nest
    {
        get => steps[steps.Count - 1];
        set => steps.Add(value);
    }

    /// <summary>The nest after each rewrite: the first is the copy element by element, the last is the schedule.</summary>
    /// <param name="rows">How many rows the matrix has.</param>
    /// <param name="columns">How many columns it has.</param>
    /// <param name="source">Where its elements are, in argument 0: in panels of rows.</param>
    /// <param name="copy">Where they go, in argument 1: in panels of columns.</param>
    /// <param name="name">What people call the matrix.</param>
    /// <param name="target">What for.</param>
    public static IReadOnlyList<Nest> Of(int rows, int columns, TensorLayout source, TensorLayout copy, ValueName name, Target target)
    {
        var names = new Names();
        var (row, column) = (new Axis(0, rows, source.Block, RowName, names), new Axis(1, columns, copy.Block, ColumnName, names));
        Place At(string text, int argument, TensorLayout layout)
            => new(new Buffer(text, argument, ElementType.Float32, [], [1]), [row.Offset(layout) + column.Offset(layout)]);
        var element = new Store(At(name.Mathematics + " repacked", 1, copy), new Read(At(name.Mathematics, 0, source)));
        var strategy = new TransposeStrategy(target) { Nest = new(row.Around(column.Around(element))) };
        if (column.Panel is not null)
            strategy.Nest = Reorder.Of(strategy.Nest, row.Own);
        strategy.Apply(rows, columns, source, copy);
        return strategy.steps;
    }

    /// <summary>The copy of one panel of columns, element by element: <c>copy[row · block + column] = matrix[row, panel + column]</c>.</summary>
    /// <param name="rows">How many rows the matrix has.</param>
    /// <param name="columns">How many columns it has.</param>
    /// <param name="source">Where its elements are: in panels of rows.</param>
    /// <param name="block">How many columns a panel of the copy has.</param>
    /// <param name="matrix">The number of the argument with the matrix, and what people call it.</param>
    /// <param name="copy">The memory that the panel is copied to.</param>
    /// <param name="panel">The loop around it: over the first columns of panels.</param>
    public static Statement PanelOf(int rows, int columns, TensorLayout source, int block, (int Argument, ValueName Name) matrix, Buffer copy, Variable panel)
    {
        var names = new Names();
        var (row, column) = (new Axis(0, rows, source.Block, RowName, names), names.Variable(columns > block ? ColumnName + Axis.WithinSuffix : ColumnName));
        var from = new Place(new Buffer(matrix.Name.Mathematics, matrix.Argument, ElementType.Float32, [], [1]), [row.Offset(source) + (((Affine)panel + column) * source.Strides[1])]);
        var to = new Place(copy, [row.Position * block + column]);
        return row.Around(new For(column, block, new Store(to, new Read(from))) { Limit = columns % block == 0 ? null : new Limit(panel, columns) });
    }

    /// <summary>The copy of a panel in blocks that are transposed in registers.</summary>
    /// <param name="nest">The copy, element by element.</param>
    /// <param name="rows">How many rows the matrix has.</param>
    /// <param name="columns">How many columns it has.</param>
    /// <param name="source">Where the matrix's elements are.</param>
    /// <param name="copy">Where those of a panel of the copy are.</param>
    /// <param name="target">What for.</param>
    public static Nest InBlocks(Nest nest, int rows, int columns, TensorLayout source, TensorLayout copy, Target target)
    {
        var strategy = new TransposeStrategy(target) { Nest = nest };
        strategy.Apply(rows, columns, source, copy);
        return strategy.Nest;
    }

    private void Apply(int rows, int columns, TensorLayout source, TensorLayout copy)
    {
        foreach (var name in new[] { RowName, ColumnName })
            ForEach(Variable.PanelOf(name), Peeled);
        ForEach(RowName, InBlocks);
        ForEach(RowName + Axis.WithinSuffix, InBlocks);
        foreach (var name in new[] { RowName, ColumnName })
        {
            ForEach(name, Peeled);
            ForEach(name + Axis.WithinSuffix, Peeled);
        }

        if (Nest.Body.All().OfType<For>().FirstOrDefault(static loop => loop is { IsVector: false, IsOneTurn: false }) is not { } outermost)
            return;
        var hasPanels = copy.Length > TensorLayout.RoundUp(rows * copy.Block, TensorLayout.Alignment);
        var (someRows, someColumns) = (Counts.Of(target.Lanes, "row"), Counts.Of(target.Lanes, "column"));
        Nest = Because.Of(
            Nest, outermost.Variable,
            $"Blocks of {someRows} × {someColumns} are transposed in registers: "
                + $"{someColumns}, each with its {someRows} side by side in a panel of {Counts.Of(source.Block, "row")}, become {someRows}, each with its {someColumns} side by side in a panel of {Counts.Of(copy.Block, "column")}. "
                + $"In the weight, a row further is 1 float on, a column {Numbers.Text(source.Strides[1])}{(rows > source.Block ? $" and a panel {Numbers.Text(source.Block)} · {Numbers.Text(columns)}" : "")}; "
                + $"in the copy, a column further is 1 float on, a row {Numbers.Text(copy.Strides[0])}{(hasPanels ? $" and a panel {Numbers.Text(copy.Block)} · {Numbers.Text(rows)}" : "")}."
                + (rows % target.Lanes != 0 || columns % target.Lanes != 0 ? " Of a block that is not full, vectors are its columns and lanes its rows." : ""));
    }

    /// <summary>A copy in blocks that are transposed in registers, of which the last may overlap the one before it.</summary>
    /// <param name="nest">The copy, element by element.</param>
    /// <param name="source">The loop along which what is copied is side by side: at least as long as a vector.</param>
    /// <param name="copy">The loop along which the copy is, the innermost: at least as long.</param>
    /// <param name="target">What for.</param>
    public static Nest InBlocks(Nest nest, Variable source, Variable copy, Target target)
    {
        var strategy = new TransposeStrategy(target) { Nest = nest };
        var sourceLane = strategy.Split(source, Tail.Overlap);
        strategy.Nest = Reorder.Inwards(strategy.Nest, sourceLane);
        var copyLane = strategy.Split(copy, Tail.Overlap);
        strategy.Nest = Reorder.Inwards(strategy.Nest, sourceLane);
        strategy.Nest = TransposeInRegisters.Of(strategy.Nest, copyLane, target);
        var outermost = strategy.Nest.Body.All().OfType<For>().FirstOrDefault(static loop => loop is { IsVector: false, IsOneTurn: false });
        var lanes = Numbers.Text(target.Lanes);
        return outermost is null ? strategy.Nest
            : Because.Of(strategy.Nest, outermost.Variable, $"Blocks of {lanes} × {lanes} numbers are transposed in registers.");
    }

    /// <summary>Rewrites a loop and all copies that were made of it.</summary>
    private void ForEach(string name, Action<Variable> rewrite)
    {
        var done = new HashSet<Variable>();
        while (Nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable.Name == name && !done.Contains(loop.Variable)) is { } next)
        {
            done.Add(next.Variable);
            rewrite(next.Variable);
        }
    }

    /// <summary>Takes what is left of a loop out of it, if there is something.</summary>
    private void Peeled(Variable variable)
    {
        if (Loop(variable) is { Tail: Tail.Shorter, IsOneTurn: false })
            Nest = Peel.Of(Nest, variable);
    }

    /// <summary>The rows and columns of a panel, or of a part of one, in blocks that are transposed in registers.</summary>
    private void InBlocks(Variable row)
    {
        var column = ((For)Loop(row).Body).Variable;
        var rowLane = Split(row);
        Nest = Reorder.Of(Nest, rowLane);
        var columnLane = Split(column);
        Nest = Reorder.Of(Nest, row);
        Nest = TransposeInRegisters.Of(Nest, columnLane, target);
    }

    private Variable Split(Variable variable, Tail rest = Tail.Shorter)
    {
        var tail = Loop(variable).Extent.Size % target.Lanes == 0 ? Tail.None : rest;
        (Nest, var lane) = Loops.Rewrites.Split.Of(Nest, variable, variable.Name + "Lane", target.Lanes, tail);
        return lane;
    }

    private For Loop(Variable variable) => Nest.Body.All().OfType<For>().First(loop => loop.Variable == variable);

    /// <summary>An axis of the matrix: one loop, or two where it is cut into panels.</summary>
    private sealed class Axis(int number, int extent, int block, string word, Names names)
    {
        public const string WithinSuffix = "Within";

        public Variable Own { get; } = names.Variable(extent > block ? word + WithinSuffix : word);

        public Variable? Panel { get; } = extent > block ? names.Variable(Variable.PanelOf(word)) : null;

        /// <summary>The row or column itself.</summary>
        public Affine Position => Panel is null ? Own : (Affine)Panel + Own;

        /// <summary>How far into a memory an element is by its place along this axis.</summary>
        public Affine Offset(TensorLayout layout)
        {
            var offset = (Affine)Own * layout.Strides[number];
            return Panel is null ? offset : offset + ((Affine)Panel * (layout.BlockedAxis == number ? layout.BlockStride / block : layout.Strides[number]));
        }

        public For Around(Statement body)
        {
            if (Panel is null)
                return new For(Own, extent, body);
            var isWhole = extent % block == 0;
            var own = new For(Own, block, body) { Limit = isWhole ? null : new Limit(Panel, extent) };
            return new For(Panel, extent, own) { Step = block, Tail = isWhole ? Tail.None : Tail.Shorter };
        }
    }
}
