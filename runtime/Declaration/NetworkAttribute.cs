namespace NetGen;

/// <summary>
/// Declares a neural network. The generator reads the layers that follow on the same <c>partial</c> class, in order, and writes
/// its parameters, its forward pass and its backward pass into the project. A network that is not a plain stack of layers has a
/// <see cref="ForwardAttribute">forward method</see> instead.
/// </summary>
/// <example>
/// <code>
/// [Network, Input(784)]
/// [Dense(128, Activation.Relu, Name = "hidden")]
/// [Dense(10, Name = "output")]
/// public sealed partial class DigitNet;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// Whether the backward pass computes the gradient with respect to the inputs, too: for saliency, adversarial examples and the like.
    /// It is in <see cref="Workspace.InputGradients"/> then. It costs about as much as the gradient of a layer more.
    /// </summary>
    public bool InputGradient { get; init; }

    /// <summary>
    /// Whether the network can also predict a sequence step by step, each with what the steps before it have left: <c>CreateState</c> and <c>PredictNext</c>. A step costs as much as one
    /// place of the sequence. It needs one input and one output, with a place for each step along their first axis, and no place that depends on a later one: attention is causal.
    /// </summary>
    public bool Generation { get; init; }

    /// <summary>
    /// Whether the recurrences can go on where the pass before has ended: <c>CreateState</c> makes the state of some sequences, <c>Predict</c> with a state and training passes
    /// (<see cref="Workspace.State"/>, <see cref="Trainer.CarryState"/>) begin with it and leave it after their last step. Those of <see cref="Generation"/> are the same states.
    /// Recurrences go through the sequence forwards then. What begins with a state that is computed from the inputs begins anew in each pass.
    /// </summary>
    public bool State { get; init; }

    /// <summary>In which form the passes are written: fast, or readable.</summary>
    public EmittedCode Code { get; init; }

    /// <summary>The width of the vectors that the fast form computes with, in bits. The readable form uses none.</summary>
    public VectorWidth VectorWidth { get; init; }

    /// <summary>
    /// Whether the gradient of every layer's output is kept until the next forward pass, for looking at it. Each then has memory of its own, and
    /// <see cref="Workspace.Tensor"/> finds it by its name, such as <c>∂hidden</c>. <c>CreateWorkspace</c> returns a class of the network's own then, with a
    /// view of each: <c>workspace.DHidden</c>. Gradients within a loop over time are not among them. The readable form always keeps all of them.
    /// </summary>
    public bool KeepGradients { get; init; }
}
