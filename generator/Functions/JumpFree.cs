using NetGen.Generator.Programs;

namespace NetGen.Generator.Functions;

/// <summary>
/// Rewrites a program so that nothing in it jumps: what follows an <c>if</c> that returns stands in its other branch, a loop that is left early runs while a
/// variable says so, and every method returns at its end. So every way through a statement ends where the statement ends.
/// </summary>
internal sealed class JumpFree
{
    private readonly List<ProgramLocal> locals;

    /// <summary>The variables that say that something was left, which are read.</summary>
    private readonly HashSet<int> read = [];

    private readonly HashSet<int> flags = [];
    private readonly HashSet<int> results = [];
    private int method;
    private int result;
    private int returned;

    private JumpFree(ProgramModel program)
    {
        locals = [.. program.Locals];
        var methods = program.Methods.Select(Rewrite).ToEquatableArray();
        Program = program with { Methods = methods, Locals = locals.ToEquatableArray() };
    }

    /// <summary>The program without jumps.</summary>
    public ProgramModel Program { get; }

    /// <summary>The variables that hold what its methods return. They may have no value where a loop begins that returns.</summary>
    public HashSet<int> Results => results;

    public static JumpFree Of(ProgramModel program) => new(program);

    private ProgramMethod Rewrite(ProgramMethod written, int number)
    {
        method = number;
        result = NewLocal("");
        results.Add(result);
        returned = NewFlag();
        var body = Sequence(written.Body is BlockStatement block ? block.Statements : [written.Body], new(-1, -1));
        List<Statement> all = [Set(returned, false), .. body.Statements];
        if (ReturnsValue(written.Body))
            all.Add(new ReturnStatement(new LocalExpression(-1, result)));
        return written with { Body = WithoutUnread(new BlockStatement(all.ToEquatableArray())) };
    }

    /// <summary>Where <c>break</c> and <c>continue</c> lead, as the variables that say so.</summary>
    private sealed record Targets(int Broken, int Continued);

    /// <summary>Statements without jumps.</summary>
    /// <param name="Exits">Where they may lead but to what follows.</param>
    /// <param name="GoesOn">Whether they may lead to what follows.</param>
    private sealed record Part(List<Statement> Statements, Exits Exits, bool GoesOn);

    private Part Sequence(IReadOnlyList<Statement> statements, Targets targets, int first = 0)
    {
        var done = new List<Statement>();
        for (var index = first; index < statements.Count; index++)
        {
            var part = One(statements[index], targets);
            if (part.Exits == 0 || !part.GoesOn)
            {
                done.AddRange(part.Statements);
                if (!part.GoesOn)
                    return new(done, part.Exits, false);
                continue;
            }

            var rest = Sequence(statements, targets, index + 1);
            var exits = part.Exits | rest.Exits;
            // What follows stands in the branch that goes on, where only one does.
            if (rest.Statements.Count > 0 && part.Statements is [IfStatement choice] && Ends(statements[index]) is { } ends)
            {
                done.Add(ends
                    ? choice with { WhenFalse = Block([.. Statements(choice.WhenFalse), .. rest.Statements]) }
                    : choice with { WhenTrue = Block([.. Statements(choice.WhenTrue), .. rest.Statements]) });
                return new(done, exits, rest.GoesOn);
            }

            done.AddRange(part.Statements);
            if (rest.Statements.Count > 0)
                done.Add(new IfStatement(NoneOf(part.Exits, targets), Block(rest.Statements), null));
            return new(done, exits, rest.GoesOn);
        }

        return new(done, 0, true);
    }

    /// <summary>Whether the first branch of an <c>if</c> never goes on while the second never jumps; false for the other way round, and null for neither.</summary>
    private static bool? Ends(Statement statement)
    {
        if (statement is BlockStatement { Statements: [var only] })
            return Ends(only);
        return statement is not IfStatement choice ? null : (Leads(choice.WhenTrue), choice.WhenFalse is { } other ? Leads(other) : (false, true)) switch
        {
            ((_, false), (false, _)) => true,
            ((false, _), (_, false)) => false,
            _ => null,
        };
    }

