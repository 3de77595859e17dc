using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>A local variable that holds a subexpression used more than once.</summary>
internal sealed record CSharpLocal(string Name, string Expression)
{
    public string Statement => $"var {Name} = {Expression};";
}

/// <summary>C# for some scalars: locals in the order in which they must stand, and an expression for each scalar.</summary>
internal sealed record CSharpScalars(IReadOnlyList<CSharpLocal> Locals, IReadOnlyList<string> Expressions)
{
    public IEnumerable<string> Statements => Locals.Select(local => local.Statement);
}

/// <summary>
/// Emits scalar expressions as C#, with what they share computed once. All names are fully qualified; the text needs no usings, and is
/// valid in a <c>checked</c> context and with nullable annotations off.
/// </summary>
internal sealed class CSharpText
{
    private readonly CSharpTarget target;
    private readonly IReadOnlyList<string> arguments;
    private readonly LocalNames names;
    private readonly Dictionary<Scalar, int> uses = new(ReferenceComparer.Instance);
    private readonly Dictionary<SharedCondition, int> conditionUses = [];
    private readonly Dictionary<Scalar, string> localOf = new(ReferenceComparer.Instance);
    private readonly Dictionary<SharedCondition, string> conditionOf = [];
    private readonly Dictionary<Scalar, int> inlineSize = new(ReferenceComparer.Instance);
    private readonly Dictionary<Scalar, string> givenNames = new(ReferenceComparer.Instance);
    private readonly List<CSharpLocal> locals = [];
    private readonly HashSet<Scalar> roots = new(ReferenceComparer.Instance);
    private int largest = int.MaxValue;

    private string Vector => target.VectorClass!;

    private CSharpText(IReadOnlyList<string> arguments, CSharpTarget target, UniqueNames takenNames)
    {
        this.target = target;
        this.arguments = [.. arguments.Select(Atomic)];
        names = new LocalNames(this.arguments, takenNames);
    }

    /// <summary>Emits scalars that are wanted together.</summary>
    /// <param name="scalars">What to compute.</param>
    /// <param name="arguments">The C# text of each argument: an identifier, or a load that may stand wherever its value is used.</param>
    /// <param name="target">The type to compute on.</param>
    /// <param name="takenNames">The names that locals must not have; the arguments' own need not be among them.</param>
    /// <exception cref="NotSupportedException">A function has no form on the target: see <see cref="CSharpTarget.Unsupported"/>.</exception>
    public static CSharpScalars Emit(
        IReadOnlyList<Scalar> scalars, IReadOnlyList<string> arguments, CSharpTarget target, IEnumerable<string> takenNames)
        => Emit(scalars, arguments, target, new UniqueNames(takenNames), [], int.MaxValue);

    /// <summary>Emits scalars that are wanted together, in the words of whoever wrote them.</summary>
    /// <param name="scalars">What to compute.</param>
    /// <param name="arguments">The C# text of each argument.</param>
    /// <param name="target">The type to compute on.</param>
    /// <param name="takenNames">The names that locals must not have.</param>
    /// <param name="givenNames">What some values are called, should they become locals.</param>
    /// <param name="largest">How many operations an expression may have; a longer one is taken apart into locals.</param>
    /// <exception cref="NotSupportedException">A function has no form on the target.</exception>
    public static CSharpScalars Emit(
        IReadOnlyList<Scalar> scalars,
        IReadOnlyList<string> arguments,
        CSharpTarget target,
        UniqueNames takenNames,
        IEnumerable<(string Name, Scalar Value)> givenNames,
        int largest)
    {
        var interner = new ScalarInterner();
        var emitted = scalars.Select(scalar => interner.Tree(target.Lower(scalar))).ToArray();
        var text = new CSharpText(arguments, target, takenNames) { largest = largest };
        text.roots.UnionWith(emitted);
        foreach (var (name, value) in givenNames)
        {
            // What was simplified away may have no form on the target; then it is not there to be named.
            if (target.Unsupported(value).Count > 0)
                continue;
            var node = interner.Tree(target.Lower(value));
            if (!text.givenNames.ContainsKey(node))
                text.givenNames.Add(node, name);
        }

        foreach (var scalar in emitted)
            text.Count(scalar);
        foreach (var scalar in emitted)
            text.DeclareShared(scalar);
        return new CSharpScalars(text.locals, [.. emitted.Select(scalar => text.Print(scalar, Precedence.Conditional))]);
    }

