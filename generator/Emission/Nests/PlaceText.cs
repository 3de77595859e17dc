using NetGen.Generator.Loops;

namespace NetGen.Generator.Emission.Nests;

/// <summary>Writes places as C#: from the nearest reference, and with references that move with the loops.</summary>
internal static class PlaceText
{
    /// <summary>
    /// Names what moves with the variables that are known by now: each place once, in the loop in which it moves. In the innermost loop that
    /// is done only for what is used at several distances.
    /// </summary>
    public static void OpenReferences(CodeWriter writer, NestScope scope, Statement body, KernelMethod method)
    {
        if (scope.IsIndexed)
            return;
        var isInnermost = !HasLoops(body);
        // The number of a row is read where the row is found, and nowhere else.
        var numbers = new HashSet<Place>(body.Places().Select(static place => place.Row?.Index).OfType<Place>());
        var moving = body.Places().Where(place => !numbers.Contains(place)).Select(place => (place.Buffer.Memory, Known: place.Offset.Of(scope.Knows), place.Offset, Row: KnownRow(place, scope)))
            .GroupBy(static place => (place.Memory, place.Known, place.Row), static place => place.Offset - place.Known);
        foreach (var group in moving)
        {
            var (memory, offset, row) = group.Key;
            var nearest = scope.Nearest(memory, offset, row);
            if (nearest.Offset == offset && nearest.Row == row)
                continue;
            // A row whose number is loaded has a name, so that it is loaded once.
            if (row is null && isInnermost && group.Distinct().Count() < 2)
                continue;
            var rest = offset - nearest.Offset;
            var name = scope.Take(method.Arguments[memory] + Moved(scope, rest, isRow: row is not null && nearest.Row is null));
            var start = row is null || nearest.Row is not null ? nearest.Name : InRow(scope, nearest.Name, row);
            writer.Line(rest.Terms.Count == 0 && rest.Constant == 0 ? $"ref var {name} = ref {start};" : $"ref var {name} = ref Unsafe.Add(ref {start}, {Text(scope, rest)});");
            scope.Add(new Reference(memory, offset, name, row));
        }
    }

    /// <summary>What is said of a reference by where it is: in which turn of which loops, <c>AtSample</c>, or how far into what it begins at, <c>From16</c>.</summary>
    private static string Moved(NestScope scope, Affine rest, bool isRow)
        => isRow ? "Row" : rest.Terms.Count == 0 ? "From" + Numbers.Text(rest.Constant).Replace('-', '_') : "At" + string.Concat(scope.Variables.Where(variable => rest.Stride(variable.Variable) != 0).Select(static variable => Identifiers.Pascal(variable.Name)));

    /// <summary>The row that a place is in, where all that its number depends on is known.</summary>
    private static Row? KnownRow(Place place, NestScope scope) => place.Row is { } row && row.Index.Offset.Terms.All(term => scope.Knows(term.Variable)) ? row : null;

    /// <summary>The start of a row, of which the number is loaded.</summary>
    private static string InRow(NestScope scope, string start, Row row)
        => $"Unsafe.Add(ref {start}, (int){Element(scope, row.Index)}{(row.Stride == 1 ? "" : " * " + Numbers.Text(row.Stride))})";

    /// <summary>Whether there are loops in a statement that are written as such.</summary>
    public static bool HasLoops(Statement body) => body.All().OfType<For>().Any(static loop => !loop.IsVector && !loop.IsOneTurn);

