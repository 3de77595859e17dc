using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes how a tile's sums become its outputs: what else the outputs read, the element function, and the stores.</summary>
internal sealed class TileFinish
{
    private readonly CodeWriter writer;
    private readonly KernelMethod method;
    private readonly ElementFunctions functions;
    private readonly NameScope scope;
    private readonly int width;
    private readonly Func<int, int> startOf;
    private readonly int row;
    private readonly int column;
    private readonly EquatableArray<Operand> extras;
    private readonly EquatableArray<StoredOperand> outputs;
    private readonly Dictionary<(int Extra, int Vector), string> loaded = [];

    // Whether the lanes of a sum that are not used are zero, as padding has to be.
    private readonly bool otherLanesAreZero = true;

    public TileFinish(CodeWriter writer, OuterProductSchedule schedule, KernelMethod method, ElementFunctions functions, NameScope scope, int width)
        : this(writer, method, functions, scope, width, vector => schedule.StartOf(vector, width), schedule.Row, schedule.Column, schedule.Extras, schedule.Outputs)
        => otherLanesAreZero = schedule.Vector.IsPadded || !schedule.Vector.IsFollowed;

    public TileFinish(CodeWriter writer, DotProductSchedule schedule, KernelMethod method, ElementFunctions functions, NameScope scope, int width)
        : this(writer, method, functions, scope, width, static vector => vector * Vectors.Width, schedule.Row, schedule.Column, schedule.Extras, schedule.Outputs)
    {
    }

    private TileFinish(
        CodeWriter writer, KernelMethod method, ElementFunctions functions, NameScope scope, int width, Func<int, int> startOf, int row, int column,
        EquatableArray<Operand> extras, EquatableArray<StoredOperand> outputs)
    {
        this.writer = writer;
        this.method = method;
        this.functions = functions;
        this.scope = scope;
        this.width = width;
        this.startOf = startOf;
        this.row = row;
        this.column = column;
        this.extras = extras;
        this.outputs = outputs;
    }

    /// <summary>Loads what is the same for every row, such as a bias.</summary>
    public void LoadExtrasOfColumns()
    {
        for (var extra = 0; extra < extras.Count; extra++)
        {
            if (extras[extra].Strides[row] == 0)
                LoadExtra(extra, 0);
        }
    }

    /// <summary>Loads what differs from row to row.</summary>
    public void LoadExtrasOfRow(int rowNumber)
    {
        for (var extra = 0; extra < extras.Count; extra++)
        {
            if (extras[extra].Strides[row] != 0)
                LoadExtra(extra, rowNumber);
        }
    }

    public void Store(int rowNumber, int vector, string sum)
    {
        var lanes = Lanes(vector);
        foreach (var output in outputs)
        {
            var arguments = Enumerable.Range(0, extras.Count).Select(extra => ExtraAt(extra, vector));
            var value = functions.Call(output, [sum, .. arguments]);

            // Behind the last column the sums themselves are zero, unless what lies behind it was loaded too.
            if (lanes < Vectors.Width && output.Operand.IsPadded && !(output.Expression is Argument(0) && otherLanesAreZero))
                value = $"Vector256.BitwiseAnd({value}, Lanes.Mask({Numbers.Text(lanes)}))";
            writer.Line(Offsets.Store(value, Name(output.Operand), Place(output.Operand, rowNumber, vector), lanes, output.Operand.IsPadded));
        }
    }

    /// <summary>Stores a sum as it is where its first output will be.</summary>
    public void StoreSum(int rowNumber, int vector, string sum)
    {
        var operand = outputs[0].Operand;
        writer.Line(Offsets.Store(sum, Name(operand), Place(operand, rowNumber, vector), Lanes(vector), operand.IsPadded && otherLanesAreZero));
    }

    public string LoadSum(int vector)
    {
        var sum = scope.Take(width > Vectors.Width ? "sum" + Numbers.Text(vector) : "sum");
        writer.Line($"var {sum} = {Stored(0, vector)};");
        return sum;
    }

    /// <summary>What is stored where the first output of some columns will be.</summary>
    public string Stored(int rowNumber, int vector)
    {
        var operand = outputs[0].Operand;
        return Offsets.Load(Name(operand), Place(operand, rowNumber, vector), Lanes(vector), operand.IsPadded);
    }

    /// <summary>Moves every reference that depends on the row to the next one.</summary>
    public void AdvanceRow()
    {
        var moving = extras.Concat(outputs.Select(static output => output.Operand)).Where(operand => operand.Strides[row] != 0);
        foreach (var operand in moving.GroupBy(static operand => operand.Argument).Select(static group => group.First()))
            writer.Line($"{Name(operand)} = {Offsets.Reference(Name(operand), operand.Strides[row])};");
    }

    private void LoadExtra(int extra, int rowNumber)
    {
        var operand = extras[extra];
        var vectors = (width + Vectors.Width - 1) / Vectors.Width;
        for (var vector = 0; vector < (operand.Strides[column] == 0 ? 1 : vectors); vector++)
        {
            // By row and vector, as the sums are named.
            var rowPart = operand.Strides[row] == 0 ? "" : Numbers.Text(rowNumber);
            var vectorPart = vectors == 1 || operand.Strides[column] == 0 ? "" : Numbers.Text(vector);
            var name = scope.Take(Name(operand) + (rowPart.Length + vectorPart.Length == 0 ? "Vector" : rowPart + vectorPart));
            var place = Place(operand, rowNumber, vector);
            var value = operand.Strides[column] switch
            {
                0 => $"Vector256.Create({Offsets.Value(Name(operand), place)})",
                1 => Offsets.Load(Name(operand), place, Lanes(vector), operand.IsPadded),
                var stride => $"Lanes.LoadStrided({Offsets.Reference(Name(operand), place)}, {Numbers.Text(stride)}, {Numbers.Text(Lanes(vector))})",
            };
            writer.Line($"var {name} = {value};");
            loaded[(extra, vector)] = name;
        }
    }

    private string ExtraAt(int extra, int vector) => loaded[(extra, extras[extra].Strides[column] == 0 ? 0 : vector)];

    private int Lanes(int vector) => Math.Min(Vectors.Width, width - startOf(vector));

    private int Place(Operand operand, int rowNumber, int vector)
        => (rowNumber * operand.Strides[row]) + (startOf(vector) * operand.Strides[column]);

    private string Name(Operand operand) => method.Arguments[operand.Argument];
}
