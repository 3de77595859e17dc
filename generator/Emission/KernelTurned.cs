using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Emission;

/// <summary>Says why a sum goes through a weight backwards, as the gradient of a convolution's input does.</summary>
internal static class KernelTurned
{
    public static IEnumerable<string> Of(NetworkGraph graph, ContractKernel kernel)
    {
        var (left, right) = (kernel.Contract.Left, kernel.Contract.Right);
        if (IsBackwards(right))
            yield return Text(graph, kernel.Contract, (kernel.Left, left), (kernel.Right, right));
        else if (IsBackwards(left))
            yield return Text(graph, kernel.Contract, (kernel.Right, right), (kernel.Left, left));
    }

    private static bool IsBackwards(Access access) => access.Axes.Any(static axis => axis.Terms is [{ Coefficient: < 0 }]);

    private static string Text(NetworkGraph graph, Contract contract, (int Node, Access Access) image, (int Node, Access Access) weight)
    {
        var name = graph[Views.Owner(graph, weight.Node)].Name.Mathematics;
        var start = $"The sum goes through {name} backwards: where the index of the kernel's {(weight.Access.Axes.Count(static axis => axis.Terms is [{ Coefficient: < 0 }]) > 1 ? "rows or of its columns" : "elements")} is 0, it reads the last of them.";
        if (Reason(graph, contract, image, weight) is not var (padded, (picture, inner), place, element))
            return start;
        var of = (picture with { IsGradient = false }).Mathematics;
        return $"{start} {graph[image.Node].Name.Mathematics}[{padded}] is {picture.Mathematics}[{inner}]{(picture.IsGradient ? $", and {of}[{inner}] was computed from element [{place}] of the layer's input times [{element}] of the kernel" : "")}.";
    }

    /// <summary>The indices of an image with zeros around it, of the image without them, of the result, and of the kernel's element between them; null for convolutions with a stride.</summary>
    private static (string Padded, (ValueName Picture, string Index) Inner, string Place, string Element)? Reason(NetworkGraph graph, Contract contract, (int Node, Access Access) image, (int Node, Access Access) weight)
    {
        if (graph[image.Node].Operation is not Concatenate)
            return null;
        var (whole, part) = (graph[image.Node].Shape, Concatenations.Of(graph).Parts(image.Node).FirstOrDefault(part => graph[part.Input].Operation is not Fill));
        if (SliceText.Ranges(whole, part.Offset, graph[part.Input].Shape) is not { } ranges)
            return null;
        var found = new List<(string Padded, string Inner, string Place, string Element)>();
        for (var axis = 0; axis < image.Access.Axes.Count; axis++)
        {
            var affine = image.Access.Axes[axis];
            if (affine.Terms.Count < 2)
                continue;
            if (affine.Terms is not [{ Coefficient: 1 } one, { Coefficient: 1 } other])
                return null;
            var (place, element) = contract.Output.Uses(one.Index) ? (one.Index, other.Index) : (other.Index, one.Index);
            if (weight.Access.Axes.FirstOrDefault(own => own.Terms is [{ Coefficient: -1, Index: var index }] && index == element) is not { } backwards)
                return null;
            var (y, ky) = (contract.Indices[place].Word, contract.Indices[element].Word);
            found.Add(($"{y} + {ky}{Plus(affine.Offset)}", $"{y} + {ky}{Plus(affine.Offset - ranges[axis].Start)}", y, $"{Numbers.Text(backwards.Offset)} − {ky}"));
        }

        return found.Count == 0 ? null : (Joined(static axis => axis.Padded), (graph[part.Input].Name, Joined(static axis => axis.Inner)), Joined(static axis => axis.Place), Joined(static axis => axis.Element));

        string Joined(Func<(string Padded, string Inner, string Place, string Element), string> text) => string.Join(", ", found.Select(text));

        static string Plus(int offset) => offset == 0 ? "" : offset < 0 ? $" − {Numbers.Text(-offset)}" : $" + {Numbers.Text(offset)}";
    }
}
