using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops;

/// <summary>
/// Says what a legal nest is: every index stays inside its axis, and every offset inside its memory, for all values of the loops; every name
/// is given before it is used and only once; every variable belongs to one loop around it; no store is repeated by a loop that does not
/// move it; vectors have the lanes that they are asked for.
/// </summary>
internal sealed class NestVerifier
{
    private readonly Func<int, (int Start, Extent Length)>? memories;
    private readonly int? lanes;
    private readonly Bounds bounds = new();
    private readonly HashSet<(string, int)> names = [];
    private readonly HashSet<Local> values = [];
    private readonly Dictionary<Local, Reduction> totals = [];
    private readonly Dictionary<Extent, int> least = [];

    // Loops that go on with what they have stored in the turn before, and those of which one is in the last turn.
    private readonly HashSet<(Place Place, Variable Loop)> resumed = [];
    private readonly HashSet<Variable> inLast = [];

    // The memories of gradients, which a later pass adds to, and whether what is being visited is left out by such a pass.
    private readonly HashSet<int> gradients;
    private bool isInFirstPass;
    private readonly HashSet<int> begun = [];
    private readonly HashSet<Local> aroundVector = [];
    private For? vector;

    // Loops that have a part of the turns of a longer one.
    private readonly List<For> sharing = [];

    // The outer one of two vectors that transpose a block: each element of it is read and stored as by plain loops.
    private For? block;

    private NestVerifier(Func<int, (int Start, Extent Length)>? memories, int? lanes, IEnumerable<int> gradients)
    {
        this.memories = memories;
        this.lanes = lanes;
        this.gradients = [.. gradients];
    }

    /// <param name="nest">The nest.</param>
    /// <param name="memories">Where in each memory a method is told that it begins, and how many elements the whole of it has.</param>
    /// <param name="lanes">How many lanes its vectors have, where it is for one target.</param>
    /// <param name="gradients">The memories of gradients, which a later pass adds to.</param>
    /// <exception cref="InvalidGraphException">The nest is not legal.</exception>
    public static void Verify(Nest nest, Func<int, (int Start, Extent Length)>? memories = null, int? lanes = null, IEnumerable<int>? gradients = null)
    {
        new NestVerifier(memories, lanes, gradients ?? []).Visit(nest.Body);
        Require(nest.Body.All().Any(static statement => statement is Store or AddTo or Interleave), "the nest stores nothing");
    }

    private void Visit(Statement statement)
    {
        switch (statement)
        {
            case Sequence sequence:
                sharing.AddRange(Sharing(sequence));
                foreach (var part in sequence.Parts)
                    Visit(part);
                break;
            case For loop:
                Require(loop.Sizes is null || sharing.Exists(other => ReferenceEquals(other, loop)), $"'{loop.Variable}' has tiles of one size, and no loop beside it has those of the other");
                VisitLoop(loop);
                break;
            case Let let:
                Visit(let.Value);
                Require(let.Local.Lanes == 1, $"'{let.Local}' has lanes and is no total");
                Give(let.Local);
                break;
            case Total total:
                Require(total.Local.Lanes == 1 || vector is null, $"'{total.Local}' has lanes and is begun in a vector");
                Give(total.Local);
                totals.Add(total.Local, total.Reduction);
                break;
            case Accumulate accumulate:
                Visit(accumulate.Value);
                VisitLanes(accumulate.Local);
                Require(
                    values.Contains(accumulate.Local) && totals.TryGetValue(accumulate.Local, out var reduction) && reduction == accumulate.Reduction,
                    $"'{accumulate.Local}' was not begun as a {accumulate.Reduction}");
                Require(
                    vector is null || accumulate.Local.Lanes > 1 || !aroundVector.Contains(accumulate.Local),
                    $"every lane adds to the one '{accumulate.Local}' outside of the vector");
                break;
            case Store store:
                Visit(store.Value);
                Require(store.Place.Row is null, $"a row of '{store.Place.Buffer.Name}' is stored, and nothing says that another turn does not store it too");
                VisitStore(store.Place);
                begun.Add(store.Place.Buffer.Memory);
                break;
            case Interleave interleave:
                foreach (var value in interleave.Values)
                    Visit(value);
                foreach (var place in interleave.Written)
                    VisitStore(place);
                begun.Add(interleave.Place.Buffer.Memory);
                Require(
                    vector is null || interleave.Place.Offset.Stride(vector.Variable) == interleave.Values.Count,
                    $"what is stored side by side in '{interleave.Place.Buffer.Name}' does not take turns");
                break;
            case AddTo add:
                Visit(add.Value);
                if (add.Place.Row is not null)
                {
                    // Which turns add to the same row is not known, so that each of them adds to what was there before all of them.
                    Require(begun.Contains(add.Place.Buffer.Memory), $"rows of '{add.Place.Buffer.Name}' are added to and were not begun");
                    Visit(add.Place, isWritten: true);
                    Require(vector is not { AddsToOneElement: true }, $"every lane adds to the same element of '{add.Place.Buffer.Name}'");
                    break;
                }

                Require(resumed.Any(known => known.Place == add.Place), $"'{add.Place.Buffer.Name}' is added to and was not begun");
                VisitStore(add.Place);
                break;
            case Fetch { Place: var place }:
                // It reads nothing, so that it may be anywhere.
                Require(place.Offset.Terms.All(term => bounds.Knows(term.Variable)), $"where '{place.Buffer.Name}' is fetched depends on a loop that is not around it");
                Require(place is { Row: null, Limit: null } && (vector is null || place.Offset.Stride(vector.Variable) == 0), $"more than one place of '{place.Buffer.Name}' is fetched at once");
                break;
            case Outlined outlined:
                VisitOutlined(outlined);
                break;
            case Part part:
                Scoped(part.Body);
                break;
            case Choice choice:
                VisitChoice(choice);
                break;
            case OnTurn turn:
                Require(
                    turn.Loops.Count > 0 && turn.Loops.All(loop => loop == PassLoop.Variable || bounds.Knows(loop)),
                    "what is done in some turns is in none of their loops");
                foreach (var loop in turn.Loops.Where(static loop => loop != PassLoop.Variable))
                {
                    Require(!bounds[loop].IsVector, $"something is done in some turns of '{loop}' only, which is a vector and takes all of them at once");
                    Require(bounds[loop].First == 0, $"something is done in some turns of '{loop}' only, which goes on where another ended");
                }

                VisitTurn(turn);
                break;
            default:
                throw new InvalidGraphException($"no rule for {statement.GetType().Name}");
        }
    }

