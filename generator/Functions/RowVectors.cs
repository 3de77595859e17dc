using System.Runtime.CompilerServices;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Where several results are differentiated side by side, the adjoints of a variable for all of them are one vector where each of its statements is the same
/// for all: with the adjoints of its own result. One statement then does what several did.
/// </summary>
/// <remarks>An adjoint that only some results have stays a number, and so do those whose statements differ: near the results.</remarks>
internal sealed class RowVectors
{
    private readonly Procedure procedure;
    private readonly AdjointVariables adjoints;
    private readonly List<(int First, int Count)> groups;
    private readonly HashSet<(int Variable, int Group)> fitting = [];
    private readonly HashSet<(int Variable, int Group)> unfit = [];
    private readonly Dictionary<(int Variable, int Group), int> vectors = [];
    private readonly Dictionary<(int Variable, int Group), int> made = [];
    private readonly Dictionary<int, Argument> zeros = [];
    private readonly Dictionary<Scalar, Form>[] forms;

    private RowVectors(Procedure procedure, AdjointVariables adjoints, int rows)
    {
        (this.procedure, this.adjoints) = (procedure, adjoints);
        groups = Groups(rows, procedure.Number.LaneCount);
        forms = [.. groups.Select(static _ => new Dictionary<Scalar, Form>(ReferenceComparer.Instance))];
    }

    /// <summary>Merges the statements; false where there is nothing to merge.</summary>
    /// <param name="procedure">Whose adjoints they are.</param>
    /// <param name="adjoints">The adjoints.</param>
    /// <param name="rows">How many results are differentiated.</param>
    /// <param name="backward">The statements that compute the adjoints.</param>
    public static bool Apply(Procedure procedure, AdjointVariables adjoints, int rows, List<Line> backward)
    {
        if (procedure.Number.Vectors is null)
            return false;
        var merging = new RowVectors(procedure, adjoints, rows);
        merging.Find(backward);
        merging.fitting.ExceptWith(merging.unfit);
        if (merging.fitting.Count == 0)
            return false;
        foreach (var (variable, group) in merging.fitting.OrderBy(static key => key))
            merging.Define(variable, group);
        merging.Merge(backward);
        return true;
    }

    /// <summary>As many rows in each as a vector has elements.</summary>
    private static List<(int First, int Count)> Groups(int rows, int largest)
    {
        var groups = new List<(int, int)>();
        for (var first = 0; first < rows; first += largest)
            groups.Add((first, Math.Min(largest, rows - first)));
        return groups;
    }

    private void Define(int variable, int group)
    {
        var (first, count) = groups[group];
        var vector = NewVector("", count);
        adjoints.Name(vector, variable, -1);
        vectors.Add((variable, group), vector);
        for (var row = 0; row < count; row++)
            procedure.Variables[adjoints.Of(variable, first + row)].ElementOf = (vector, row);
    }

    private int NewVector(string name, int count)
    {
        var vector = procedure.NewVariable(name, VariableKind.Real);
        // Of two, four or eight elements.
        var length = count <= 2 && !procedure.Number.IsSingle ? 2 : count <= 4 ? 4 : 8;
        procedure.Variables[vector].VectorLength = length;
        return vector;
    }

    /// <summary>The variable and the row that a statement gives a value to; null for any other statement.</summary>
    private (int Variable, int Row)? TargetOf(Line line) => line switch
    {
        Declare { Value: null or RealTerm } declare => adjoints.OriginOf(declare.Variable),
        Assign { Value: RealTerm } assign => adjoints.OriginOf(assign.Variable),
        Accumulate accumulate => adjoints.OriginOf(accumulate.Variable),
        _ => null,
    };

    private static Scalar? ValueOf(Line line) => line switch
    {
        Declare { Value: RealTerm(var value) } => value,
        Assign { Value: RealTerm(var value) } => value,
        Accumulate accumulate => accumulate.Value,
        _ => null,
    };

    private int GroupOf(int row) => row / groups[0].Count;