    private void Count(Scalar node)
    {
        uses.TryGetValue(node, out var count);
        uses[node] = count + 1;
        if (count > 0)
            return;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node is Select select)
        {
            var condition = ConditionOf(select);
            conditionUses.TryGetValue(condition, out var conditions);
            conditionUses[condition] = conditions + 1;
            // A condition that is shared becomes a local, which uses its two sides once.
            if (conditions == 0)
            {
                Count(select.Left);
                Count(select.Right);
            }

            Count(select.WhenTrue);
            Count(select.WhenFalse);
            return;
        }

        ScalarRewriter.WithChildren(node, child =>
        {
            Count(child);
            return child;
        });
    }

    /// <summary>Declares the shared subexpressions from the leaves up, so that each stands after what it uses.</summary>
    private void DeclareShared(Scalar node)
    {
        if (!visited.Add(node))
            return;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ScalarRewriter.WithChildren(node, child =>
        {
            DeclareShared(child);
            return child;
        });
        if (node is Select select && ConditionOf(select) is var condition && conditionUses[condition] > 1 && !conditionOf.ContainsKey(condition))
        {
            var text = Condition(select);
            conditionOf.Add(condition, Declare(names.OfCondition(select, NameOf), text));
        }

        if (IsTrivial(node))
            return;
        if (uses[node] > 1 || (InlineSize(node) > largest && !roots.Contains(node)))
        {
            var text = Print(node, Precedence.Conditional);
            localOf.Add(node, Declare(givenNames.TryGetValue(node, out var name) ? names.Like(name) : names.Of(node, NameOf), text));
        }
    }

    /// <summary>How many operations the text of a node has, in which locals have none.</summary>
    private int InlineSize(Scalar node)
    {
        var size = 1;
        ScalarRewriter.WithChildren(node, child =>
        {
            size += !localOf.ContainsKey(child) && inlineSize.TryGetValue(child, out var inner) ? inner : 0;
            return child;
        });
        inlineSize[node] = size;
        return size;
    }

    private readonly HashSet<Scalar> visited = new(ReferenceComparer.Instance);

    private string Declare(string name, string text)
    {
        locals.Add(new CSharpLocal(name, text));
        return name;
    }

    /// <summary>The name by which a node can be called in the name of another; null where it has none.</summary>
    private string? NameOf(Scalar node) =>
        localOf.TryGetValue(node, out var local) ? local
        : node is Argument(var index) && LocalNames.IsIdentifier(arguments[index]) ? arguments[index]
        : null;

    /// <summary>It costs nothing worth a local: an argument, a number, or the opposite of one.</summary>
    private static bool IsTrivial(Scalar node) => node is Argument or Constant or Unary(UnaryFunction.Negate, Argument or Constant);

    private static SharedCondition ConditionOf(Select select) => new(select.Comparison, select.Left, select.Right);

    /// <summary>A condition as a key: nodes are interned, and to compare what is below them would cost as much as the tree that they spell.</summary>
    private readonly struct SharedCondition(Comparison comparison, Scalar left, Scalar right) : IEquatable<SharedCondition>
    {
        private readonly Comparison comparison = comparison;
        private readonly Scalar left = left;
        private readonly Scalar right = right;

        public bool Equals(SharedCondition other)
            => comparison == other.comparison && ReferenceEquals(left, other.left) && ReferenceEquals(right, other.right);

        public override bool Equals(object? obj) => obj is SharedCondition other && Equals(other);

        public override int GetHashCode() => unchecked(
            (((RuntimeHelpers.GetHashCode(left) * 397) + RuntimeHelpers.GetHashCode(right)) * 397) + (int)comparison);
    }

    private string Print(Scalar node, Precedence atLeast)
    {
        if (localOf.TryGetValue(node, out var local))
            return local;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (text, precedence) = Print(node);
        return precedence < atLeast ? "(" + text + ")" : text;
    }

    private (string Text, Precedence Precedence) Print(Scalar node)
    {
        switch (node)
        {
            case Constant(var value):
                return Number(value);
            case Argument(var index):
                return (arguments[index], Precedence.Primary);
            case Binary binary when target.IsVector && MultiplyAdd(binary) is { } multiplyAdd:
                return (multiplyAdd, Precedence.Primary);
            case Unary(var function, var operand):
                var unary = target.Spelling(function.Definition())!;
                return (unary.Write(precedence => Print(operand, precedence)), unary.Result);
            case Binary(var function, var left, var right):
                var spelling = target.Spelling(function.Definition())!;
                return (spelling.Write(precedence => Print(left, precedence), precedence => Print(right, precedence)), spelling.Result);
            case Select select when target.IsVector:
                return ($"{Vector}.ConditionalSelect({Condition(select)}, {Print(select.WhenTrue, Precedence.Conditional)}, {Print(select.WhenFalse, Precedence.Conditional)})", Precedence.Primary);
            case Select select:
                return ($"{Condition(select)} ? {Print(select.WhenTrue, Precedence.Additive)} : {Print(select.WhenFalse, IsSum(select.WhenFalse) ? Precedence.Multiplicative : Precedence.Conditional)}", Precedence.Conditional);
            default:
                throw new ArgumentException($"'{node.GetType().Name}' is not a scalar expression that can be emitted.", nameof(node));
        }
    }

    // What is added belongs to the second value alone, which one sees from its parentheses.
    private bool IsSum(Scalar scalar) => scalar is Binary(BinaryFunction.Add or BinaryFunction.Subtract, _, _) && !localOf.ContainsKey(scalar);

    private string Condition(Select select)
    {
        if (conditionOf.TryGetValue(ConditionOf(select), out var local))
            return local;
        if (ReferenceEquals(select.Left, select.Right) && !target.IsVector)
            return ConditionOnNaN(select);
        return target.IsVector
            ? $"{select.Comparison.Of(Vector)}({Print(select.Left, Precedence.Conditional)}, {Print(select.Right, Precedence.Conditional)})"
            : $"{Print(select.Left, Precedence.Additive)} {select.Comparison.CSharp()} {Print(select.Right, Precedence.Additive)}";
    }

    /// <summary>A comparison of a value with itself, which the compiler warns of where it is written as one.</summary>
    private string ConditionOnNaN(Select select) => select.Comparison switch
    {
        Comparison.Less or Comparison.Greater => "false",
        Comparison.NotEqual => IsNaN(select.Left),
        _ => "!" + IsNaN(select.Left),
    };

    private string IsNaN(Scalar value) => $"{target.Number}.IsNaN({Print(value, Precedence.Conditional)})";

    private (string Text, Precedence Precedence) Number(double value)
    {
        var literal = target.Literal(value);
        if (!target.IsVector)
            return (literal, literal[0] == '-' ? Precedence.Sign : Precedence.Primary);
        return (literal switch
        {
            "0f" => Vector + "<float>.Zero",
            "1f" => Vector + "<float>.One",
            "0.0" => Vector + "<double>.Zero",
            "1.0" => Vector + "<double>.One",
            _ => $"{Vector}.Create({literal})",
        }, Precedence.Primary);
    }

    /// <summary>a·b + c as one instruction, where the product is not shared. A subtraction is one where a constant can take the sign.</summary>
    private string? MultiplyAdd(Binary sum)
    {
        return sum switch
        {
            (BinaryFunction.Add, Binary(BinaryFunction.Multiply, var a, var b) product, var c) when IsInline(product) => Call(a, b, c),
            (BinaryFunction.Add, var c, Binary(BinaryFunction.Multiply, var a, var b) product) when IsInline(product) => Call(a, b, c),
            (BinaryFunction.Subtract, Binary(BinaryFunction.Multiply, var a, var b) product, Constant(var c)) when IsInline(product) =>
                Call(a, b, new Constant(-c)),
            (BinaryFunction.Subtract, var c, Binary(BinaryFunction.Multiply, Constant(var a), var b) product) when IsInline(product) =>
                Call(new Constant(-a), b, c),
            _ => null,
        };

        bool IsInline(Scalar product) => !localOf.ContainsKey(product);

        string Call(Scalar a, Scalar b, Scalar c) =>
            $"{Vector}.MultiplyAddEstimate({Print(a, Precedence.Conditional)}, {Print(b, Precedence.Conditional)}, {Print(c, Precedence.Conditional)})";
    }

    /// <summary>An argument's text in parentheses, unless it is one term already: operators stand between spaces, outside of brackets.</summary>
    private static string Atomic(string argument)
    {
        var depth = 0;
        foreach (var character in argument)
        {
            depth += character is '(' or '[' ? 1 : character is ')' or ']' ? -1 : 0;
            if (depth == 0 && character is ' ' or '-' or '+' or '*' or '/' or '?')
                return "(" + argument + ")";
        }

        return argument;
    }
}
