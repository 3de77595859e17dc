using static NetGen.Functional;

namespace NetGen.Numeric.Checks;

/// <summary>A maximum is NaN where one of its elements is, at whichever place, as PyTorch's.</summary>
public static partial class MaximumChecks
{
    private const int Samples = 3;

    public static IEnumerable<Check> All() =>
    [
        new("NaN in a maximum: pools side by side", static () => IsNaNWithEach(new Beside(1))),
        new("NaN in a maximum: pools that overlap", static () => IsNaNWithEach(new Overlapping(1))),
        new("NaN in a maximum: pools in several steps", static () => IsNaNWithEach(new Large(1))),
        new("NaN in a maximum: along a sequence", static () => IsNaNWithEach(new Sequence(1))),
        new("NaN in a maximum: parts of a sequence", static () => IsNaNWithEach(new Parts(1))),
        new("NaN in a maximum: all of a channel", static () => IsNaNWithEach(new Global(1))),
        new("NaN in a maximum: over axes and of pairs", static () => IsNaNWithEach(new Reduced(1))),
        new("NaN in a maximum: relu", static () => IsNaNWithEach(new Rectified(1))),
    ];

    /// <summary>Which outputs are made of an element is seen by an element that is larger than all others.</summary>
    private static void IsNaNWithEach(INetwork network)
    {
        var inputs = Draw.Normals(Samples * network.Description.InputSize, 3);
        var workspace = network.CreateWorkspace(Samples);
        var predicted = new float[workspace.Outputs.Length];
        var clean = Outputs();
        for (var place = 0; place < inputs.Length; place++)
        {
            var value = inputs[place];
            inputs[place] = 1e9f;
            var large = Outputs();
            inputs[place] = float.NaN;
            var outputs = Outputs();
            network.Predict(inputs, predicted);
            inputs[place] = value;
            for (var output = 0; output < outputs.Length; output++)
            {
                var isNaN = large[output] != clean[output];
                Expect.True(float.IsNaN(outputs[output]) == isNaN, $"With NaN for input {place}, output {output} of {network.Description.Name} is {outputs[output]}.");
                Expect.True(float.IsNaN(predicted[output]) == isNaN, $"With NaN for input {place}, prediction {output} of {network.Description.Name} is {predicted[output]}.");
            }
        }

        float[] Outputs()
        {
            inputs.CopyTo(workspace.Inputs);
            network.Forward(workspace);
            return workspace.Outputs.ToArray();
        }
    }

    [Network, Input(2, 6, 22)]
    [MaxPool2D(2)]
    internal sealed partial class Beside;

    [Network, Input(1, 9, 21)]
    [MaxPool2D(3, Stride = 2, Padding = 1)]
    internal sealed partial class Overlapping;

    [Network, Input(1, 12, 25)]
    [MaxPool2D(12, Stride = 6)]
    internal sealed partial class Large;

    [Network, Input(2, 31)]
    [MaxPool1D(3, Stride = 2, Padding = 1)]
    internal sealed partial class Sequence;

    [Network, Input(2, 31)]
    [AdaptiveMaxPool1D(4)]
    internal sealed partial class Parts;

    [Network, Input(3, 5, 7)]
    [GlobalMaxPool]
    internal sealed partial class Global;

    [Network, Input(37)]
    [Activation(Activation.Relu)]
    internal sealed partial class Rectified;

    [Network]
    internal sealed partial class Reduced
    {
        [Forward]
        private static Tensor Forward([Shape(6, 19)] Tensor x)
            => Concatenate(Max(x, 0), Max(x, 1), Reshape(Maximum(Slice(x, 0, 0, 1), Slice(x, 0, 5, 1)), 19));
    }
}
