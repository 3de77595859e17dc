using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Functions of elements, on tensors that are broadcast to one shape and on numbers.</summary>
internal sealed partial class TensorInterpreter
{
    protected override Value Unary(UnaryExpression unary, Value operand, string? name)
    {
        if (operand is not TensorValue)
            return ConstantArithmetic.Unary(unary.Operator, operand, unary.Place, unary.Overflow);
        return unary.Operator switch
        {
            UnaryOperator.Plus => operand,
            UnaryOperator.Minus => Elementwise("−", static x => -x[0], [operand], unary.Place, Named(name, "negative")),
            _ => throw EvaluationException.Unknown(unary.Place),
        };
    }

    protected override Value ConvertNumber(Value number, ValueConversion conversion, int place) => ConstantArithmetic.Convert(number, conversion, place);

    protected override Value Combine(BinaryStep step, Value left, Value right, string? name)
    {
        var (function, place) = (step.Operator, step.Place);
        if (left is NullValue || right is NullValue || (left is not TensorValue && right is not TensorValue))
        {
            if (left is NullValue != right is NullValue && function is not (BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.Matches))
                throw new EvaluationException(ProblemKind.ImpossibleConstant, place, "One side of this is not set");
            if (left is TextValue a && right is TextValue b && function == BinaryOperator.Add)
                Budget.TakeCharacters(a.Text.Length + b.Text.Length, place);
            return ConstantArithmetic.Binary(function, left, right, place, step.Overflow);
        }

        return function switch
        {
            BinaryOperator.Add => Elementwise("+", static x => x[0] + x[1], [left, right], place, Named(name, "added")),
            BinaryOperator.Subtract => Elementwise("−", static x => x[0] - x[1], [left, right], place, Named(name, "difference")),
            BinaryOperator.Multiply => Elementwise("·", static x => x[0] * x[1], [left, right], place, Named(name, "product")),
            BinaryOperator.Divide => Elementwise("/", static x => x[0] / x[1], [left, right], place, Named(name, "quotient")),
            BinaryOperator.Remainder => Elementwise("%", static x => new Binary(BinaryFunction.Remainder, x[0], x[1]), [left, right], place, Named(name, "remainder")),
            BinaryOperator.Less => Compare(Comparison.Less),
            BinaryOperator.LessOrEqual => Compare(Comparison.LessOrEqual),
            BinaryOperator.Greater => Compare(Comparison.Greater),
            BinaryOperator.GreaterOrEqual => Compare(Comparison.GreaterOrEqual),
            BinaryOperator.Equal => Compare(Comparison.Equal),
            BinaryOperator.NotEqual => Compare(Comparison.NotEqual),
            _ => throw EvaluationException.Unknown(place),
        };

        Value Compare(Comparison comparison)
            => Elementwise(comparison.Mathematics(), x => new Select(comparison, x[0], x[1], 1, 0), [left, right], place, Named(name, "comparison"));
    }

    /// <summary>A function of the developer's own.</summary>
    private Value Map(MapExpression map, string? own)
    {
        Value[] operands = [.. map.Arguments.Select(argument => Evaluate(argument))];
        var function = StableForms.Of(map.Function.Function.ToScalars()[0]);
        var nodes = operands.OfType<TensorValue>().Select(static tensor => tensor.Node).Distinct().ToList();
        var name = Identifiers.Camel(map.Function.Name);
        var arguments = string.Join(", ", operands.Select(operand => operand switch
        {
            TensorValue { Node: var node } => $"{{{Numbers.Text(nodes.IndexOf(node))}}}",
            NumberValue number => Numbers.Text(number.Number),
            _ => "",
        }));
        return Elementwise(
            map.Function.Name,
            elements => Substitution.Substitute(function, argument => elements[argument]),
            operands,
            map.Place,
            Named(own, name),
            operands is [TensorValue] ? Formula.Call(name) : Formula.Closed($"{name}({arguments})"));
    }

    /// <summary>A function of elements: numbers become part of it, and the rest is read from tensors.</summary>
    /// <param name="function">What it is called in messages.</param>
    /// <param name="make">The function, from its operands.</param>
    /// <param name="formula">How it is written in comments, where that is not its expression.</param>
    private Value Elementwise(
        string function, Func<Scalar[], Scalar> make, Value[] operands, int place, ValueName name, Formula? formula = null)
    {
        var nodes = new List<int>();
        var scalars = new Scalar[operands.Length];
        for (var index = 0; index < scalars.Length; index++)
        {
            switch (operands[index])
            {
                case NumberValue number:
                    scalars[index] = Single(number.Number, place);
                    break;
                case TensorValue { Node: var node }:
                    if (!nodes.Contains(node))
                        nodes.Add(node);
                    scalars[index] = new Argument(nodes.IndexOf(node));
                    break;
                default:
                    throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"An operand of {function} is not set");
            }
        }

        var made = make(scalars);
        Step(place, ScalarSize.Of(made));
        var expression = Simplifier.Simplify(made);
        if (nodes.Count == 0)
            return expression is Constant constant ? NumberValue.Of(constant.Value) : throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"{function} of these numbers is not a number");

        CheckOperations(place);
        int[] inputs = [.. Align(nodes, function, place)];
        var used = ScalarArguments.Of(expression);
        if (used.Count < inputs.Length)
            return WithoutUnused(expression, inputs, [.. used], name);
        return new TensorValue(stableSteps.Find(expression, inputs, name) ?? graph.Map(new Map(expression, formula), inputs, name));
    }

    /// <summary>A number among tensors, which are made of floats.</summary>
    private static Constant Single(double number, int place)
        => SingleRange.Becomes(number) is { } lost
            ? throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"{Numbers.Text(number)} is {lost} as a float, of which tensors are made; write a number that is {SingleRange.Text}")
            : new Constant(number);

    /// <summary>What does not matter, as x in x − x, still decides the shape.</summary>
    private TensorValue WithoutUnused(Scalar expression, int[] inputs, int[] used, ValueName name)
    {
        var shape = Shape.Broadcast([.. inputs.Select(input => graph[input].Shape)]);
        if (expression is Constant constant)
            return new TensorValue(graph.Fill(constant.Value, shape, name));
        var compact = Substitution.Substitute(expression, argument => new Argument(Array.IndexOf(used, argument)));
        var node = graph.Map(new Map(compact), [.. used.Select(argument => inputs[argument])], name);
        return new TensorValue(graph.Broadcast(node, shape, name));
    }

    /// <summary>
    /// The nodes with as many axes as the samples need: the shapes of samples are aligned at their last axes, so that a sample with fewer
    /// axes gets axes of length 1 behind the batch.
    /// </summary>
    private IEnumerable<int> Align(IReadOnlyList<int> nodes, string function, int place)
    {
        var common = Shapes.Broadcast([.. nodes.Select(node => graph[node].Shape.SampleDimensions.ToArray())], function, place);
        var isBatched = nodes.Any(node => graph[node].Shape.IsBatched);
        foreach (var node in nodes)
        {
            var shape = graph[node].Shape;
            var missing = common.Length - Shapes.SampleRank(shape);
            yield return shape.IsBatched && isBatched && missing > 0
                ? graph.Reshape(node, Shape.BatchOf(Enumerable.Repeat(1, missing).Concat(shape.SampleDimensions)), graph[node].Name)
                : node;
        }
    }
}