    // What is in a method of its own knows the loops around it, and no value.
    private void VisitOutlined(Outlined outlined)
    {
        Require(vector is null, $"the method '{outlined.Name}' is called in a vector");
        HashSet<Local> around = [.. values];
        values.Clear();
        Visit(outlined.Body);
        values.Clear();
        values.UnionWith(around);
    }

    private void VisitTurn(OnTurn turn)
    {
        if (turn.Turn == Turn.Later && turn.Body.All().All(static part => part is Sequence or Let or AddTo or Accumulate { Reduction: Reduction.Sum }))
            resumed.UnionWith(turn.Body.Places().SelectMany(place => turn.Loops.Select(loop => (place, loop))));
        var last = turn.Loops.Where(loop => turn.Turn == Turn.Last && inLast.Add(loop)).ToArray();
        isInFirstPass = turn is { Turn: Turn.First, IsOfPass: true };
        Scoped(turn.Body);
        isInFirstPass = false;
        inLast.ExceptWith(last);
        if (turn.Otherwise is not null)
            Scoped(turn.Otherwise);
    }

    private void VisitChoice(Choice choice)
    {
        Require(choice.Extent.IsBatch && choice.Least > 1, $"'{choice.Extent}' is known and needs no choice");
        var before = least.TryGetValue(choice.Extent, out var known) ? known : 1;
        least[choice.Extent] = Math.Max(before, choice.Least);
        Scoped(choice.Enough);
        least[choice.Extent] = before;
        Scoped(choice.TooFew);
    }

    /// <summary>Loops that share the turns of a longer one, by tiles of two sizes: first the large ones.</summary>
    private static IEnumerable<For> Sharing(Sequence sequence)
        => sequence.Parts.OfType<For>().Zip(sequence.Parts.OfType<For>().Skip(1), static (large, small) => (Large: large, Small: small))
            .Where(static pair => pair is { Large: { Sizes: { } sizes, IsOfLargeTiles: true } large, Small: { } small } && small.Sizes == sizes && small.Step == sizes.Small && small.Span == large.Span)
            .SelectMany(static pair => new[] { pair.Large, pair.Small });

