using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// The largest element, or the mean, of each window, as PyTorch's <c>MaxPool1d</c>, <c>MaxPool2d</c>, <c>AvgPool1d</c> and <c>AvgPool2d</c>.
/// The first elements of all windows are one slice of the input, the second ones another, and so on; one elementwise step combines them. Large
/// windows are combined along the last axis first and then along the one before.
/// </summary>
internal static class PoolLayer
{
    // Of one step. Beyond this, its expression grows long, and the gradient of a maximum with its square.
    private const int MostElements = 9;

    private static readonly Scalar X = new Argument(0);

    public static int Add(GraphBuilder graph, PoolDeclaration layer, int input)
    {
        var windows = layer.Windows;
        var sizes = WindowShapes.Sizes(layer, graph[input].Shape, windows.Count);
        var places = WindowShapes.Places(layer, windows, sizes);
        var wide = windows.FirstOrDefault(static window => window.Before > window.Kernel / 2);
        if (wide is not null)
        {
            throw new LayerException(
                layer, $"padding {Counts.Text(wide.Before)} is more than half of a kernel of {Counts.Text(wide.Kernel)}, so that windows would be all padding");
        }

        var isMaximum = layer is MaxPoolDeclaration;
        var padded = input;
        for (var axis = windows.Count - 1; axis >= 0; axis--)
        {
            padded = graph.Pad(
                padded, axis + 2, windows[axis].Before, windows[axis].After, axis == 0 ? new(layer.Name + ".padded") : PaddingLayer.Within(new(layer.Name + ".padded")), isMaximum ? double.NegativeInfinity : 0);
        }

        var combined = padded;
        var inOneStep = windows.Aggregate(1L, static (product, window) => product * window.Kernel) <= MostElements;
        var all = Enumerable.Range(0, windows.Count);
        int[][] steps = inOneStep ? [[.. all]] : [.. all.Reverse().Select(static axis => new[] { axis })];
        foreach (var axes in steps)
        {
            var name = new ValueName(axes[0] == 0 ? layer.Name : layer.Name + ".rows");
            var shape = axes.Aggregate(graph[combined].Shape, (shape, axis) => shape.With(axis + 2, places[axis]));
            var elements = Elements(graph, combined, [.. axes.Select(axis => (axis + 2, windows[axis], places[axis]))]);
            combined = isMaximum ? Maximum(graph, elements, name) : Mean(graph, elements, name);
            combined = graph.Reshape(combined, shape, name);
        }

        return layer is AveragePoolDeclaration { CountIncludePad: false } ? WithoutPadding(graph, windows, sizes, places, combined, layer.Name) : combined;
    }

    /// <summary>For each element of the window, that of all places.</summary>
    public static int[] Elements(GraphBuilder graph, int input, (int Axis, Window Window, int Places)[] axes)
    {
        // Where the windows lie side by side, an axis is made two: the places and the elements of a window.
        var name = graph[input].Name;
        var split = input;
        var extents = new List<Extent>(graph[input].Shape.Extents);
        var positions = new List<int>();
        foreach (var (axis, window, places) in axes)
        {
            var position = axis + extents.Count - graph[input].Shape.Rank;
            positions.Add(position);
            if (window.Stride != window.Kernel)
                continue;
            split = graph.Slice(split, axis, 0, places * window.Kernel, name);
            extents[position] = places;
            extents.Insert(position + 1, window.Kernel);
            positions[^1]++;
        }

        int[] elements = [graph.Reshape(split, new(extents.ToEquatableArray()), name)];
        for (var place = 0; place < axes.Length; place++)
        {
            var (window, places, position) = (axes[place].Window, axes[place].Places, positions[place]);
            elements = [.. elements.SelectMany(element => Enumerable.Range(0, window.Kernel).Select(start => window.Stride == window.Kernel
                ? graph.Slice(element, position, start, 1, name)
                : graph.Slice(element, position, start, places, name, window.Stride)))];
        }

        return elements;
    }

    /// <summary>The largest of several values, NaN if there is one among them. Of equal ones the first takes all of the gradient.</summary>
    public static int Maximum(GraphBuilder graph, int[] values, ValueName name)
    {
        while (values.Length > 1)
        {
            values = [.. Enumerable.Range(0, (values.Length + MostElements - 1) / MostElements)
                .Select(part => values.Skip(part * MostElements).Take(MostElements).ToArray())
                .Select(part => part.Length == 1
                    ? part[0]
                    : graph.Map(new Map(Maximum(0, part.Length), Formula.Closed($"max({Places(part.Length, ", ")})")) { DifferentiatedAs = First(0, part.Length) }, part, name))];
        }

        return values[0];
    }

    private static Scalar Maximum(int first, int count)
        => Halves(first, count, static (left, right) => new Binary(BinaryFunction.Max, left, right));

    /// <summary>The same as conditions. They lose a NaN, but its adjoint still goes to one of the elements.</summary>
    private static Scalar First(int first, int count)
        => Halves(first, count, static (left, right) => new Select(Comparison.GreaterOrEqual, left, right, left, right));

    /// <summary>Halves against halves: a chain would be twice as long with every element.</summary>
    private static Scalar Halves(int first, int count, Func<Scalar, Scalar, Scalar> larger)
        => count == 1
            ? new Argument(first)
            : larger(Halves(first, (count + 1) / 2, larger), Halves(first + ((count + 1) / 2), count / 2, larger));

    private static int Mean(GraphBuilder graph, int[] values, ValueName name)
    {
        if (values.Length == 1)
            return values[0];
        var sum = Enumerable.Range(1, values.Length - 1).Aggregate(X, static (sum, place) => sum + new Argument(place));
        return graph.Map(new Map(1.0 / values.Length * sum, new($"({Places(values.Length, " + ")}) / {Numbers.Text(values.Length)}")), values, name);
    }

    /// <summary>Where zeros of the padding do not count, a mean is taken of fewer elements.</summary>
    private static int WithoutPadding(GraphBuilder graph, EquatableArray<Window> windows, int[] sizes, int[] places, int mean, string name)
    {
        if (windows.All(static window => window.Before == 0))
            return mean;
        var part = new ValueName(name + ".part");
        var ones = graph.Fill(1, new(sizes.Select(static size => new Extent(size)).ToEquatableArray()), part);
        for (var axis = windows.Count - 1; axis >= 0; axis--)
            ones = graph.Pad(ones, axis, windows[axis].Before, windows[axis].After, part);
        for (var axis = windows.Count - 1; axis >= 0; axis--)
            ones = graph.Reshape(Mean(graph, Elements(graph, ones, [(axis, windows[axis], places[axis])]), part), graph[ones].Shape.With(axis, places[axis]), part);
        return graph.Map(new Map(X / new Argument(1), Formula.Quotient), [mean, ones], new(name));
    }

    private static string Places(int count, string separator)
        => string.Join(separator, Enumerable.Range(0, count).Select(static place => $"{{{Numbers.Text(place)}}}"));
}
