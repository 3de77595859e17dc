using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Training;

/// <summary>
/// outputs = tanh(inputs · hidden.weightᵀ + hidden.bias) · output.weightᵀ + output.bias, in plain loops. It keeps to the contract of
/// generated networks: rows padded to whole vectors in one weight, panels of eight outputs in the other, all in one flat buffer.
/// </summary>
internal sealed class TwoLayerNetwork : INetwork
{
    private const int Vector = 16;
    private const int Panel = 8;

    private readonly AlignedBuffer parameters;
    private readonly AlignedBuffer gradients;
    private readonly WorkspaceLayout layout;
    private readonly WorkspaceSlot hiddenSlot;
    private readonly WorkspaceSlot hiddenGradientSlot;
    private readonly TensorLayout hiddenWeight;
    private readonly TensorLayout hiddenBias;
    private readonly TensorLayout outputWeight;
    private readonly TensorLayout outputBias;
    private readonly int inputs;
    private readonly int hidden;
    private readonly int outputs;

    public TwoLayerNetwork(int inputs, int hidden, int outputs, ulong seed = 1, string name = "TwoLayerNetwork")
    {
        (this.inputs, this.hidden, this.outputs) = (inputs, hidden, outputs);
        var row = RoundUp(inputs, Vector);
        hiddenWeight = new TensorLayout(0, [row, 1]);
        var end = hidden * row;
        hiddenBias = new TensorLayout(end, [1]);
        end = RoundUp(end + hidden, Vector);
        outputWeight = new TensorLayout(end, [1, Panel], BlockedAxis: 0, Block: Panel, BlockStride: Panel * hidden);
        end = RoundUp(end + (RoundUp(outputs, Panel) * hidden), Vector);
        outputBias = new TensorLayout(end, [1]);
        end = RoundUp(end + outputs, Vector);

        hiddenSlot = new WorkspaceSlot(inputs, hidden, 1);
        var outputSlot = new WorkspaceSlot(inputs + hidden, outputs, 2);
        var outputGradientSlot = new WorkspaceSlot(outputSlot.Offset + outputs, outputs, 3);
        hiddenGradientSlot = new WorkspaceSlot(outputGradientSlot.Offset + outputs, hidden, 4);
        layout = new WorkspaceLayout(
            new WorkspaceSlot(0, inputs, 0),
            outputSlot,
            outputGradientSlot,
            new BatchLayout(hiddenGradientSlot.Offset + hidden, Slots: 5, Math.Max(inputs, Math.Max(hidden, outputs)), SharedLength: 0));

        Description = new NetworkDescription(
            name,
            [inputs],
            [outputs],
            [
                new LayerInfo("hidden", "Dense", [inputs], [hidden], hidden * (inputs + 1), (long)hidden * inputs, hiddenSlot),
                new LayerInfo("output", "Dense", [hidden], [outputs], outputs * (hidden + 1), (long)outputs * hidden, outputSlot),
            ],
            [
                new ParameterInfo("hidden.weight", "hidden", [hidden, inputs], hiddenWeight, new Initialization(Initializer.Default, inputs, hidden)),
                new ParameterInfo("hidden.bias", "hidden", [hidden], hiddenBias, new Initialization(Initializer.Default, inputs, hidden)),
                new ParameterInfo("output.weight", "output", [outputs, hidden], outputWeight, new Initialization(Initializer.Default, hidden, outputs)),
                new ParameterInfo("output.bias", "output", [outputs], outputBias, new Initialization(Initializer.Default, hidden, outputs)),
            ],
            end);
        parameters = new AlignedBuffer(end);
        gradients = new AlignedBuffer(end);
        var random = new CounterRandom(seed);
        foreach (var parameter in Description.Parameters)
            parameter.Initialization.Fill(View(parameter.Name), ref random);
    }

    public NetworkDescription Description { get; }

    public Span<float> Parameters => parameters.Span;

    public Span<float> Gradients => gradients.Span;

    public TensorView View(string name) => new(Parameters, Description.Parameter(name));

    public TensorView Gradient(string name) => new(Gradients, Description.Parameter(name));

    public Workspace CreateWorkspace(int capacity) => new(layout, capacity);

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        Span<float> activations = stackalloc float[hidden];
        for (var sample = 0; sample < outputs.Length / this.outputs; sample++)
        {
            Forward(
                inputs.Slice(sample * this.inputs, this.inputs), activations, outputs.Slice(sample * this.outputs, this.outputs));
        }
    }

    public void Forward(Workspace workspace)
    {
        for (var sample = 0; sample < workspace.Batch; sample++)
        {
            Forward(
                workspace.Inputs.Slice(sample * inputs, inputs),
                workspace.Slot(hiddenSlot).Slice(sample * hidden, hidden),
                workspace.Outputs.Slice(sample * outputs, outputs));
        }
    }

    public void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false)
    {
        if (!accumulate)
            gradients.Clear();
        for (var sample = 0; sample < workspace.Batch; sample++)
        {
            var x = workspace.Inputs.Slice(sample * inputs, inputs);
            var h = workspace.Slot(hiddenSlot).Slice(sample * hidden, hidden);
            var dh = workspace.Slot(hiddenGradientSlot).Slice(sample * hidden, hidden);
            var dy = workspace.OutputGradients.Slice(sample * outputs, outputs);
            dh.Clear();
            for (var o = 0; o < outputs; o++)
            {
                gradients[At(outputBias, o)] += dy[o];
                for (var j = 0; j < hidden; j++)
                {
                    gradients[At(outputWeight, o, j)] += dy[o] * h[j];
                    dh[j] += dy[o] * Parameters[At(outputWeight, o, j)];
                }
            }

            for (var j = 0; j < hidden; j++)
            {
                var dz = dh[j] * (1 - (h[j] * h[j]));
                gradients[At(hiddenBias, j)] += dz;
                for (var i = 0; i < inputs; i++)
                    gradients[At(hiddenWeight, j, i)] += dz * x[i];
            }
        }
    }

    private void Forward(ReadOnlySpan<float> x, Span<float> h, Span<float> y)
    {
        for (var j = 0; j < hidden; j++)
        {
            var sum = Parameters[At(hiddenBias, j)];
            for (var i = 0; i < inputs; i++)
                sum += x[i] * Parameters[At(hiddenWeight, j, i)];
            h[j] = MathF.Tanh(sum);
        }

        for (var o = 0; o < outputs; o++)
        {
            y[o] = Parameters[At(outputBias, o)];
            for (var j = 0; j < hidden; j++)
                y[o] += h[j] * Parameters[At(outputWeight, o, j)];
        }
    }

    private static int At(TensorLayout tensor, int i) => tensor.Offset + tensor.Along(0, i);

    private static int At(TensorLayout tensor, int i, int j) => tensor.Offset + tensor.Along(0, i) + tensor.Along(1, j);

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