    /// <summary>The statements in a list by variable and group, and there by row.</summary>
    private Dictionary<(int Variable, int Group), List<int>[]> Statements(List<Line> lines)
    {
        var found = new Dictionary<(int, int), List<int>[]>();
        for (var index = 0; index < lines.Count; index++)
        {
            if (TargetOf(lines[index]) is not var (variable, row) || row < 0)
                continue;
            var group = GroupOf(row);
            if (!found.TryGetValue((variable, group), out var rows))
                found.Add((variable, group), rows = [.. Enumerable.Range(0, groups[group].Count).Select(static _ => new List<int>())]);
            rows[row - groups[group].First].Add(index);
        }

        return found;
    }

    private void Find(List<Line> lines)
    {
        foreach (var (key, rows) in Statements(lines).Select(static pair => (pair.Key, pair.Value)))
            (AreAlike(lines, key.Group, rows) ? fitting : unfit).Add(key);
        foreach (var block in lines.SelectMany(LineTree.Blocks))
            Find(block);
    }

    private bool AreAlike(List<Line> lines, int group, List<int>[] rows)
    {
        if (rows.Length < 2 || Array.Exists(rows, row => row.Count != rows[0].Count))
            return false;
        for (var statement = 0; statement < rows[0].Count; statement++)
        {
            var first = lines[rows[0][statement]];
            var form = first is Declare { Value: null } || ValueOf(first) is Constant(0.0) ? Form.Vector : FormOf(ValueOf(first)!, group);
            if (form != Form.Vector)
                return false;
            for (var row = 1; row < rows.Length; row++)
            {
                var other = lines[rows[row][statement]];
                if (other.GetType() != first.GetType() || !IsAlike(ValueOf(first), ValueOf(other), groups[group].First, groups[group].First + row))
                    return false;
            }
        }

        // In between nothing happens but to other adjoints.
        var (from, to) = (rows.Min(static row => row[0]), rows.Max(static row => row[row.Count - 1]));
        return lines.Skip(from).Take(to - from + 1).All(line => TargetOf(line) is not null || line is AccumulateElement);
    }

    private bool IsAlike(Scalar? one, Scalar? other, int row, int otherRow)
    {
        if (one is null || other is null)
            return one is null && other is null;
        var pairs = new Dictionary<Scalar, Scalar>(ReferenceComparer.Instance);
        return Same(one, other);

        bool Same(Scalar a, Scalar b)
        {
            if (pairs.TryGetValue(a, out var known))
                return ReferenceEquals(known, b);
            RuntimeHelpers.EnsureSufficientExecutionStack();
            pairs.Add(a, b);
            return (a, b) switch
            {
                (Argument(var x), Argument(var y)) => (adjoints.OriginOf(x), adjoints.OriginOf(y)) is ({ } first, { } second)
                    ? first.Variable == second.Variable && first.Row == row && second.Row == otherRow
                    : x == y,
                (Constant(var x), Constant(var y)) => x.Equals(y),
                (Unary x, Unary y) => x.Function == y.Function && Same(x.Operand, y.Operand),
                (Binary x, Binary y) => x.Function == y.Function && Same(x.Left, y.Left) && Same(x.Right, y.Right),
                (Select x, Select y) => x.Comparison == y.Comparison && Same(x.Left, y.Left) && Same(x.Right, y.Right) && Same(x.WhenTrue, y.WhenTrue) && Same(x.WhenFalse, y.WhenFalse),
                _ => false,
            };
        }
    }

    private enum Form
    {
        /// <summary>No adjoint is in it.</summary>
        Number,

        /// <summary>It is a multiple of adjoints, and a vector has operators for it.</summary>
        Vector,

        Other,
    }

