using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>Finds layers that are right but hardly meant.</summary>
internal static class LayerAdvice
{
    public static EquatableArray<Problem> Of(NetworkDeclaration declaration, NetworkGraph lowered)
    {
        var problems = new List<Problem>();
        for (var index = 0; index < declaration.Layers.Count; index++)
        {
            var layer = declaration.Layers[index];
            if (layer is FlattenDeclaration && lowered.Layers.First(named => named.Name == layer.Name) is var flatten && lowered[flatten.Input].Shape.Rank == 2)
                problems.Add(new(ProblemKind.NoEffect, index, ["Flatten", layer.Name, "its input has one axis already"]));
        }

        return problems.ToEquatableArray();
    }
}