    /// <summary>
    /// Names what moves with a loop, in front of it, and moves it on at the end of each turn. In the loop, places are that far away from it.
    /// </summary>
    /// <param name="first">The first turn, where that is not known.</param>
    /// <returns>What is written at the end of a turn.</returns>
    public static IReadOnlyList<string> OpenWalk(CodeWriter writer, NestScope scope, NestScope inner, For loop, KernelMethod method, string? first = null)
    {
        var steps = new List<string>();
        var moving = loop.All().SelectMany(static statement => statement is For ? [] : statement.Places())
            .Where(place => place.Offset.Stride(loop.Variable) != 0)
            .Select(place => (place.Buffer.Memory, Offset: place.Offset.Of(variable => variable == loop.Variable || scope.Knows(variable)))).Distinct();
        foreach (var (memory, offset) in moving)
        {
            var name = scope.Take(method.Arguments[memory] + "At");
            var begin = Reference(scope, memory, offset.Substitute(loop.Variable, loop.First));
            writer.Line(first is null ? $"ref var {name} = {begin};" : $"ref var {name} = ref Unsafe.Add({begin}, {Offsets.Sum([(first, offset.Stride(loop.Variable))])});");
            inner.Add(new Reference(memory, offset, name));
            steps.Add($"{name} = ref Unsafe.Add(ref {name}, {Numbers.Text(offset.Stride(loop.Variable) * loop.Step)});");
        }

        return steps;
    }

    /// <summary>A reference to an element: <c>ref Unsafe.Add(ref row, 3)</c>.</summary>
    public static string Reference(NestScope scope, Place place)
    {
        var (name, rest) = From(scope, place);
        return Reference(scope, name, rest);
    }

    /// <summary>A reference so far behind the start of a memory.</summary>
    public static string Reference(NestScope scope, int memory, Affine offset)
    {
        var nearest = scope.Nearest(memory, offset);
        return Reference(scope, nearest.Name, offset - nearest.Offset);
    }

    private static string Reference(NestScope scope, string name, Affine further)
        => further.Terms.Count == 0 && further.Constant == 0 ? "ref " + name : $"ref Unsafe.Add(ref {name}, {Text(scope, further)})";

    /// <summary>An element: <c>Unsafe.Add(ref row, 3)</c>; in the readable form, <c>hidden[sample, feature]</c>.</summary>
    public static string Element(NestScope scope, Place place)
    {
        if (scope.IsIndexed)
        {
            var tensor = scope.Nearest(place.Buffer.Memory, 0).Name;
            return place.Indices.Count == 0 ? tensor + ".Elements[0]" : $"{tensor}[{string.Join(", ", place.Indices.Select((index, axis) => Index(scope, place, index, axis)))}]";
        }

        var (name, rest) = From(scope, place);
        return rest.Terms.Count == 0 && rest.Constant == 0 ? name : $"Unsafe.Add(ref {name}, {Text(scope, rest)})";
    }

    /// <summary>An index of a tensor: on the axis of rows that are taken by their numbers, with the number.</summary>
    private static string Index(NestScope scope, Place place, Affine index, int axis)
    {
        var own = Text(scope, index);
        if (place.Row is not { } row || axis != place.Buffer.Strides.ToList().FindIndex(stride => row.Stride % stride == 0))
            return own;
        var number = $"(int){Element(scope, row.Index)}{(row.Stride == place.Buffer.Strides[axis] ? "" : " * " + Numbers.Text(row.Stride / place.Buffer.Strides[axis]))}";
        return own == "0" ? number : $"{number} + {own}";
    }

    /// <summary>The arguments by which a whole vector is moved: <c>ref row</c>, or <c>ref row</c> and <c>8</c>.</summary>
    public static string[] Vector(NestScope scope, Place place)
    {
        var (name, rest) = From(scope, place);
        return rest.Terms.Count == 0 && rest.Constant > 0 ? ["ref " + name, Numbers.Text(rest.Constant)] : [Reference(scope, place)];
    }

    /// <summary>A function of the loops' variables.</summary>
    public static string Text(NestScope scope, Affine affine)
        => Offsets.Sum(scope.Variables.Select(variable => (variable.Name, affine.Stride(variable.Variable))), affine.Constant);

    private static (string Name, Affine Further) From(NestScope scope, Place place)
    {
        var offset = scope.Vector is { } vector ? place.Offset.Substitute(vector.Lane, 0) : place.Offset;
        var nearest = scope.Nearest(place.Buffer.Memory, offset, place.Row);
        return (place.Row is { } row && nearest.Row is null ? InRow(scope, nearest.Name, row) : nearest.Name, offset - nearest.Offset);
    }
}
