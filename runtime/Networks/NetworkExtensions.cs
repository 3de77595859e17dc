namespace NetGen;

/// <summary>What every network can do besides.</summary>
public static class NetworkExtensions
{
    /// <summary>
    /// The parameters that are trained, one for each of <see cref="INetwork.Gradients"/>: all but the frozen ones, which lie behind them.
    /// What an <see cref="Optimizer"/> changes.
    /// </summary>
    public static Span<float> TrainableParameters(this INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Parameters[..network.Description.TrainableLength];
    }

    /// <summary>
    /// The backward pass, whose gradients may be added to those that are there: of several losses of one forward pass, or of batches whose gradients are
    /// summed by a loop of one's own. PyTorch's <c>backward</c> adds always. The workspace keeps the gradients of the one pass, as many floats as
    /// <paramref name="gradients"/>, from the first call that adds.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="workspace">The workspace of the forward pass.</param>
    /// <param name="gradients">Where the gradients go; see <see cref="INetwork.Backward"/>.</param>
    /// <param name="accumulate">Whether they are added to what is there, or overwrite it.</param>
    /// <exception cref="ArgumentException"><paramref name="gradients"/> is not as long as the trained parameters.</exception>
    public static void Backward(this INetwork network, Workspace workspace, Span<float> gradients, bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(workspace);
        if (!accumulate)
        {
            network.Backward(workspace, gradients);
            return;
        }

        // The pass itself does not add: where rows or columns are left, some of its tiles overlap, and an element of two tiles would be added twice.
        // The first to read the length is not the pass, which would write before it is known to fit.
        Prediction.CheckGradients(network.Description, gradients, network.Parameters);
        var own = workspace.OwnGradients(gradients.Length);
        network.Backward(workspace, own);
        FlatVector.Add(gradients, own);
    }
}
