using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>
/// Makes statements of several expressions over the same arguments. What two of them need is computed once and has a name; what only one
/// of them needs stays in it.
/// </summary>
internal sealed class SharedValues
{
    private readonly EquatableArray<Value> arguments;
    private readonly Names names;
    private readonly Func<int, string?> nameOf;
    // What a sum is called while it is added up.
    private readonly LocalNames words = new([], new(["sum", "largest"]));
    private readonly Dictionary<Scalar, string> known = new(ReferenceComparer.Instance);
    private readonly HashSet<Scalar> shared = new(ReferenceComparer.Instance);
    private readonly Dictionary<Scalar, Local> named = new(ReferenceComparer.Instance);
    private readonly List<Statement> lets = [];

    private SharedValues(EquatableArray<Value> arguments, Names names, Func<int, string?> nameOf)
    {
        this.arguments = arguments;
        this.names = names;
        this.nameOf = nameOf;
    }

    /// <summary>The names that are given first, and the value of each expression.</summary>
    /// <param name="expressions">The expressions.</param>
    /// <param name="arguments">Their arguments, by number.</param>
    /// <param name="names">The names that are taken.</param>
    /// <param name="nameOf">What an argument is called, by its number, where the name of a value may be made of it.</param>
    /// <param name="inner">Values that have a name already.</param>
    public static (IReadOnlyList<Statement> Lets, EquatableArray<Value> Values) Of(
        IEnumerable<Scalar> expressions, EquatableArray<Value> arguments, Names names, Func<int, string?> nameOf, IEnumerable<(Scalar Expression, string? Name)>? inner = null)
    {
        var values = new SharedValues(arguments, names, nameOf);
        var interner = new ScalarInterner();
        Scalar[] roots = [.. expressions.Select(interner.Tree)];
        foreach (var (expression, name) in inner ?? [])
        {
            if (name is not null && expression is not (Argument or Constant))
                values.known[interner.Tree(expression)] = name;
        }

        values.FindShared(roots);
        var visited = new HashSet<Scalar>(ReferenceComparer.Instance);
        foreach (var root in roots)
            values.NameSharedIn(root, visited);
        return (values.lets, roots.Select(values.ValueOf).ToEquatableArray());
    }

    /// <summary>
    /// Finds what is used in two statements. A statement computes a root or a shared value, with all below it down to other shared values;
    /// so parents are looked at before their children.
    /// </summary>
    private void FindShared(Scalar[] roots)
    {
        var order = new List<Scalar>();
        var seen = new HashSet<Scalar>(ReferenceComparer.Instance);
        foreach (var root in roots)
            Visit(root);
        order.Reverse();

        // Roots that are equal are one statement's value, which the others name.
        var owners = new Dictionary<Scalar, HashSet<object>>(ReferenceComparer.Instance);
        for (var number = 0; number < roots.Length; number++)
            Add(roots[number], "root" + number);
        foreach (var node in order)
        {
            if (owners[node].Count > 1 && node is not Constant)
                shared.Add(node);
            foreach (var child in Children(node))
            {
                if (shared.Contains(node))
                    Add(child, node);
                else
                    owners[node].ToList().ForEach(owner => Add(child, owner));
            }
        }

        void Visit(Scalar node)
        {
            if (!seen.Add(node))
                return;
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            foreach (var child in Children(node))
                Visit(child);
            order.Add(node);
        }

        void Add(Scalar node, object owner)
        {
            if (!owners.TryGetValue(node, out var of))
                owners.Add(node, of = new HashSet<object>(OwnerComparer.Instance));
            of.Add(owner);
        }
    }

    /// <summary>Names what is shared from the leaves up, so that each name is given before it is used.</summary>
    private void NameSharedIn(Scalar node, HashSet<Scalar> visited)
    {
        if (!visited.Add(node) || named.ContainsKey(node))
            return;
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var child in Children(node))
            NameSharedIn(child, visited);
        if (!shared.Contains(node) || (node is Argument(var number) && arguments[number] is Named))
            return;
        var value = node is Argument(var index) ? arguments[index] : Computed(node);
        var name = node is Argument(var argument) ? nameOf(argument) ?? "value" : known.TryGetValue(node, out var given) ? words.Like(char.IsDigit(given[given.Length - 1]) ? given + "Value" : given) : words.Of(node, NameOf);
        var local = names.Local(name);
        lets.Add(new Let(local, value));
        named.Add(node, local);
    }

    private string? NameOf(Scalar node)
        => named.TryGetValue(node, out var local) ? local.ToString() : node is Argument(var number) ? nameOf(number) : null;

    private Value ValueOf(Scalar node)
        => named.TryGetValue(node, out var local) ? new Named(local) : node is Argument(var number) ? arguments[number] : Computed(node);

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
            if (!isRoot && (part is Argument || named.ContainsKey(part)))
            {
                leaves.Add(ValueOf(part));
                return known[part] = new Argument(leaves.Count - 1);
            }

            return known[part] = ScalarRewriter.WithChildren(part, child => Rewritten(child));
        }
    }

    private static Scalar[] Children(Scalar node) => node switch
    {
        Unary(_, var operand) => [operand],
        Binary(_, var left, var right) => [left, right],
        Select(_, var left, var right, var yes, var no) => [left, right, yes, no],
        _ => [],
    };

    /// <summary>An owner is a shared node, by reference, or the name of a root.</summary>
    private sealed class OwnerComparer : IEqualityComparer<object>
    {
        public static readonly OwnerComparer Instance = new();

        public new bool Equals(object x, object y) => x is string left && y is string right ? left == right : ReferenceEquals(x, y);

        public int GetHashCode(object owner)
            => owner is string name ? StringComparer.Ordinal.GetHashCode(name) : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(owner);
    }
}
