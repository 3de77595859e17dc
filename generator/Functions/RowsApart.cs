using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Where several results are differentiated side by side, statements between branches and loops go row by row: the adjoints of one row fit into a processor's
/// registers where those of all do not. What the rows share is computed before them.
/// </summary>
internal sealed class RowsApart
{
    private readonly Procedure procedure;
    private readonly AdjointVariables adjoints;

    private RowsApart(Procedure procedure, AdjointVariables adjoints) => (this.procedure, this.adjoints) = (procedure, adjoints);

    public static void Apply(Procedure procedure, AdjointVariables adjoints, List<Line> lines) => new RowsApart(procedure, adjoints).Apply(lines);

    private void Apply(List<Line> lines)
    {
        var written = new List<Line>();
        var run = new List<Line>();
        foreach (var line in lines)
        {
            if (line is Together or Declare or Assign or Accumulate or AccumulateElement && RowOf(line) is not null)
            {
                run.Add(line);
                continue;
            }

            written.AddRange(Apart(run));
            run.Clear();
            foreach (var block in LineTree.Blocks(line))
                Apply(block);
            written.Add(line);
        }

        written.AddRange(Apart(run));
        lines.Clear();
        lines.AddRange(written);
    }

    /// <summary>The row that a statement belongs to; −1 for several, null for none.</summary>
    private int? RowOf(Line line) => line switch
    {
        Declare declare => adjoints.OriginOf(declare.Variable)?.Row,
        Assign assign => adjoints.OriginOf(assign.Variable)?.Row,
        Accumulate accumulate => adjoints.OriginOf(accumulate.Variable)?.Row,
        AccumulateElement element => element.Row,
        Together together when together.Lines.Select(RowOf).Distinct().ToList() is var rows => rows.Count == 1 ? rows[0] : rows.Contains(null) ? null : -1,
        _ => null,
    };

    private IEnumerable<Line> Apart(List<Line> run)
    {
        var shared = new SharedByRows(procedure, adjoints);
        foreach (var line in run.SelectMany(static line => line is Together together ? together.Lines : [line]))
            shared.Count(line, RowOf(line)!.Value);
        SortedDictionary<int, List<Line>> rows = [];
        foreach (var line in run)
        {
            if (line is Together together)
            {
                foreach (var row in together.Lines.GroupBy(inner => RowOf(inner)!.Value))
                    Add(row.Key, together with { Lines = [.. row.Select(shared.Of)] });
            }
            else
            {
                Add(RowOf(line)!.Value, shared.Of(line));
            }
        }

        return shared.Lines.Concat(rows.Values.SelectMany(static row => row));

        void Add(int row, Line line)
        {
            if (!rows.TryGetValue(row, out var own))
                rows.Add(row, own = []);
            own.Add(line);
        }
    }

    /// <summary>Gives a variable to what several rows compute alike.</summary>
    private sealed class SharedByRows(Procedure procedure, AdjointVariables adjoints)
    {
        private readonly Dictionary<Scalar, HashSet<int>> rowsOf = new(ReferenceComparer.Instance);
        private readonly Dictionary<Scalar, Scalar> variables = new(ReferenceComparer.Instance);

        /// <summary>The statements that compute it.</summary>
        public List<Line> Lines { get; } = [];

        public void Count(Line line, int row)
        {
            foreach (var value in LineTree.Terms(line).OfType<RealTerm>())
                Visit(value.Value, row);
        }

        public Line Of(Line line) => WithValue(line, new TermRewriter(Rewrite));

        private void Visit(Scalar node, int row)
        {
            if (!rowsOf.TryGetValue(node, out var rows))
                rowsOf.Add(node, rows = []);
            if (!rows.Add(row))
                return;
            ScalarRewriter.WithChildren(node, child =>
            {
                Visit(child, row);
                return child;
            });
        }

        private Scalar Rewrite(Scalar node)
        {
            if (node is Constant or Argument or Unary(UnaryFunction.Negate, Argument or Constant))
                return node;
            if (rowsOf[node].Count < 2 || ScalarArguments.Of(node).Any(argument => adjoints.OriginOf(argument) is not null))
                return ScalarRewriter.WithChildren(node, Rewrite);
            if (!variables.TryGetValue(node, out var variable))
            {
                var own = procedure.NewVariable("", VariableKind.Real);
                Lines.Add(new Declare(own, new RealTerm(node)));
                variables.Add(node, variable = new Argument(own));
            }

            return variable;
        }
    }

    private static Line WithValue(Line line, TermRewriter rewriter) => line switch
    {
        Declare { Value: { } value } declare => declare with { Value = rewriter.Term(value) },
        Assign assign => assign with { Value = rewriter.Term(assign.Value) },
        Accumulate accumulate => accumulate with { Value = ((RealTerm)rewriter.Term(new RealTerm(accumulate.Value))).Value },
        AccumulateElement element => element with { Value = ((RealTerm)rewriter.Term(new RealTerm(element.Value))).Value },
        _ => line,
    };
}