    private void VisitLoop(For loop)
    {
        Require(names.Add(loop.Given!.Value), $"the name '{loop.Variable}' is taken");
        Require(loop.Extent.Size > loop.First && loop.First >= 0 && loop.Step >= 1, $"the loop over '{loop.Variable}' never turns");
        Require(
            loop.Tail != Tail.None || loop.Step == 1 || ((loop.First == 0 || !loop.Extent.IsBatch) && (loop.Extent.Size - loop.First) % loop.Step == 0),
            $"steps of {loop.Step} do not divide '{loop.Variable}', and nothing says what becomes of the last");
        Require(
            loop.Least == 1 || (loop.Span.Whole.IsBatch && (loop.Span.Whole.Size >= loop.Least || (least.TryGetValue(loop.Span.Whole, out var known) && known >= loop.Least))),
            $"'{loop.Variable}' goes to {loop.Extent}, of which nothing says that it is {loop.Least}");
        Require(
            loop.Tail != Tail.Overlap || loop.IsOfLargeTiles || (loop.Span.Whole.IsBatch ? loop.Least : loop.Span.Whole.Size) - loop.First >= loop.Step,
            $"'{loop.Variable}' has less than one whole turn");
        Require(
            loop.Reach is not { } reach || (reach.Step > 0 && loop is { Step: 1, First: 0, Limit: null, IsVector: false, Extent.IsBatch: false }) || IsInBlocks(loop, reach),
            $"some turns of '{loop.Variable}' are left out, of a loop that is not plain");
        if (loop.Reach is not null)
        {
            VisitIndex(loop.Reach.Lowest);
            VisitIndex(loop.Reach.Highest);
        }

        Require(
            vector is null || !loop.EndsBy(vector.Variable),
            $"'{loop.Variable}' begins or ends elsewhere in each lane of '{vector?.Variable}'");
        Require(loop.Tail != Tail.Overlap || !loop.Accumulates(), $"turns of '{loop.Variable}' overlap and add up");
        Require(loop.Tail != Tail.Overlap || loop.IsRepeatable, $"turns of '{loop.Variable}' overlap and read what they have stored");
        Require((loop.Tail == Tail.Rest) == (loop.Rest is not null), $"what is left of '{loop.Variable}' is not said, or is nothing");
        if (loop.Limit is { } limit)
            VisitIndex(limit.Begin);
        if (loop.IsVector)
        {
            Require(vector is null, $"the vector '{loop.Variable}' is in another");
            Require(
                !loop.Extent.IsBatch && loop.Step == 1 && loop.First == 0 && (lanes ?? loop.Extent.Size) == loop.Extent.Size,
                $"the vector '{loop.Variable}' has {loop.Extent} lanes");
            Require(loop.Body is not For { IsVector: true } || loop.Transposed is not null, $"the vector '{loop.Variable}' has another in it, and they do not transpose a block");
            if (loop.Transposed is not null)
                block = loop;
            else if (block is null)
                vector = loop;
            aroundVector.Clear();
            aroundVector.UnionWith(values);
        }

        bounds.Inside(loop, Scoped);
        if (loop.IsVector)
            vector = null;
        if (ReferenceEquals(loop, block))
            block = null;
    }

    /// <summary>Whether a loop that has been split or divided has the same turns as before, or some more: those that count begin with a turn of its own.</summary>
    private static bool IsInBlocks(For loop, Reach reach)
        => reach is { Step: 1, Block: > 1 } && loop is { Limit: null, IsVector: false, Rest: null, Extent.IsBatch: false }
            && (!reach.HasFirst || (reach.Block % loop.Step == 0 && loop.First % loop.Step == 0));

    // A name that is given in a body is not known behind it.
    private void Scoped(Statement body)
    {
        HashSet<Local> before = [.. values];
        Visit(body);
        values.IntersectWith(before);
    }

    private void Give(Local local)
    {
        Require(names.Add((local.Full, local.Number)), $"the name '{local}' is taken");
        values.Add(local);
    }

    private void Visit(Value value)
    {
        switch (value)
        {
            case Read read:
                Visit(read.Place);
                break;
            case Named named:
                Require(values.Contains(named.Local), $"'{named.Local}' is used before it is known");
                VisitLanes(named.Local);
                break;
            case LanesFrom part:
                Require(vector is not null && part.Lane > 0 && part.Lane < vector.Extent.Size, "lanes are left out of what has none");
                Visit(part.Value);
                break;
            case Across across:
                Require(
                    values.Contains(across.Local) && totals.TryGetValue(across.Local, out var reduction) && reduction == across.Reduction,
                    $"'{across.Local}' was not begun as a {across.Reduction}");
                Require(across.Local.Lanes > 1 && vector is null, $"'{across.Local}' is no vector to be taken together here");
                break;
            case Compute compute:
                foreach (var argument in compute.Arguments)
                    Visit(argument);
                break;
            default:
                throw new InvalidGraphException($"no rule for {value.GetType().Name}");
        }
    }

    // A value of several lanes is one of each lane in a vector, and nothing elsewhere.
    private void VisitLanes(Local local)
        => Require(local.Lanes == 1 || vector?.Extent.Size == local.Lanes, $"'{local}' has {local.Lanes} lanes, which are not those around it");

