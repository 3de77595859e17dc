using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Bodies;

/// <summary>
/// Carries out a forward method, and then an objective, when the network is compiled: numbers are computed, and what is done to tensors
/// becomes the graph. It ends at the first mistake, since whatever follows from one is not another.
/// </summary>
/// <param name="graph">The graph that grows.</param>
/// <param name="body">The network.</param>
/// <param name="prefix">What stands before the names of layers and values, where the network is a layer of another one.</param>
internal sealed partial class Interpreter(GraphBuilder graph, BodyDeclaration body, string prefix)
{
    private const int LargestNumberOfSteps = 1_000_000;

    private readonly Value?[] locals = new Value?[body.Program.Locals.Count];
    private readonly Stack<string?> resultNames = new();
    private EquatableArray<string> resultNamesOfMethod = [];
    private Value? result;
    private int steps;
    private int innermostLoop = -1;
    private string root = "forward method";

    /// <summary>The layers that were applied, by their number among the members and their index.</summary>
    public HashSet<(int Member, int Index)> Used { get; } = [];

    /// <summary>Where each parameter was first used.</summary>
    public Dictionary<string, int> Places { get; } = [];

    /// <summary>Where each tensor of random numbers is drawn, by its node.</summary>
    public Dictionary<int, int> RandomPlaces { get; } = [];

    /// <summary>Runs the forward method and returns the nodes of its outputs, and where it says so.</summary>
    public IReadOnlyList<int> Run(IReadOnlyList<int> inputs)
    {
        resultNamesOfMethod = body.Outputs;
        var value = Call(0, [.. inputs.Select(static input => new TensorValue(input))], name: null);
        var outputs = value is TupleValue tuple ? tuple.Items : [value];
        return [.. outputs.Select((output, index) => Output(output, body.Outputs[index]))];
    }

    /// <summary>Runs a method that gives the values of the objective, and returns their node.</summary>
    public int RunObjective(ObjectiveDeclaration objective, IReadOnlyList<int> arguments)
    {
        (root, resultNamesOfMethod) = ("objective", [Identifiers.Camel(objective.Name)]);
        return Call(objective.Method, [.. arguments.Select(static argument => new TensorValue(argument))], name: null) switch
        {
            TensorValue { Node: var node } when graph[node].Shape.IsBatched => node,
            TensorValue or NumberValue => throw new BodyException(
                ProblemKind.MismatchedShapes, ReturnPlace, $"'{objective.Name}' is the same for all samples; an objective depends on outputs or targets"),
            _ => throw BodyException.ToldElsewhere(ReturnPlace),
        };
    }

    /// <summary>Where the value that is returned is written.</summary>
    public int ReturnPlace { get; private set; } = -1;

    private int Output(Value value, string name) => value switch
    {
        TensorValue { Node: var node } when graph[node].Shape.IsBatched => node,
        TensorValue { Node: var node } => throw new BodyException(
            ProblemKind.MismatchedShapes, ReturnPlace, $"'{name}' {Shapes.Text(graph[node].Shape)} depends on no input, so that it is no output: there is one for all samples"),
        NumberValue => throw new BodyException(ProblemKind.MismatchedShapes, ReturnPlace, $"'{name}' is a number, and depends on no input, so that it is no output"),
        _ => throw BodyException.ToldElsewhere(ReturnPlace),
    };

    private Value Call(int method, IReadOnlyList<Value> arguments, string? name)
    {
        var called = body.Program.Methods[method];
        for (var index = 0; index < called.Parameters.Count; index++)
            locals[called.Parameters[index]] = arguments[index];
        resultNames.Push(name);
        result = null;
        Execute(called.Body);
        resultNames.Pop();
        var value = result ?? new NullValue();
        result = null;
        return value;
    }