    /// <summary>What an expression is where adjoints are vectors.</summary>
    private Form FormOf(Scalar expression, int group)
    {
        var (row, known) = (groups[group].First, forms[group]);
        return Visit(expression);

        Form Visit(Scalar node)
        {
            if (known.TryGetValue(node, out var form))
                return form;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return known[node] = node switch
            {
                Constant => Form.Number,
                Argument(var index) => adjoints.OriginOf(index) is not { } origin ? Form.Number : origin.Row == row ? Form.Vector : Form.Other,
                Unary(UnaryFunction.Negate, var operand) => Visit(operand),
                Binary(BinaryFunction.Add or BinaryFunction.Subtract, var left, var right) => Visit(left) == Visit(right) ? Visit(left) : Form.Other,
                Binary(BinaryFunction.Multiply, var left, var right) => Product(Visit(left), Visit(right)),
                Binary(BinaryFunction.Divide, var left, var right) => Visit(right) == Form.Number ? Visit(left) : Form.Other,
                Unary(_, var operand) => Numbers(operand),
                Binary(_, var left, var right) => Numbers(left, right),
                Select select when Numbers(select.Left, select.Right) == Form.Number => Chosen(select.WhenTrue, select.WhenFalse),
                _ => Form.Other,
            };
        }

        Form Numbers(params Scalar[] operands) => Array.TrueForAll(operands, operand => Visit(operand) == Form.Number) ? Form.Number : Form.Other;

        Form Chosen(Scalar one, Scalar other)
            => Visit(one) == Visit(other) ? Visit(one)
                : (Visit(one) == Form.Vector && other is Constant(0.0)) || (Visit(other) == Form.Vector && one is Constant(0.0)) ? Form.Vector
                : Form.Other;

        static Form Product(Form left, Form right) => (left, right) switch
        {
            (Form.Number, Form.Number) => Form.Number,
            (Form.Number, Form.Vector) or (Form.Vector, Form.Number) => Form.Vector,
            _ => Form.Other,
        };
    }

    private void Merge(List<Line> lines)
    {
        foreach (var block in lines.SelectMany(LineTree.Blocks).ToList())
            Merge(block);
        var merged = new Dictionary<int, Line>();
        var dropped = new HashSet<int>();
        foreach (var (key, rows) in Statements(lines).Select(static pair => (pair.Key, pair.Value)))
        {
            if (!vectors.TryGetValue(key, out var vector))
                continue;
            foreach (var index in rows[0])
                merged.Add(index, Merged(lines[index], vector, key.Group));
            dropped.UnionWith(rows.Skip(1).SelectMany(static row => row));
        }

        if (merged.Count == 0)
            return;
        List<Line> written = [.. lines.Select((line, index) => merged.TryGetValue(index, out var other) ? other : line).Where((_, index) => !dropped.Contains(index))];
        lines.Clear();
        lines.AddRange(written);
    }

    private Line Merged(Line line, int vector, int group) => line switch
    {
        Declare { Value: RealTerm(var value) } => new Declare(vector, new RealTerm(Vector(value, group))),
        Declare => new Declare(vector, null),
        Assign { Value: RealTerm(var value) } => new Assign(vector, new RealTerm(Vector(value, group))),
        Accumulate accumulate => new Accumulate(vector, Vector(accumulate.Value, group)),
        _ => throw new NotSupportedException($"no vector for {line.GetType().Name}"),
    };

    /// <summary>The expression of the first row with vectors in the place of its adjoints.</summary>
    private Scalar Vector(Scalar value, int group)
    {
        var (row, count) = groups[group];
        var written = new Dictionary<Scalar, Scalar>(ReferenceComparer.Instance);
        return value is Constant(0.0) ? Zero() : Rewrite(value);

        Scalar Rewrite(Scalar node)
        {
            if (written.TryGetValue(node, out var known))
                return known;
            if (FormOf(node, group) == Form.Number)
                return node;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return written[node] = node switch
            {
                Argument(var index) => new Argument(VectorOf(adjoints.OriginOf(index)!.Value.Variable)),
                Select(var comparison, var left, var right, var whenTrue, var whenFalse) => new Select(comparison, left, right, Way(whenTrue), Way(whenFalse)),
                _ => ScalarRewriter.WithChildren(node, Rewrite),
            };
        }

        Scalar Way(Scalar way) => way is Constant(0.0) ? Zero() : Rewrite(way);

        int VectorOf(int variable)
        {
            if (vectors.TryGetValue((variable, group), out var vector) || made.TryGetValue((variable, group), out vector))
                return vector;
            vector = NewVector("", count);
            procedure.Variables[vector].Elements = [.. Enumerable.Range(row, count).Select(one => adjoints.Of(variable, one))];
            made.Add((variable, group), vector);
            return vector;
        }

        Argument Zero()
        {
            if (!zeros.TryGetValue(count, out var known))
            {
                zeros.Add(count, known = new(NewVector("", count)));
                procedure.Variables[known.Index].Elements = [];
            }

            return known;
        }
    }
}
