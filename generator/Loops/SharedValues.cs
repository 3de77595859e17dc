using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>
/// Makes statements of several expressions over the same arguments. What two of them need, or one of them twice, is computed once and has a
/// name.
/// </summary>
internal sealed class SharedValues
{
    private readonly EquatableArray<Value> arguments;
    private readonly Func<string, Local> name;
    private readonly Dictionary<Scalar, int> uses = new(ReferenceComparer.Instance);
    private readonly Dictionary<Scalar, Local> named = new(ReferenceComparer.Instance);
    private readonly List<Statement> lets = [];

    private SharedValues(EquatableArray<Value> arguments, Func<string, Local> name)
    {
        this.arguments = arguments;
        this.name = name;
    }

    /// <summary>The names that are given first, and the value of each expression.</summary>
    /// <param name="expressions">The expressions.</param>
    /// <param name="arguments">Their arguments, by number.</param>
    /// <param name="name">Makes a name that is not taken from one that may be.</param>
    public static (IReadOnlyList<Statement> Lets, EquatableArray<Value> Values) Of(
        IEnumerable<Scalar> expressions, EquatableArray<Value> arguments, Func<string, Local> name)
    {
        var shared = new SharedValues(arguments, name);
        var interner = new ScalarInterner();
        Scalar[] trees = [.. expressions.Select(interner.Tree)];
        foreach (var tree in trees)
            shared.Count(tree);
        var values = trees.Select(shared.ValueOf).ToEquatableArray();
        return (shared.lets, values);
    }

    private void Count(Scalar node)
    {
        uses.TryGetValue(node, out var count);
        uses[node] = count + 1;
        if (count > 0)
            return;
        foreach (var child in Children(node))
            Count(child);
    }

    private Value ValueOf(Scalar node)
    {
        if (named.TryGetValue(node, out var local))
            return new Named(local);
        if (node is Argument(var number) && (uses[node] == 1 || arguments[number] is Named))
            return arguments[number];
        if (node is Argument or not Constant && uses[node] > 1)
        {
            var value = node is Argument(var index) ? arguments[index] : Computed(node);
            local = name(value is Read(var place) ? place.Buffer.Name : "value");
            lets.Add(new Let(local, value));
            named.Add(node, local);
            return new Named(local);
        }

        return Computed(node);
    }

    // The expression down to what has a name or is an argument.
    private Compute Computed(Scalar node)
    {
        var leaves = new List<Value>();
        var known = new Dictionary<Scalar, Scalar>(ReferenceComparer.Instance);
        return new Compute(Rewritten(node, isRoot: true), leaves.ToEquatableArray());

        Scalar Rewritten(Scalar part, bool isRoot = false)
        {
            if (part is Constant)
                return part;
            if (known.TryGetValue(part, out var rewritten))
                return rewritten;
            if (!isRoot && (part is Argument || uses[part] > 1))
            {
                leaves.Add(ValueOf(part));
                return known[part] = new Argument(leaves.Count - 1);
            }

            return known[part] = part switch
            {
                Unary(var function, var operand) => new Unary(function, Rewritten(operand)),
                Binary(var function, var left, var right) => new Binary(function, Rewritten(left), Rewritten(right)),
                Select(var comparison, var left, var right, var yes, var no)
                    => new Select(comparison, Rewritten(left), Rewritten(right), Rewritten(yes), Rewritten(no)),
                _ => throw new InvalidGraphException($"no value for {part.GetType().Name}"),
            };
        }
    }

    private static Scalar[] Children(Scalar node) => node switch
    {
        Unary(_, var operand) => [operand],
        Binary(_, var left, var right) => [left, right],
        Select(_, var left, var right, var yes, var no) => [left, right, yes, no],
        _ => [],
    };
}