    private Jump Execute(Statement statement)
    {
        switch (statement)
        {
            case BlockStatement block:
                foreach (var inner in block.Statements)
                {
                    if (Execute(inner) is var jump and not Jump.None)
                        return jump;
                }

                return Jump.None;
            case ExpressionStatement { Expression: var expression }:
                Evaluate(expression);
                return Jump.None;
            case IfStatement choice:
                return IsTrue(choice.Condition) ? Execute(choice.WhenTrue) : choice.WhenFalse is { } other ? Execute(other) : Jump.None;
            case ForStatement loop:
                return Execute(loop);
            case ForEachStatement loop:
                return Execute(loop);
            case SwitchStatement choice:
                return Execute(choice);
            case JumpStatement { Jump: var jump }:
                return jump;
            case ReturnStatement { Value: var value }:
                result = value is null ? null : Result(value);
                return Jump.Return;
            default:
                throw new InvalidGraphException($"no rule for {statement.GetType().Name}");
        }
    }

    /// <summary>The value that is returned. Outputs are called what the signature calls them.</summary>
    private Value Result(Expression value)
    {
        if (resultNames.Count > 1)
            return Evaluate(value, resultNames.Peek());
        ReturnPlace = value.Place;
        return value is TupleExpression tuple
            ? new TupleValue([.. tuple.Items.Select((item, index) => Evaluate(item, resultNamesOfMethod[index]))])
            : Evaluate(value, resultNamesOfMethod.Count == 1 ? resultNamesOfMethod[0] : null);
    }

    private Jump Execute(ForStatement loop)
    {
        var around = innermostLoop;
        foreach (var statement in loop.Before)
            Execute(statement);
        innermostLoop = loop.Place;
        var jump = Jump.None;
        while (loop.Condition is null || IsTrue(loop.Condition))
        {
            Step(loop.Place);
            jump = Execute(loop.Body);
            innermostLoop = loop.Place;
            if (jump is Jump.Break or Jump.Return)
                break;
            foreach (var statement in loop.After)
                Execute(statement);
        }

        innermostLoop = around;
        return jump == Jump.Return ? jump : Jump.None;
    }

    private Jump Execute(ForEachStatement loop)
    {
        var items = Items(loop.Collection);
        for (var index = 0; index < items.Count; index++)
        {
            Step(loop.Place);
            Assign(loop.Variable, items[index]);
            var count = items.Count;
            var jump = Execute(loop.Body);
            if (items.Count != count)
                throw new BodyException(ProblemKind.ImpossibleConstant, loop.Place, "The list that 'foreach' goes through is changed in it");
            if (jump == Jump.Break)
                break;
            if (jump == Jump.Return)
                return jump;
        }

        return Jump.None;
    }

    private Jump Execute(SwitchStatement choice)
    {
        Evaluate(choice.Subject);
        var section = choice.Sections.FirstOrDefault(section => section.Condition is { } condition && IsTrue(condition))
            ?? choice.Sections.FirstOrDefault(static section => section.Condition is null);
        var jump = section is null ? Jump.None : Execute(section.Body);
        return jump == Jump.Break ? Jump.None : jump;
    }

    private void Step(int place)
    {
        if (++steps > LargestNumberOfSteps)
            throw new BodyException(ProblemKind.EndlessLoop, innermostLoop >= 0 ? innermostLoop : place, root, Counts.Text(LargestNumberOfSteps));
    }

    private bool IsTrue(Expression condition) => ((NumberValue)Evaluate(condition)).IsTrue;

    private int Integer(Expression expression) => (int)((NumberValue)Evaluate(expression)).Number;

    private List<Value> Items(Expression collection) => Evaluate(collection) switch
    {
        ListValue list => list.Items,
        NullValue => throw new BodyException(ProblemKind.ImpossibleConstant, collection.Place, "The collection is null"),
        _ => throw BodyException.ToldElsewhere(collection.Place),
    };

    /// <summary>What a value is called: after the variable that holds it, or else after how it is made.</summary>
    private ValueName Named(string? name, string otherwise) => new(prefix + (string.IsNullOrEmpty(name) ? otherwise : name));

    private static int Count(Value value) => value is NumberValue { Kind: ConstantKind.Integer } number ? (int)number.Number : throw new InvalidGraphException("a count is no integer");
}
