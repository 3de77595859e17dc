using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Passes;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Functions of the runtime, by name.</summary>
internal sealed partial class TensorInterpreter
{
    private static readonly Dictionary<string, UnaryFunction> UnaryFunctions = new()
    {
        ["Exp"] = UnaryFunction.Exp,
        ["Log"] = UnaryFunction.Log,
        ["Sqrt"] = UnaryFunction.Sqrt,
        ["Abs"] = UnaryFunction.Abs,
        ["Sin"] = UnaryFunction.Sin,
        ["Cos"] = UnaryFunction.Cos,
        ["Erf"] = UnaryFunction.Erf,
    };

    private static readonly Dictionary<string, BinaryFunction> BinaryFunctions = new()
    {
        ["Pow"] = BinaryFunction.Pow,
        ["Maximum"] = BinaryFunction.Max,
        ["Minimum"] = BinaryFunction.Min,
    };

    /// <summary>A function. What is computed for a second value of a variable is called after that: <c>h2.z</c>.</summary>
    private Value Function(FunctionExpression call, string? name)
    {
        var first = graph.Count;
        var value = Evaluated(call, name);
        var asked = new ValueName(prefix + name);
        if (value is TensorValue { Node: var node } && !string.IsNullOrEmpty(name) && (graph[node].Name == asked || graph[node].Name.IsNumbered(asked)))
            graph.RenameParts(first, asked, graph[node].Name);
        return value;
    }

    private Value Evaluated(FunctionExpression call, string? name)
    {
        var arguments = call.Arguments.Select(argument => Evaluate(argument, NameOfArgument(call, argument, name))).ToArray();
        var place = call.Place;
        Step(place, arguments.OfType<ListValue>().Sum(static list => list.Items.Count));
        CheckOperations(place);
        var own = NamedFunction(name, call, arguments);
        if (Enum.TryParse<ActivationKind>(call.Function, out var kind))
        {
            var activation = Activations.Of(kind);
            return Elementwise(call.Function, x => Substitution.Substitute(activation.Function, _ => x[0]), arguments, place, own, Formula.Call(activation.Name));
        }

        if (UnaryFunctions.TryGetValue(call.Function, out var unary))
            return Elementwise(call.Function, x => new Unary(unary, x[0]), arguments, place, own);
        if (BinaryFunctions.TryGetValue(call.Function, out var binary))
            return Elementwise(call.Function, x => new Binary(binary, x[0], x[1]), arguments, place, own);

        switch (call.Function)
        {
            case "Where":
                return Elementwise("Where", static x => new Select(Comparison.NotEqual, x[0], 0, x[1], x[2]), arguments, place, own);
            // PyTorch's clamp gives its whole gradient to an element that is equal to a bound.
            case "Clamp":
                return Elementwise("Clamp", static x => new Select(Comparison.Less, x[0], x[1], x[1], new Select(Comparison.Greater, x[0], x[2], x[2], x[0])), arguments, place, own);
            case "Equal":
                return Elementwise("Equal", static x => new Select(Comparison.Equal, x[0], x[1], 1, 0), arguments, place, own);
            case "Full":
                var filled = Integers(arguments[1]);
                CheckDimensions(filled, "Full", place);
                return new TensorValue(graph.Fill(Single(((NumberValue)arguments[0]).Number, call.Place).Value, Shapes.With(isBatched: false, filled), own));
            case "Zeros":
                var zeros = Integers(arguments[0]);
                CheckDimensions(zeros, "Zeros", place);
                return new TensorValue(graph.Fill(0, Shapes.With(isBatched: false, zeros), own));
            case "RandomNormal" or "RandomUniform":
                var drawn = Integers(arguments[0]);
                CheckDimensions(drawn, call.Function, place);
                var random = graph.Random(call.Function == "RandomNormal" ? RandomDistribution.Normal : RandomDistribution.Uniform, Shape.BatchOf(drawn), Named(name, "random"));
                RandomPlaces.Add(random, place);
                return new TensorValue(random);
            case "Range":
                return new TensorValue(CausalMask.Numbers(graph, Length(arguments[0], call.Function, place), own));
            case "CausalMask":
                return new TensorValue(CausalMask.Add(graph, Length(arguments[0], call.Function, place), own));
            case "SinusoidalPositions":
                return new TensorValue(SinusoidalPositions.Add(graph, Length(arguments[0], call.Function, place), Length(arguments[1], call.Function, place), own));
            case "Constant":
                return new TensorValue(Literal(arguments[0], Integers(arguments[1]), place, own));
            case "StopGradient":
                return arguments[0] is TensorValue { Node: var stopped } ? new TensorValue(graph.StopGradient(stopped)) : arguments[0];
            case "Concatenate":
                return arguments[0] is ListValue or NullValue or QueryValue
                    ? Concatenate(arguments[0], 0, place, own)
                    : Concatenate(arguments[1], Count(arguments[0]), place, own);
            case "Stack":
                var stacking = new TensorFunctions(graph, "Stack", place, own);
                var stacked = arguments[arguments.Length - 1];
                return new TensorValue(stacking.Stack([.. LibraryCall.Query(stacked, place).Items.Select(stacking.Node)], arguments.Length > 1 ? Count(arguments[0]) : 0));
        }

        var functions = new TensorFunctions(graph, call.Function, place, own);
        var x = functions.Node(arguments[0]);
        return new TensorValue(call.Function switch
        {
            "Gradient" => Gradient(x, functions.Node(arguments[1]), place),
            "WhenTraining" => functions.WhenTraining(x, functions.Node(arguments[1])),
            "MatMul" => functions.MatMul(x, functions.Node(arguments[1])),
            "Slice" => functions.Slice(x, Count(arguments[1]), Count(arguments[2]), Count(arguments[3])),
            "Reshape" => functions.Reshape(x, Integers(arguments[1])),
            "Flatten" => functions.Reshape(x, [-1]),
            "Last" => Last(x, place, own),
            "Transpose" => functions.Transpose(x, Integers(arguments[1])),
            "Sum" or "Mean" or "Max" => functions.Reduce(x, Integers(arguments[1]), arguments.Length > 2 && ((NumberValue)arguments[2]).IsTrue),
            "LogSumExp" => functions.LogSumExp(x, Integers(arguments[1]), arguments.Length > 2 && ((NumberValue)arguments[2]).IsTrue),
            "Tril" or "Triu" => functions.Triangle(x, Count(arguments[1]), isUpper: call.Function == "Triu"),
            "CumSum" or "CumProd" => functions.Cumulative(x, Count(arguments[1]), isProduct: call.Function == "CumProd"),
            "Gather" => functions.Gather(x, functions.Node(arguments[1])),
            "LengthMask" => functions.LengthMask(x, Length(arguments[1], call.Function, place)),
            "MeanOverSteps" or "SumOverSteps" or "MaxOverSteps" => functions.OverSteps(x, functions.Node(arguments[1])),
            "OneHot" => functions.OneHot(x, Length(arguments[1], call.Function, place)),
            "ArgMax" => functions.ArgMax(x, Count(arguments[1])),
            "RotaryPositions" => functions.RotaryPositions(x, ((NumberValue)arguments[1]).Number),
            "Softmax" or "LogSoftmax" => functions.Softmax(x, Count(arguments[1])),
            _ => throw new InvalidGraphException($"no rule for Functional.{call.Function}"),
        });
    }