    /// <summary>Whether a statement may jump out of itself, and whether it may lead to what follows.</summary>
    private static (bool Jumps, bool GoesOn) Leads(Statement statement)
    {
        switch (statement)
        {
            case JumpStatement or ReturnStatement:
                return (true, false);
            case BlockStatement block:
                var jumps = false;
                foreach (var inner in block.Statements)
                {
                    var (innerJumps, goesOn) = Leads(inner);
                    jumps |= innerJumps;
                    if (!goesOn)
                        return (true, false);
                }

                return (jumps, true);
            case IfStatement choice:
                var (first, second) = (Leads(choice.WhenTrue), choice.WhenFalse is { } other ? Leads(other) : (Jumps: false, GoesOn: true));
                return (first.Jumps || second.Jumps, first.GoesOn || second.GoesOn);
            case SwitchStatement or ForStatement or ForEachStatement:
                // They may jump or not: it is not worth the question.
                return (true, true);
            default:
                return (false, true);
        }
    }

    private Part One(Statement statement, Targets targets)
    {
        switch (statement)
        {
            case BlockStatement block:
                return Sequence(block.Statements, targets);
            case IfStatement choice:
                var whenTrue = One(choice.WhenTrue, targets);
                var whenFalse = choice.WhenFalse is { } other ? One(other, targets) : new Part([], 0, true);
                return new(
                    [new IfStatement(choice.Condition, Block(whenTrue.Statements), whenFalse.Statements.Count > 0 ? Block(whenFalse.Statements) : null)],
                    whenTrue.Exits | whenFalse.Exits, whenTrue.GoesOn || whenFalse.GoesOn);
            case SwitchStatement choice:
                return Switch(choice, targets);
            case ForStatement loop:
                return For(loop);
            case ForEachStatement loop:
                return ForEach(loop);
            case JumpStatement { Jump: Jump.Break }:
                return new([Set(targets.Broken, true)], Exits.Break, false);
            case JumpStatement:
                return new([Set(targets.Continued, true)], Exits.Continue, false);
            case ReturnStatement { Value: var value }:
                return new(
                    [.. value is null ? [] : new Statement[] { new ExpressionStatement(new AssignmentExpression(value.Place, new LocalExpression(value.Place, result), value, ValueConversion.None)) }, Set(returned, true)],
                    Exits.Return, false);
            default:
                return new([statement], 0, true);
        }
    }

    private Part Switch(SwitchStatement choice, Targets targets)
    {
        var broken = NewFlag();
        var inner = targets with { Broken = broken };
        var exits = (Exits)0;
        var goesOn = choice.Sections.All(static section => section.Condition is not null);
        Statement? chain = null;
        // The default comes last, wherever it is written.
        foreach (var section in choice.Sections.OrderBy(static section => section.Condition is null).Reverse())
        {
            var part = One(section.Body, inner);
            exits |= part.Exits & ~Exits.Break;
            goesOn |= part.GoesOn || (part.Exits & Exits.Break) != 0;
            chain = section.Condition is { } condition ? new IfStatement(condition, Block(part.Statements), chain) : Block(part.Statements);
        }

        return new([new ExpressionStatement(choice.Subject), Set(broken, false), .. chain is null ? [] : new[] { chain }], exits, goesOn);
    }

    private Part For(ForStatement loop)
    {
        var targets = new Targets(NewFlag(), NewFlag());
        var body = Sequence(Statements(loop.Body), targets);
        var left = body.Exits & (Exits.Break | Exits.Return);
        var statements = (body.Exits & Exits.Continue) != 0 ? [Set(targets.Continued, false), .. body.Statements] : body.Statements;
        if (left == 0)
            return new([loop with { Body = Block(statements) }], 0, true);

        var condition = NoneOf(left, targets);
        return new(
            [
                Set(targets.Broken, false),
                .. loop.Before,
                new ForStatement(
                    loop.Place,
                    [],
                    loop.Condition is null ? condition : new BinaryExpression(loop.Condition.Place, condition, [new(loop.Condition.Place, BinaryOperator.AndAlso, loop.Condition)]),
                    loop.After.Count == 0 ? [] : [new IfStatement(condition, Block([.. loop.After]), null)],
                    Block(statements)),
            ],
            left & Exits.Return,
            true);
    }

