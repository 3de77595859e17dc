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
/// <param name="budget">What it may use.</param>
internal sealed partial class Interpreter(GraphBuilder graph, BodyDeclaration body, string prefix, EvaluationBudget budget)
{
    private readonly StaticFields fields = new(body.Program.Fields);
    private readonly Value?[] locals = new Value?[body.Program.Locals.Count];
    private readonly Stack<string?> resultNames = new();
    private readonly StableSteps stableSteps = new(graph);
    private EquatableArray<string> resultNamesOfMethod = [];
    private Value? result;
    private int innermostLoop = -1;
    private string root = "forward method";

    /// <summary>The layers that were applied, by their number among the members and their index.</summary>
    public HashSet<(int Member, int Index)> Used { get; } = [];

    /// <summary>Where each parameter was first used.</summary>
    public Dictionary<string, int> Places { get; } = [];

    /// <summary>Where each tensor of random numbers is drawn, by its node.</summary>
    public Dictionary<int, int> RandomPlaces { get; } = [];

    /// <summary>Where each gradient is taken and by what, with its nodes: from the first on, up to but without the end.</summary>
    public List<(int First, int End, string By, int Place)> GradientPlaces { get; } = [];

    /// <summary>Runs the forward method and returns the nodes of its outputs, and where it says so.</summary>
    public IReadOnlyList<int> Run(IReadOnlyList<int> inputs)
    {
        resultNamesOfMethod = body.Outputs;
        var value = Call(0, [.. inputs.Select(static input => new TensorValue(input))], name: null, place: -1);
        var outputs = value is TupleValue tuple ? tuple.Items : [value];
        // The C# compiler says that something else is returned than the signature has.
        if (outputs.Count != body.Outputs.Count)
            throw BodyException.ToldElsewhere(ReturnPlace);
        return [.. outputs.Select((output, index) => Output(output, body.Outputs[index]))];
    }

    /// <summary>Runs a method that gives the values of the objective, and returns their node.</summary>
    public int RunObjective(ObjectiveDeclaration objective, IReadOnlyList<int> arguments)
    {
        (root, resultNamesOfMethod) = ("objective", [Identifiers.Camel(objective.Name)]);
        return Call(objective.Method, [.. arguments.Select(static argument => new TensorValue(argument))], name: null, place: -1) switch
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

    /// <summary>Runs the first method on nothing, and returns what it gives.</summary>
    internal Value RunConstant() => Call(0, [], name: null, place: -1);

    private Value Call(int method, IReadOnlyList<Value> arguments, string? name, int place)
    {
        if (resultNames.Count > EvaluationLimits.Calls)
            throw EvaluationBudget.TooMany(place, EvaluationLimits.Calls, "calls of methods inside of one another");
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
        return value is TupleExpression tuple && tuple.Items.Count == resultNamesOfMethod.Count
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
        var around = innermostLoop;
        innermostLoop = loop.Place;
        var jump = Jump.None;
        foreach (var item in Items(Evaluate(loop.Collection), loop.Collection.Place, loop.Place))
        {
            Step(loop.Place);
            Store(Locate(loop.Variable), ConstantArithmetic.Convert(item, loop.Conversion, loop.Place));
            jump = Execute(loop.Body);
            innermostLoop = loop.Place;
            if (jump is Jump.Break or Jump.Return)
                break;
        }

        innermostLoop = around;
        return jump == Jump.Return ? jump : Jump.None;
    }

    /// <summary>What 'foreach' goes through: of an array its elements as they are when it comes to them, and of anything else what must not change in between.</summary>
    private static IEnumerable<Value> Items(Value collection, int place, int loop)
    {
        var query = LibraryCall.Query(collection, place);
        for (var index = 0; ; index++)
        {
            if (collection is not ListValue { IsArray: true } && query.HasChanged)
                throw new BodyException(ProblemKind.ImpossibleConstant, loop, "The collection that 'foreach' goes through is changed in it");
            if (index >= query.Items.Count)
                break;
            yield return query.Items[index];
        }
    }

    private Jump Execute(SwitchStatement choice)
    {
        Evaluate(choice.Subject);
        var section = choice.Sections.FirstOrDefault(section => section.Condition is { } condition && IsTrue(condition))
            ?? choice.Sections.FirstOrDefault(static section => section.Condition is null);
        var jump = section is null ? Jump.None : Execute(section.Body);
        return jump == Jump.Break ? Jump.None : jump;
    }

    private void Step(int place, int count = 1)
    {
        if (!budget.Step(count))
            throw new BodyException(ProblemKind.EndlessLoop, innermostLoop >= 0 ? innermostLoop : place, root, Counts.Text(EvaluationLimits.Steps));
    }

    private bool IsTrue(Expression condition) => Evaluate(condition) is NumberValue { Kind: ConstantKind.Boolean } truth ? truth.IsTrue : throw BodyException.ToldElsewhere(condition.Place);

    private int Integer(Expression expression) => Evaluate(expression) is NumberValue { Kind: var kind } number && kind.IsWhole()
        ? checked((int)number.Whole)
        : throw BodyException.ToldElsewhere(expression.Place);

    /// <summary>What a value is called: after the variable that holds it, or else after how it is made.</summary>
    private ValueName Named(string? name, string otherwise) => new(prefix + (string.IsNullOrEmpty(name) ? otherwise : name));

    private static int Count(Value value) => value is NumberValue { Kind: ConstantKind.Integer } number ? (int)number.Whole : throw new InvalidGraphException("a count is no integer");
}