    /// <summary>A function of one tensor that no variable holds is called after both, <c>norm.0.relu</c>: the tensor alone is another value, and the function alone is no value.</summary>
    private ValueName NamedFunction(string? name, FunctionExpression call, Value[] arguments)
        => string.IsNullOrEmpty(name) && arguments is [TensorValue { Node: var only }] && (Enum.TryParse<ActivationKind>(call.Function, out _) || UnaryFunctions.ContainsKey(call.Function))
            ? new($"{graph[only].Name.Text}.{Identifiers.Camel(call.Function)}")
            : Named(name, Identifiers.Camel(call.Function));

    /// <summary>What is computed in the argument of an activation and has no name is what PyTorch's users call its pre-activation: <c>h.z</c> of <c>h = Relu(x + y)</c>.</summary>
    private string? NameOfArgument(FunctionExpression call, Expression argument, string? name)
        => !string.IsNullOrEmpty(name) && argument is BinaryExpression && Enum.TryParse<ActivationKind>(call.Function, out _) ? name + ".z" : null;

    private void CheckOperations(int place)
    {
        if (graph.Count > EvaluationLimits.Operations)
            throw EvaluationBudget.TooMany(place, EvaluationLimits.Operations, "operations on tensors");
    }

    private int Gradient(int output, int input, int place)
    {
        if (InnerGradient.CrossesLoop(graph, output, input))
            throw new EvaluationException(ProblemKind.UnsuitableStep, place, "What is differentiated", "the gradient of a recurrence by Gradient is not supported; train it by its outputs");
        var first = graph.Count;
        var gradient = InnerGradient.Add(graph, output, input)
            ?? throw new EvaluationException(ProblemKind.ImpossibleConstant, place, "Gradient of what does not depend on the tensor: give it the tensor itself from which the other one is computed");
        GradientPlaces.Add((first, graph.Count, graph[input].Name.Text, place));
        return gradient;
    }

    private TensorValue Concatenate(Value tensors, int axis, int place, ValueName own)
    {
        var functions = new TensorFunctions(graph, "Concatenate", place, own);
        return new(functions.Concatenate([.. LibraryCall.Query(tensors, place).Items.Select(functions.Node)], axis));
    }

    /// <summary>A number of elements, which is at least 1.</summary>
    private static int Length(Value value, string function, int place)
    {
        var length = Count(value);
        CheckDimensions([length], function, place);
        return length;
    }

    private int Literal(Value values, int[] dimensions, int place, ValueName name)
    {
        var items = values is ListValue { Items: var given } ? given : throw new ArgumentException("The array is null");
        if (dimensions.Length == 0)
            dimensions = [items.Count];
        CheckDimensions(dimensions, "Constant", place);
        var size = dimensions.Aggregate(1L, static (product, dimension) => product * dimension);
        if (size != items.Count)
            throw new EvaluationException(ProblemKind.MismatchedShapes, place, $"Constant of {Counts.Text(items.Count)} numbers as {Shapes.Text(dimensions)}: {Counts.Text(items.Count)} ≠ {Counts.Text(size)} elements");
        return graph.Literal(
            items.Select(item => (float)Single(((NumberValue)item).Number, place).Value).ToEquatableArray(), Shapes.With(isBatched: false, dimensions), name);
    }

    private static int[] Integers(Value list) => list is ListValue { Items: var items } ? [.. items.Select(Count)] : throw new ArgumentException("The array is null");

    private static void CheckDimensions(int[] dimensions, string function, int place)
    {
        if (dimensions.FirstOrDefault(static dimension => dimension < 1) is var wrong && wrong < 0 || dimensions.Contains(0))
            throw new EvaluationException(ProblemKind.MismatchedShapes, place, $"{function} to {Shapes.Text(dimensions)}: dimensions are at least 1");
        Shapes.CheckSize(dimensions, function, place);
    }
}
