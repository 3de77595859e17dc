using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Where something is added to an element of an array, <c>sums[i] += x</c>: the adjoint of the element after it is the one before it too, and need not be taken
/// out and put back.
/// </summary>
internal sealed class ElementSums
{
    /// <summary>By the variable that holds a sum: the term that it adds to the element.</summary>
    private readonly Dictionary<int, Scalar> added = [];
    private readonly Dictionary<StoreElement, int> sums = new(SameStore.Instance);
    private readonly Dictionary<int, int> reads = [];

    public ElementSums(Procedure procedure)
    {
        StepTree.Reads(procedure.Steps, Read);
        foreach (var result in procedure.Results)
            VariablesOf.Term(result.Value, Read);
        Find(procedure.Steps);
    }

    /// <summary>What a variable adds to an element; null where it is not stored as such a sum.</summary>
    public Scalar? AddedIn(int variable) => added.TryGetValue(variable, out var scalar) ? scalar : null;

    /// <summary>The variable that a store of such a sum stores; null for any other store.</summary>
    public int? SumOf(StoreElement store) => sums.TryGetValue(store, out var variable) ? variable : null;

    private void Read(int variable)
    {
        reads.TryGetValue(variable, out var count);
        reads[variable] = count + 1;
    }

    private void Find(List<Step> steps)
    {
        // The elements that are loaded here, and of which no other may have been stored since.
        var loaded = new Dictionary<int, ElementTerm>();
        var computed = new Dictionary<int, Scalar>();
        foreach (var step in steps)
        {
            foreach (var block in StepTree.Blocks(step))
                Find(block);
            switch (step)
            {
                case Let(var variable, ElementTerm { Member: "" } element):
                    loaded[variable] = element;
                    break;
                case Let(var variable, RealTerm(var scalar)):
                    computed[variable] = scalar;
                    break;
                case StoreElement { Value: RealTerm(Argument(var stored)) } store when reads[stored] == 1 && computed.TryGetValue(stored, out var sum) && Added(sum, store, loaded) is { } rest:
                    added.Add(stored, rest);
                    sums.Add(store, stored);
                    break;
            }

            foreach (var array in StepTree.All([step]).OfType<StoreElement>().Select(static store => store.Array).Distinct())
            {
                foreach (var variable in loaded.Where(pair => pair.Value.Array == array).Select(static pair => pair.Key).ToList())
                    loaded.Remove(variable);
            }
        }
    }

    private static Scalar? Added(Scalar sum, StoreElement store, Dictionary<int, ElementTerm> loaded)
    {
        return sum switch
        {
            Binary(BinaryFunction.Add, Argument(var element), var rest) when IsSame(element) => rest,
            Binary(BinaryFunction.Add, var rest, Argument(var element)) when IsSame(element) => rest,
            Binary(BinaryFunction.Subtract, Argument(var element), var rest) when IsSame(element) => -rest,
            _ => null,
        };

        bool IsSame(int variable) => loaded.TryGetValue(variable, out var element) && element.Array == store.Array && element.Index == store.Index;
    }

    private sealed class SameStore : IEqualityComparer<StoreElement>
    {
        public static readonly SameStore Instance = new();

        public bool Equals(StoreElement x, StoreElement y) => ReferenceEquals(x, y);

        public int GetHashCode(StoreElement store) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(store);
    }
}