    private void VisitStore(Place place)
    {
        Visit(place, isWritten: true);
        Require(
            !gradients.Contains(place.Buffer.Memory) || isInFirstPass || resumed.Contains((place, PassLoop.Variable)),
            $"the gradient '{place.Buffer.Name}' is stored, and a pass that adds to it would lose what is there");
        var offset = place.Offset;
        foreach (var loop in bounds.Loops)
        {
            Require(
                loop.IsOneTurn || loop.Extent == 1 || place.Buffer.IsScratch || place.Buffer.IsOfOneTurn || offset.Stride(loop.Variable) != 0 || inLast.Contains(loop.Variable) || resumed.Contains((place, loop.Variable)),
                $"every turn of '{loop.Variable}' stores the same element of '{place.Buffer.Name}'");
        }
    }

    private void Visit(Place place, bool isWritten = false)
    {
        var buffer = place.Buffer;
        foreach (var index in place.Indices)
            VisitIndex(index);
        Require(place.Limit is null || vector is { Limit: null }, $"lanes of '{buffer.Name}' are left out, which is in no vector or in one of which lanes are left out anyway");
        if (place.Limit is not null)
            VisitIndex(place.Limit.Begin);
        if (place.Row is { } row)
        {
            Require(row.Count > 0 && row.Stride >= 0, $"'{buffer.Name}' has no rows");
            Require(vector is null || row.Index.Offset.Stride(vector.Variable) == 0, $"lanes of '{buffer.Name}' are of different rows");
            Require(
                buffer.IsFlat || buffer.Extents.Count == 1 || buffer.Strides.Zip(buffer.Extents, static (stride, extent) => (stride, extent)).Contains((row.Stride, row.Count)),
                $"'{buffer.Name}' has no axis of {row.Count} rows that are {row.Stride} apart");
            Visit(row.Index);
        }

        if (buffer.IsFlat)
        {
            if (memories is not null)
                VisitOffset(place, memories(buffer.Memory), isWritten);
            return;
        }

        Require(
            place.Indices.Count == buffer.Extents.Count && buffer.Strides.Count == buffer.Extents.Count,
            $"'{buffer.Name}' has {buffer.Extents.Count} axes and {place.Indices.Count} indices");
        for (var axis = 0; axis < place.Indices.Count; axis++)
        {
            var (low, high) = bounds.Of(place.Indices[axis], place.Limit, vector, isWhole: false);
            Require(low is { Batch: 0, Constant: >= 0 }, $"axis {axis} of '{buffer.Name}' is reached below its start");
            Require(high.IsBelow(buffer.Extents[axis]), $"axis {axis} of '{buffer.Name}' is reached at {high} and ends before {buffer.Extents[axis]}");
        }
    }

    private void VisitOffset(Place place, (int Start, Extent Length) memory, bool isWritten)
    {
        // What is padded is moved in whole vectors, whatever lanes are used.
        var offset = place.Offset;
        var limit = place.Limit ?? vector?.Limit;
        var isWhole = (place.Buffer.IsPadded || (isWritten && place.Buffer.IsScratch)) && limit is not null && offset.Stride(vector!.Variable) == 1;
        var (low, high) = bounds.Of(offset + memory.Start, place.Limit, vector, isWhole);
        if (place.Row is { } loaded)
            high += new Bound(0, (loaded.Count - 1L) * loaded.Stride);
        Require(low is { Batch: 0, Constant: >= 0 }, $"'{place.Buffer.Name}' is reached below its start");
        Require(high.IsBelow(memory.Length), $"'{place.Buffer.Name}' is reached at {high} and ends before {memory.Length}");
        if (!isWhole || !place.Buffer.IsPadded)
            return;
        var row = limit!.Begin + vector!.Variable;
        Require(
            (offset - row).Constant % vector.Extent.Size == 0
                && offset.Terms.All(term => row.Stride(term.Variable) == term.Coefficient || IsWholeVectors(term.Coefficient, bounds[term.Variable])),
            $"the next row of '{place.Buffer.Name}' is taken for padding");
    }

    /// <summary>Whether every turn of a loop moves by whole vectors.</summary>
    private bool IsWholeVectors(int coefficient, For loop)
        => coefficient * loop.Step % vector!.Extent.Size == 0 && coefficient * loop.First % vector.Extent.Size == 0
            && (loop.Tail != Tail.Overlap || coefficient % vector.Extent.Size == 0);

    private void VisitIndex(Affine index)
    {
        foreach (var term in index.Terms)
            Require(bounds.Knows(term.Variable), $"'{term.Variable}' is used outside of its loop");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new InvalidGraphException(message);
    }
}
