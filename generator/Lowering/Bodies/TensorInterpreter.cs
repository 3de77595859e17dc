using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>
/// Carries out a forward method, and then an objective, when the network is compiled: numbers are computed, and what is done to tensors
/// becomes the graph.
/// </summary>
/// <param name="graph">The graph that grows.</param>
/// <param name="body">The network.</param>
/// <param name="prefix">What stands before the names of layers and values, where the network is a layer of another one.</param>
/// <param name="budget">What it may use.</param>
internal sealed partial class TensorInterpreter(GraphBuilder graph, BodyDeclaration body, string prefix, EvaluationBudget budget)
    : Interpreter(body.Program, budget)
{
    private readonly Stack<string?> resultNames = new();
    private readonly StableSteps stableSteps = new(graph);
    private EquatableArray<string> resultNamesOfMethod = [];
    private string subject = "forward method";

    // What stands above the steps of a method that is read as a whole.
    private Textbook? textbook;

    /// <summary>The layers that were applied, by their number among the members and their index.</summary>
    public HashSet<(int Member, int Index)> Used { get; } = [];

    /// <summary>Where each parameter was first used.</summary>
    public Dictionary<string, int> Places { get; } = [];

    /// <summary>Where each tensor of random numbers is drawn, by its node.</summary>
    public Dictionary<int, int> RandomPlaces { get; } = [];

    /// <summary>Where each gradient is taken and by what, with its nodes: from the first on, up to but without the end.</summary>
    public List<(int First, int End, string By, int Place)> GradientPlaces { get; } = [];

    /// <summary>Where the value that is returned is written.</summary>
    public int ReturnPlace { get; private set; } = -1;

    protected override string Subject => subject;

    /// <summary>Runs the forward method and returns the nodes of its outputs, and where it says so.</summary>
    public IReadOnlyList<int> Run(IReadOnlyList<int> inputs)
    {
        resultNamesOfMethod = body.Outputs;
        var value = Call(0, [.. inputs.Select(static input => new TensorValue(input))], name: null, place: -1);
        var outputs = value is TupleValue tuple ? tuple.Items : [value];
        // The C# compiler says that something else is returned than the signature has.
        if (outputs.Count != body.Outputs.Count)
            throw EvaluationException.ToldElsewhere(ReturnPlace);
        return [.. outputs.Select((output, index) => Output(output, body.Outputs[index]))];
    }

    /// <summary>Runs a method that gives the values of the objective, and returns their node.</summary>
    public int RunObjective(ObjectiveDeclaration objective, IReadOnlyList<int> arguments)
    {
        (subject, resultNamesOfMethod) = ("objective", [Identifiers.Camel(objective.Name)]);
        textbook = Textbooks.Objective(objective.Name);
        return Call(objective.Method, [.. arguments.Select(static argument => new TensorValue(argument))], name: null, place: -1) switch
        {
            TensorValue { Node: var node } when graph[node].Shape.IsBatched => node,
            TensorValue or NumberValue => throw new EvaluationException(
                ProblemKind.MismatchedShapes, ReturnPlace, $"'{objective.Name}' is the same for all samples; an objective depends on outputs or targets"),
            _ => throw EvaluationException.ToldElsewhere(ReturnPlace),
        };
    }

    /// <summary>Runs the first method on nothing, and returns what it gives.</summary>
    internal Value RunConstant() => Call(0, [], name: null, place: -1);

    protected override Value Call(int method, IReadOnlyList<Value> arguments, string? name, int place)
    {
        resultNames.Push(name);
        var origin = graph.Origin;
        var value = base.Call(method, arguments, name, place);
        graph.Origin = origin;
        resultNames.Pop();
        return value;
    }

    protected override Value OfTensors(Expression expression, string? name) => expression switch
    {
        MemberExpression member => Apply(member),
        MemberWeightExpression weight => Weight(weight),
        FunctionExpression function => Function(function, name),
        MapExpression map => Map(map, name),
        ScanExpression scan => Scan(scan, name),
        _ => base.OfTensors(expression, name),
    };

    /// <summary>The value that is returned. Outputs are called what the signature calls them.</summary>
    protected override Value Result(Expression value)
    {
        if (resultNames.Count > 1)
            return Evaluate(value, resultNames.Peek());
        ReturnPlace = value.Place;
        return value is TupleExpression tuple && tuple.Items.Count == resultNamesOfMethod.Count
            ? new TupleValue([.. tuple.Items.Select((item, index) => Evaluate(item, resultNamesOfMethod[index]))])
            : Evaluate(value, resultNamesOfMethod.Count == 1 ? resultNamesOfMethod[0] : null);
    }

    private int Output(Value value, string name) => value switch
    {
        TensorValue { Node: var node } when graph[node].Shape.IsBatched => node,
        TensorValue { Node: var node } => throw new EvaluationException(
            ProblemKind.MismatchedShapes, ReturnPlace, $"'{name}' {Shapes.Text(graph[node].Shape)} depends on no input, so that it is no output: there is one for all samples"),
        NumberValue => throw new EvaluationException(ProblemKind.MismatchedShapes, ReturnPlace, $"'{name}' is a number, and depends on no input, so that it is no output"),
        _ => throw EvaluationException.ToldElsewhere(ReturnPlace),
    };

    /// <summary>What a value is called: after the variable that holds it, or else after how it is made.</summary>
    private ValueName Named(string? name, string otherwise) => new(prefix + (string.IsNullOrEmpty(name) ? otherwise : name));

    private static int Count(Value value) => value is NumberValue { Kind: ConstantKind.Integer } number ? (int)number.Whole : throw new InvalidGraphException("a count is no integer");
}
