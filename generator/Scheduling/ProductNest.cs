using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scalars;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// A contraction as the plainest loops over the memories that it touches: those that are kept, in each the sum and then the stores. An index
/// along which a memory lies in panels is two loops, over the panels and in one.
/// </summary>
internal sealed class ProductNest
{
    private readonly Names names = new();
    private readonly EquatableArray<IndexVariable> loops;
    private readonly Variable[] variables;
    private readonly Func<int, ValueName> nameOf;
    private readonly int column;
    private readonly int vector;
    private readonly EquatableArray<ReducedRange> ranges;
    private readonly int columnTile;
    private readonly (int Row, CausalEnd End)? diagonal;
    private readonly bool columnsOutermost;
    private readonly int tileRow = -1;
    private readonly int block = -1;

    // Where results are copied sample by sample, one panel of columns is done for all samples before the next.
    private readonly bool isPanelOutermost;

    private ProductNest(EquatableArray<IndexVariable> loops, int column, int columnTile, int vector, EquatableArray<ReducedRange> ranges, bool isInPanels, Func<int, ValueName> nameOf)
    {
        this.loops = loops;
        this.nameOf = nameOf;
        this.column = column;
        this.columnTile = columnTile;
        this.vector = vector;
        this.ranges = ranges;
        var scope = new HashSet<string>();
        variables = [.. loops.Select(loop => names.Variable(Own(loop.Name)))];
        if (isInPanels)
            Panel = names.Variable(Variable.PanelOf(variables[column].Name));

        // A strategy finds loops by their names, also in copies.
        string Own(string name)
        {
            var own = name;
            for (var number = 2; !scope.Add(own); number++)
                own = Names.Text(name, number);
            return own;
        }
    }

    /// <summary>The loop over the panels of the columns; null where nothing lies in panels.</summary>
    public Variable? Panel { get; }

    public Variable this[int loop] => variables[loop];

    private ProductNest(OuterProductPlan plan, bool isInPanels, Func<int, ValueName> nameOf)
        : this(plan.Loops, plan.Column, plan.ColumnTile, plan.Column, plan.Ranges, isInPanels, nameOf)
    {
        (diagonal, columnsOutermost, tileRow, block) = (isInPanels ? null : plan.Diagonal, plan.ColumnsOutermost, plan.Row, plan.Block?.Loop ?? -1);
        isPanelOutermost = isInPanels && plan.Unpackings.Count > 0;
    }

    /// <param name="plan">How the contraction is to be carried out.</param>
    /// <param name="nameOf">What people call an argument of the kernel.</param>
    public static (Nest Nest, ProductNest Loops) Of(OuterProductPlan plan, Func<int, ValueName> nameOf)
    {
        Operand[] operands = [plan.Broadcast, plan.Vector, .. plan.Extras, .. plan.Outputs.Select(static output => output.Operand)];
        var columns = plan.Loops[plan.Column].Extent.Size;
        var product = new ProductNest(
            plan,
            columns > plan.ColumnTile && Array.Exists(operands, operand => operand.TileStride != plan.ColumnTile * operand.Strides[plan.Column]), nameOf);
        int[] kept = plan.ColumnsOutermost && plan.Unpackings.Count == 0 ? [.. plan.Outer, plan.Column, plan.Row] : [.. plan.Outer, plan.Row, plan.Column];
        var nest = product.Of(
            kept, plan.Reduced, plan.Broadcast, plan.Vector, plan.Extras, plan.Outputs,
            added: plan.Accumulates ? product[plan.Packing!.Sample] : null, isInLanes: false);
        return (nest, product);
    }

    public static (Nest Nest, ProductNest Loops) Of(DotProductPlan plan, Func<int, ValueName> nameOf)
    {
        var product = new ProductNest(plan.Loops, plan.Column, plan.ColumnTile, plan.Reduced[plan.Reduced.Count - 1], [], isInPanels: false, nameOf);
        return (product.Of([.. plan.Outer, plan.Column, plan.Row], plan.Reduced, plan.Rows, plan.Columns, plan.Extras, plan.Outputs, added: null, isInLanes: true), product);
    }