    /// <summary>One that is left early counts the items.</summary>
    private Part ForEach(ForEachStatement loop)
    {
        var body = Sequence(Statements(loop.Body), new(NewFlag(), NewFlag()));
        if (body.Exits == 0)
            return new([loop with { Body = Block(body.Statements) }], 0, true);
        var (collection, index, place) = (NewLocal(""), NewLocal(""), loop.Place);
        var (items, number) = (new LocalExpression(place, collection), new LocalExpression(place, index));
        var counted = For(new ForStatement(
            place,
            [new ExpressionStatement(new AssignmentExpression(place, number, new ConstantExpression(place, ConstantKind.Integer), ValueConversion.None))],
            new BinaryExpression(place, BinaryOperator.Less, number, new LibraryExpression(place, CollectionFunctions.Length, [items])),
            [new ExpressionStatement(new AssignmentExpression(
                place, number, new ConstantExpression(place, ConstantKind.Integer, 1), ValueConversion.To(ConstantKind.Integer), BinaryOperator.Add, Overflow.Wraps, GivesOldValue: true))],
            new BlockStatement(
            [
                new ExpressionStatement(new AssignmentExpression(place, loop.Variable, new ElementExpression(place, items, number, IsFromEnd: false), loop.Conversion)),
                .. Statements(loop.Body),
            ])));
        return counted with
        {
            Statements = [new ExpressionStatement(new AssignmentExpression(place, items, loop.Collection, ValueConversion.None)), .. counted.Statements],
        };
    }

    /// <summary>That none of these ways was taken.</summary>
    private Expression NoneOf(Exits exits, Targets targets)
    {
        List<int> left =
        [
            .. (exits & Exits.Return) != 0 ? [returned] : Array.Empty<int>(),
            .. (exits & Exits.Break) != 0 ? [targets.Broken] : Array.Empty<int>(),
            .. (exits & Exits.Continue) != 0 ? [targets.Continued] : Array.Empty<int>(),
        ];
        read.UnionWith(left);
        return left.Select(static flag => (Expression)new UnaryExpression(-1, UnaryOperator.Not, new LocalExpression(-1, flag)))
            .Aggregate(static (one, other) => new BinaryExpression(-1, BinaryOperator.And, one, other));
    }

    /// <summary>Leaves out the assignments of variables that nothing reads.</summary>
    private Statement WithoutUnread(Statement statement)
    {
        switch (statement)
        {
            case BlockStatement block:
                return Block([.. block.Statements.Where(inner => !IsUnread(inner)).Select(WithoutUnread)]);
            case IfStatement choice:
                return choice with { WhenTrue = WithoutUnread(choice.WhenTrue), WhenFalse = choice.WhenFalse is { } other ? WithoutUnread(other) : null };
            case ForStatement loop:
                return loop with { Body = WithoutUnread(loop.Body) };
            case ForEachStatement loop:
                return loop with { Body = WithoutUnread(loop.Body) };
            default:
                return statement;
        }

        bool IsUnread(Statement inner)
            => inner is ExpressionStatement { Expression: AssignmentExpression { Target: LocalExpression { Local: var local } } } && flags.Contains(local) && !read.Contains(local);
    }

    private static bool ReturnsValue(Statement statement) => statement switch
    {
        ReturnStatement { Value: not null } => true,
        BlockStatement block => block.Statements.Any(ReturnsValue),
        IfStatement choice => ReturnsValue(choice.WhenTrue) || (choice.WhenFalse is { } other && ReturnsValue(other)),
        ForStatement loop => ReturnsValue(loop.Body),
        ForEachStatement loop => ReturnsValue(loop.Body),
        SwitchStatement choice => choice.Sections.Any(static section => ReturnsValue(section.Body)),
        _ => false,
    };

    private static EquatableArray<Statement> Statements(Statement? statement) => statement switch
    {
        null => [],
        BlockStatement block => block.Statements,
        _ => [statement],
    };

    private static BlockStatement Block(IEnumerable<Statement> statements) => new(statements.ToEquatableArray());

    private static ExpressionStatement Set(int flag, bool value)
        => new(new AssignmentExpression(-1, new LocalExpression(-1, flag), new ConstantExpression(-1, ConstantKind.Boolean, value ? 1 : 0), ValueConversion.None));

    private int NewFlag()
    {
        var flag = NewLocal("");
        flags.Add(flag);
        return flag;
    }

    private int NewLocal(string name)
    {
        locals.Add(new(name, method));
        return locals.Count - 1;
    }
}
