namespace NetGen;

/// <summary>
/// A network that says itself what it is trained for: it has a method marked <see cref="ObjectiveAttribute"/>, and needs no
/// <see cref="Loss"/>.
/// </summary>
/// <remarks>
/// Its forward pass computes <see cref="Workspace.Objective"/> from the inputs and the <see cref="Workspace.Target">targets</see>; its backward
/// pass the gradients of that. There are no gradients of outputs to be filled.
/// </remarks>
public interface IObjectiveNetwork : INetwork
{
    /// <summary>
    /// The objective of the workspace's batch with the network as it predicts: without what only training has, such as dropout. Also computes
    /// the outputs. No backward pass can follow.
    /// </summary>
    /// <returns><see cref="Workspace.Objective"/></returns>
    float Evaluate(Workspace workspace);
}
