using System.Globalization;

namespace NetGen;

/// <summary>What a network must have in common with the one that a checkpoint was made of: names, shapes, and where its parameters are in memory.</summary>
internal static class NetworkState
{
    public static void Exchange(StateExchange state, NetworkDescription network)
    {
        state.Setting("name", network.Name);
        state.Setting("inputs", Describe(network.Inputs));
        state.Setting("outputs", Describe(network.Outputs));
        state.Setting("targets", Describe(network.Targets));
        state.Setting("layers", network.Layers.Count);
        for (var i = 0; i < network.Layers.Count; i++)
        {
            var layer = network.Layers[i];
            state.Setting(
                string.Create(CultureInfo.InvariantCulture, $"layer{i}"),
                $"{layer.Kind} '{layer.Name}' {NetGen.Describe.Shape(layer.InputShape)} → {NetGen.Describe.Shape(layer.OutputShape)}");
        }

        // State of optimizers and callbacks is in the order of the flat parameters, which another version of the compiler may choose anew.
        state.Setting("length", network.BufferLength);
        state.Setting("trainable_length", network.TrainableLength);
        foreach (var parameter in network.Parameters)
            state.Setting($"layout.{parameter.Name}", Describe(parameter.Layout));
    }

    private static string Describe(IReadOnlyList<TensorInfo> tensors) => string.Join(", ", tensors.Select(static tensor => $"{tensor.Name} {NetGen.Describe.Shape(tensor.Shape)}"));

    private static string Describe(TensorLayout layout)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"from {layout.Offset} on, strides {string.Join(", ", layout.Strides)}{(layout.BlockedAxis < 0 ? "" : $", axis {layout.BlockedAxis} in blocks of {layout.Block} every {layout.BlockStride}")}");
}
