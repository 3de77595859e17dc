using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Zeros around an image that belong to its tensor and have a place in memory, but that no step reads, so that none stores them.</summary>
internal static class UnstoredZeros
{
    /// <summary>The parts of a concatenation that are zeros and that no step stores: <c>conv1.padded[:, :, 0..2, :]</c>.</summary>
    public static string[] Of(ScheduledProgram program, int node)
    {
        if (program.Graph[node].Operation is not Concatenate)
            return [];
        var (name, shape) = (program.Graph[node].Name.Mathematics, program.Graph[node].Shape);
        return [.. Kernels.Concatenations.Of(program.Graph).Parts(node)
            .Where(part => program.Graph[part.Input].Operation is Fill { Value: 0 } && !program.Kernels.Any(kernel => kernel.Source?.Stores.Any(output => output.Node == node && output.Offset == part.Offset) == true))
            .Select(part => SliceText.Of(shape, part.Offset, program.Graph[part.Input].Shape) is { } range ? $"{name}[{range}]" : name).Distinct()];
    }
}
