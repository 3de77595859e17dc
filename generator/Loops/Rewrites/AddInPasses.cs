using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Adds to some memories in a later pass, in the place of storing there: a backward pass may add to the gradients of those before it. What is zero
/// is stored in the first pass only.
/// </summary>
internal sealed class AddInPasses : NestRewriter
{
    private readonly Names names;
    private readonly ICollection<int> memories;
    private readonly bool namesSums;

    private AddInPasses(Names names, ICollection<int> memories, bool namesSums)
    {
        this.names = names;
        this.memories = memories;
        this.namesSums = namesSums;
    }

    /// <param name="nest">A definition.</param>
    /// <param name="memories">The memories of gradients.</param>
    /// <param name="namesSums">Whether a sum has another name as it is stored: one in double stays in registers where it is asked for its value once.</param>
    public static Nest Of(Nest nest, ICollection<int> memories, bool namesSums = false)
        => memories.Count == 0 ? nest : new AddInPasses(Names.Of(nest), memories, namesSums).Rewrite(nest);

    /// <summary>A store of a gradient.</summary>
    /// <param name="store">The store.</param>
    /// <param name="names">The names of the nest.</param>
    public static Statement Of(Store store, Names names) => Of(store, names, namesSums: false);

    private static Statement Of(Store store, Names names, bool namesSums)
    {
        var (place, value) = store;
        if (IsZero(value))
            return new OnTurn(Turn.First, [PassLoop.Variable], store);
        if (value is Named && !namesSums)
            return new OnTurn(Turn.Later, [PassLoop.Variable], new AddTo(place, value), store);
        var local = names.Local("gradient");
        var named = new Named(local);
        return Sequence.Of([new Let(local, value), new OnTurn(Turn.Later, [PassLoop.Variable], new AddTo(place, named), new Store(place, named))]);
    }

    protected override Statement Visit(Statement statement) => statement switch
    {
        Store store when IsGradient(store) => Of(store, names, namesSums),
        For loop when loop.All().All(part => part is For || (part is Store store && IsGradient(store) && IsZero(store.Value))) => new OnTurn(Turn.First, [PassLoop.Variable], loop),
        _ => base.Visit(statement),
    };

    private bool IsGradient(Store store) => memories.Contains(store.Place.Buffer.Memory);

    private static bool IsZero(Value value) => value is Compute { Expression: Constant(0.0) };
}
