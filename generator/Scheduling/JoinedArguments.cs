using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Scheduling;

/// <summary>The tensors that a joined kernel is called with: those of its parts, each once.</summary>
internal sealed class JoinedArguments
{
    private readonly SampleRun run;
    private readonly HashSet<int> stored;
    private readonly List<KernelArgument> arguments = [];

    // The copies that parts make for themselves, by part and node, and where the next one of a node begins.
    private readonly Dictionary<(int Part, int Node), int> copies = [];
    private readonly Dictionary<int, int> ends = [];

    public JoinedArguments(NetworkGraph graph, SampleRun run, IReadOnlyList<Kernel> parts)
    {
        this.run = run;
        stored = [.. parts.SelectMany(static part => part.Stores).Select(output => Views.Owner(graph, output.Node))];
    }

    /// <summary>The memories of what the parts pass on to each other, each once.</summary>
    public IEnumerable<int> Passed => Enumerable.Range(0, arguments.Count).Where(number => arguments[number].Form == TensorForm.Passed).Select(MemoryOf).Distinct();

    /// <summary>The first of the arguments that have the same memory.</summary>
    public int MemoryOf(int argument) => arguments.FindIndex(other => (other.Node, other.Form) == (arguments[argument].Node, arguments[argument].Form) && (other.Form != TensorForm.Packed || other.Start == arguments[argument].Start));

    /// <summary>A part's nest with the numbers that its arguments have in the whole.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="own">The part's arguments.</param>
    /// <param name="part">Which part it is.</param>
    /// <param name="before">The arguments of a copy that is made before.</param>
    public Nest Renumbered(Nest nest, EquatableArray<KernelArgument> own, int part, EquatableArray<KernelArgument>? before = null)
    {
        if (before is { } copy)
            Add(copy[1], part, []);
        var taken = new HashSet<int>();
        var places = own.Select(argument => Add(argument, part, taken)).ToArray();
        return new Renumbering(places).Rewrite(nest);
    }

    /// <summary>All arguments.</summary>
    /// <param name="lengths">How many floats what is passed on has in one turn.</param>
    /// <param name="firsts">Which of these memories are one with an earlier one.</param>
    public EquatableArray<KernelArgument> ToArray(IReadOnlyDictionary<int, int> lengths, IReadOnlyDictionary<int, int> firsts)
        // A line between them: where they begin whole pages apart, loads of one wait for stores of another.
        => arguments.Select((argument, number) => argument.Form != TensorForm.Passed ? argument : argument with
        {
            Length = TensorLayout.Alignment
                + TensorLayout.RoundUp(lengths.Where(length => firsts[length.Key] == firsts[MemoryOf(number)]).Max(static length => length.Value), TensorLayout.Alignment),
            Replaces = firsts[MemoryOf(number)] is var first && first != MemoryOf(number) ? arguments[first].Node : null,
        }).ToEquatableArray();

    /// <summary>The number of an argument, and how far into it the part begins.</summary>
    private (int Number, int Shift) Add(KernelArgument argument, int part, HashSet<int> taken)
    {
        if (argument.Form == TensorForm.Packed)
            return (Copy(argument, part), 0);
        var isStored = argument.Form == TensorForm.Own && stored.Contains(argument.Node);
        var whole = argument with { Form = isStored && run.Values.Contains(argument.Node) ? TensorForm.Passed : argument.Form, Start = isStored ? 0 : argument.Start, Around = [], IsWritten = isStored || argument.IsWritten };
        var number = Enumerable.Range(0, arguments.Count).Where(known => arguments[known] == whole && !taken.Contains(known)).DefaultIfEmpty(-1).First();
        if (number < 0)
        {
            number = arguments.Count;
            arguments.Add(whole);
        }

        taken.Add(number);
        return (number, isStored ? argument.Start : 0);
    }

    /// <summary>Each copy has a place of its own, since its part reads it again and again.</summary>
    private int Copy(KernelArgument argument, int part)
    {
        if (copies.TryGetValue((part, argument.Node), out var known))
            return known;
        ends.TryGetValue(argument.Node, out var start);
        ends[argument.Node] = start + argument.Length;
        copies.Add((part, argument.Node), arguments.Count);
        arguments.Add(argument with { Start = start, Length = start + argument.Length, IsWritten = true, Around = [] });
        return arguments.Count - 1;
    }

    private sealed class Renumbering((int Number, int Shift)[] places) : NestRewriter
    {
        protected override Statement Visit(Statement statement)
            => base.Visit(statement) is var visited && visited is Outlined { Of: >= 0 } outlined ? outlined with { Of = places[outlined.Of].Number } : visited;

        protected override Place Visit(Place place)
        {
            var visited = base.Visit(place);
            var (number, shift) = places[visited.Buffer.Memory];
            return visited with { Buffer = visited.Buffer with { Memory = number }, Indices = [visited.Indices[0] + shift] };
        }
    }
}
