using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Computes in the forward pass what the backward pass needs besides, where both together cost less: the cosine beside a sine, and the reciprocal of what
/// several numbers are divided by.
/// </summary>
internal sealed class DerivativeValues
{
    private readonly Procedure procedure;
    private readonly Activity active;
    private readonly int rows;

    private DerivativeValues(Procedure procedure, int rows) => (this.procedure, active, this.rows) = (procedure, Activity.Of(procedure), rows);

    /// <summary>Adds them; what the backward pass does not use is removed with it.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="rows">How many results are differentiated side by side.</param>
    public static void Add(Procedure procedure, int rows) => procedure.Steps = new DerivativeValues(procedure, rows).Of(procedure.Steps);

    private List<Step> Of(List<Step> steps)
    {
        var written = new List<Step>();
        var divisions = new Dictionary<int, int>();
        var reciprocals = new HashSet<int>();
        foreach (var step in steps)
        {
            if (step is not Let(var variable, RealTerm(Binary(BinaryFunction.Divide, var dividend, Argument(var divisor)))) || !active.Contains(variable))
                continue;
            divisions.TryGetValue(divisor, out var count);
            divisions[divisor] = count + (rows * (dividend is Constant(1.0) ? 0 : 1));
            if (dividend is Constant(1.0))
                reciprocals.Add(divisor);
        }

        foreach (var step in steps)
        {
            switch (step)
            {
                case Loop loop:
                    written.Add(loop with { Body = Of(loop.Body) });
                    break;
                case Let(var variable, RealTerm(Unary(UnaryFunction.Sin or UnaryFunction.Cos, var angle) turned)) when active.Contains(variable):
                    written.Add(step);
                    var other = turned.Function == UnaryFunction.Sin ? UnaryFunction.Cos : UnaryFunction.Sin;
                    if (!steps.Exists(same => same is Let(_, RealTerm(Unary(var function, var operand))) && function == other && operand == angle))
                        written.Add(new Let(procedure.NewVariable("", VariableKind.Real), new RealTerm(new Unary(other, angle))));
                    break;
                case Let(var variable, RealTerm(Binary(BinaryFunction.Divide, _, Argument(var divisor)))) when active.Contains(variable):
                    if (divisions[divisor] > 1 && reciprocals.Add(divisor))
                        written.Add(new Let(procedure.NewVariable("", VariableKind.Real), new RealTerm(1.0 / new Argument(divisor))));
                    written.Add(step);
                    break;
                default:
                    written.Add(StepTree.WithBlocks(step, Of));
                    break;
            }
        }

        return written;
    }
}