    private Nest Of(
        IEnumerable<int> kept, IEnumerable<int> reduced, Operand left, Operand right, EquatableArray<Operand> extras, EquatableArray<StoredOperand> outputs,
        Variable? added, bool isInLanes)
    {
        var sum = names.Local("sum");
        var (lets, values) = SharedValues.Of(
            outputs.Select(static output => output.Expression), [new Named(sum), .. extras.Select(extra => new Read(At(extra)))], names,
            number => number == 0 ? null : nameOf(extras[number - 1].Argument).Identifier,
            outputs.Reverse().Select(output => (output.Expression, (string?)LayerWords.LastOf(nameOf(output.Operand.Argument)))));
        Statement terms = new Accumulate(sum, Reduction.Sum, new Compute(new Argument(0) * new Argument(1), [new Read(At(left)), new Read(At(right))]));
        terms = reduced.Reverse().Aggregate(terms, (body, loop) => Around(loop, body));
        Statement[] results = [.. outputs.Select((output, place) => new Store(At(output.Operand), values[place]))];

        // Where each sample adds its part, all but the first go on with what is stored; and so does a later pass. A sum of lanes is complete only when
        // they are taken together.
        var goesOn = outputs is [{ IsGradient: true, Expression: var output }] && ContractKernel.IsSumAndMore(output) && !(isInLanes && output is Argument);
        EquatableArray<Variable> resumed = [.. goesOn ? [PassLoop.Variable] : Array.Empty<Variable>(), .. added is null ? [] : new[] { added }];
        Statement[] before = resumed.Count == 0 ? [] : [new OnTurn(Turn.Later, resumed, new Accumulate(sum, Reduction.Sum, new Read(At(outputs[0].Operand))))];
        if (!goesOn)
            results = [.. results.Select((store, place) => outputs[place].IsGradient ? AddInPasses.Of((Store)store, names) : store)];
        var body = Sequence.Of([new Total(sum, Reduction.Sum), terms, .. before, .. lets, .. results]);
        var nest = kept.Reverse().Aggregate(body, (inner, loop) => Around(loop, inner));
        return new(isPanelOutermost ? AroundPanels(nest) : nest);
    }

    private Reach Reached(ReducedRange range)
    {
        var kept = (loops[range.Kept].Extent == 1 ? 0 : (Affine)variables[range.Kept]) + BeginOf(range.Kept);
        return new(range.Step, kept * range.KeptStep, kept * range.KeptStep, range.From, range.To);
    }

    /// <summary>The columns of a row up to the diagonal, or the rows of a column from it on.</summary>
    private Reach Diagonal(int beside, CausalEnd end)
    {
        var (reach, begin) = beside == column ? (Reach.RowsOf(variables[beside], end.Block, end.Beyond), BeginOf(diagonal!.Value.Row))
            : (Reach.UpTo(variables[beside], end.Block, end.Beyond), BeginOf(beside) * -1);
        return reach with { Lowest = reach.Lowest + begin, Highest = reach.Highest + begin };
    }

    /// <summary>Where in a longer loop the steps begin that a loop has in a turn of the loops around the contraction.</summary>
    private Affine BeginOf(int loop) => loop == block ? Turns.BlockVariable : 0;

    /// <summary>Whether there is a loop for an index: not for one of one step, unless something depends on that step.</summary>
    private bool IsLoop(int loop) => loops[loop].Extent != 1 || loop == column || loop == vector || ranges.Any(range => range.Loop == loop);

    private Statement Around(int loop, Statement body)
    {
        var extent = loops[loop].Extent;
        if (loop == column && Panel is not null)
        {
            var own = new For(variables[loop], columnTile, body) { Limit = extent.Size % columnTile == 0 ? null : new Limit(Panel, extent) };
            return isPanelOutermost ? own : AroundPanels(own);
        }

        if (!IsLoop(loop))
            return body;
        var beside = diagonal is var (row, _) && columnsOutermost && loop == row ? column : diagonal is var (around, _) && (!columnsOutermost || around != tileRow) && loop == column ? around : -1;
        return new For(variables[loop], extent, body)
        {
            Reach = beside >= 0 ? Diagonal(beside, diagonal!.Value.End) : ranges.FirstOrDefault(range => range.Loop == loop) is { } range ? Reached(range) : null,
            Reason = beside < 0 ? null : beside == column ? Reach.CausalRowsReason : Reach.CausalReason,
        };
    }

    private For AroundPanels(Statement body)
    {
        var extent = loops[column].Extent;
        return new For(Panel!, extent, body) { Step = columnTile, Tail = extent.Size % columnTile == 0 ? Tail.None : Tail.Shorter };
    }

    private Place At(Operand operand)
    {
        var offset = Enumerable.Range(0, loops.Count).Where(IsLoop)
            .Aggregate((Affine)operand.Offset, (sum, loop) => sum + ((Affine)variables[loop] * operand.Strides[loop]));
        if (Panel is not null)
            offset += (Affine)Panel * (operand.TileStride / columnTile);
        return operand.IsScratch ? new(PackStrategy.CopyOf(nameOf(operand.Argument), operand.Argument), [offset]) : new(
            new Buffer(nameOf(operand.Argument).Mathematics, operand.Argument, ElementType.Float32, [], [1]) { IsPadded = operand.IsPadded, IsFollowed = operand.IsFollowed },
            [offset]);
    }
}
