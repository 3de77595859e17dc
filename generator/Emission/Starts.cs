using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Says at which element of a tensor an argument begins, where that is not the first one: in the method, places are counted from there.</summary>
internal static class Starts
{
    /// <summary>
    /// Of each argument that begins in its tensor: <c>Argument 3 begins at element [0, 0, 4, 4] of ∂conv2.z.spread, 4·16 + 4 = 68 floats in</c>.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="arguments">The arguments in the order of the call.</param>
    public static IEnumerable<string> Of(NetworkGraph graph, IReadOnlyList<KernelArgument> arguments)
        => arguments.Select((argument, number) => argument is { Start: > 0, Form: TensorForm.Packed }
                ? $"Argument {Numbers.Text(number + 1)} begins {Counts.Of(argument.Start, "float")} into {graph[argument.Node].Name.Mathematics} packed, behind the copy of another operand"
            : argument is not { Start: > 0, Form: TensorForm.Own } ? null
            : $"Argument {Numbers.Text(number + 1)} begins at "
            + (Place(graph, argument) is var (element, sum) ? $"element [{element}] of {graph[argument.Node].Name.Mathematics}, {Into(argument, sum)}"
                : $"float {Numbers.Text(argument.Start)} of {graph[argument.Node].Name.Mathematics}")).OfType<string>().Distinct();

    /// <summary>The same for a method, by the names of its parameters.</summary>
    public static IEnumerable<string> Of(KernelMethod method)
    {
        for (var number = 0; number < method.Arguments.Count; number++)
        {
            if (method.Kernel.Arguments[number] is { Start: > 0 and var start, Form: TensorForm.Packed })
                yield return $"{method.Arguments[number]} points into the packed copy, {Counts.Of(start, "float")} in, behind the copy of another operand{CopiedTo(method, number)}.";
            (string Text, int Step)[] places = [.. method.Steps.Where(step => step.Kernel.Arguments[number] is { Start: > 0, Form: TensorForm.Own })
                .Select(step => (Place(step.Graph, step.Kernel.Arguments[number]) is var (element, sum) ? $"[{element}], {Into(step.Kernel.Arguments[number], sum)}" : $"float {Numbers.Text(step.Kernel.Arguments[number].Start)}", step.Number))];
            string[] texts = [.. places.Select(static place => place.Text).Distinct()];
            if (texts.Length == 0)
                continue;
            var name = method.Arguments[number];
            if (texts.Length == 1 && places.Length == method.Steps.Count)
            {
                var isWhole = !method.IsShared && method.Kernel.Arguments.Count(argument => argument.Node == method.Kernel.Arguments[number].Node) == 1;
                yield return $"{name} points into {(method.IsShared ? "each step's tensor" : method.Graph[method.Kernel.Arguments[number].Node].Name.Mathematics)}, at {Element(texts[0])}: "
                    + (isWhole ? "the loops below have the indices of the whole tensor, and the code counts from there." : "the loops below count from there, as the code does.");
                continue;
            }

            int[] others = [.. method.Steps.Where(step => step.Kernel.Arguments[number].Start == 0).Select(static step => step.Number).Distinct()];
            var rest = places.Length == method.Steps.Count ? "" : $", and at its first element in {(others.Length == 1 ? $"step {Numbers.Text(others[0])}" : "the other steps")}";
            yield return $"{name} points into its tensor: {Counts.Joined([.. texts.Take(Most).Select(text => $"at {Element(text)}, {(places.Where(place => place.Text == text).Select(static place => place.Step).Distinct().Skip(1).Any() ? "in steps" : "in step")} {string.Join(", ", places.Where(place => place.Text == text).Select(static place => Numbers.Text(place.Step)).Distinct())}")])}{(texts.Length > Most ? ", …" : "")}{rest}.";
        }

        static string Element(string text) => text.StartsWith("[", StringComparison.Ordinal) ? $"element {text}" : text;
    }

    /// <summary>Of which argument a packed copy is: <c>, and has that of projectedFrom256</c>.</summary>
    private static string CopiedTo(KernelMethod method, int copy)
        => (method.Kernel.Schedule as NestSchedule)?.Nest.Body.All().OfType<Outlined>().FirstOrDefault(part => part.Of >= 0 && part.AllWrittenPlaces().Any(place => place.Buffer.Memory == copy)) is { } pack
            ? $", and has that of {method.Arguments[pack.Of]}" : "";

    private const int Most = 4;

    private static string Into(KernelArgument argument, string sum) => $"{(sum == Numbers.Text(argument.Start) ? "" : sum + " = ")}{Counts.Of(argument.Start, "float")} in";

    /// <summary>The indices of an argument's first element, and what each of them adds to its place; null where it has none.</summary>
    private static (string Element, string Sum)? Place(NetworkGraph graph, KernelArgument argument)
    {
        if (Uses.Of(graph).ParameterOf(argument.Node) is not null)
            return null;
        // Of a time step, it is that of the step's value.
        var shape = argument.Step switch
        {
            null => new Shape(ReadableShapes.OwnShape(graph, argument.Node)),
            { TimesBatch: true } => new Shape(ReadableShapes.OfStep(graph, argument.Node)),
            _ => new Shape(ReadableShapes.OwnShape(graph, argument.Node).Where(static (_, axis) => axis != 1).ToEquatableArray()),
        };
        var strides = Views.Contiguous(shape);
        var (rest, indices, terms) = (argument.Start, new List<string>(), new List<string>());
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis].IsBatch)
            {
                indices.Add("0");
                continue;
            }

            var index = rest / strides[axis];
            rest -= index * strides[axis];
            indices.Add(Numbers.Text(index));
            if (index > 0)
                terms.Add(strides[axis] == 1 || index == 1 ? Numbers.Text(index * strides[axis]) : $"{Numbers.Text(index)}·{Numbers.Text(strides[axis])}");
        }

        return rest == 0 && indices.Count > 0 ? (string.Join(", ", indices), string.Join(" + ", terms)) : null;
    }
}
