using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Diagnoses;

/// <summary>Dense layers with one activation function and a linear layer at the end, in plain loops: <c>dense1</c>, <c>dense2</c>, … and <c>output</c>. Weights are Xavier's unless scaled.</summary>
internal sealed class DeepNetwork : INetwork
{
    private readonly AlignedBuffer parameters;
    private readonly AlignedBuffer gradients;
    private readonly WorkspaceLayout layout;
    private readonly WorkspaceSlot[] activations;
    private readonly WorkspaceSlot[] deltas;
    private readonly int[] sizes;
    private readonly int[] weights;
    private readonly int[] biases;
    private readonly Activation activation;

    public DeepNetwork(int[] sizes, Activation activation, double scale = 1, float bias = 0, ulong seed = 1)
    {
        (this.sizes, this.activation) = (sizes, activation);
        var count = sizes.Length - 1;
        (weights, biases, activations, deltas) = (new int[count], new int[count], new WorkspaceSlot[sizes.Length], new WorkspaceSlot[sizes.Length]);
        var (length, offset) = (0, 0L);
        for (var i = 0; i <= count; i++)
        {
            activations[i] = new WorkspaceSlot(offset, sizes[i], i);
            offset += sizes[i];
        }

        for (var i = 0; i <= count; i++)
        {
            deltas[i] = new WorkspaceSlot(offset, sizes[i], count + 1 + i);
            offset += sizes[i];
        }

        List<LayerInfo> layers = [];
        List<ParameterInfo> infos = [];
        for (var i = 0; i < count; i++)
        {
            var (inputs, outputs, name) = (sizes[i], sizes[i + 1], i == count - 1 ? "output" : $"dense{i + 1}");
            weights[i] = length;

            // Rows with padding behind them, as those of generated networks.
            var row = (inputs + 7) / 8 * 8;
            length += outputs * row;
            biases[i] = length;
            length += (outputs + 7) / 8 * 8;
            layers.Add(new LayerInfo(name, "Dense", [inputs], [outputs], outputs * (inputs + 1), (long)outputs * inputs, activations[i + 1])
            {
                LastOperation = i == count - 1 ? "Linear" : activation.ToString(),
            });
            var start = new Initialization(Initializer.XavierUniform, inputs, outputs);
            infos.Add(new ParameterInfo($"{name}.weight", name, [outputs, inputs], new TensorLayout(weights[i], [row, 1]), start));
            infos.Add(new ParameterInfo($"{name}.bias", name, [outputs], new TensorLayout(biases[i], [1]), start));
        }

        layout = new WorkspaceLayout(activations[0], activations[^1], deltas[^1], new BatchLayout(offset, 2 * sizes.Length, sizes.Max(), SharedLength: 0));
        Description = new NetworkDescription("DeepNetwork", [sizes[0]], [sizes[^1]], layers, infos, length);
        (parameters, gradients) = (new AlignedBuffer(length), new AlignedBuffer(length));
        var random = new CounterRandom(seed);
        foreach (var info in infos)
        {
            var view = new TensorView(Parameters, info);
            if (info.Shape.Count == 1)
            {
                for (var o = 0; o < info.Count && info.Layer != "output"; o++)
                    view[o] = bias;
                continue;
            }

            var bound = scale * Math.Sqrt(6.0 / (info.Shape[0] + info.Shape[1]));
            for (var o = 0; o < info.Shape[0]; o++)
            {
                for (var i = 0; i < info.Shape[1]; i++)
                    view[o, i] = (float)(bound * ((2 * random.NextDouble()) - 1));
            }
        }
    }

    public NetworkDescription Description { get; }

    public Span<float> Parameters => parameters.Span;

    public Span<float> Gradients => gradients.Span;

    public Workspace CreateWorkspace(int capacity) => new(layout, capacity);

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        var workspace = CreateWorkspace(inputs.Length / sizes[0]);
        inputs.CopyTo(workspace.Inputs);
        Forward(workspace);
        workspace.Outputs.CopyTo(outputs);
    }

    public void Forward(Workspace workspace)
    {
        for (var layer = 0; layer < weights.Length; layer++)
        {
            var x = workspace.Slot(activations[layer]);
            var y = workspace.Slot(activations[layer + 1]);
            var (inputs, outputs, row) = (sizes[layer], sizes[layer + 1], (sizes[layer] + 7) / 8 * 8);
            for (var sample = 0; sample < workspace.Batch; sample++)
            {
                for (var o = 0; o < outputs; o++)
                {
                    var sum = Parameters[biases[layer] + o];
                    var weight = Parameters.Slice(weights[layer] + (o * row), inputs);
                    for (var i = 0; i < inputs; i++)
                        sum += weight[i] * x[(sample * inputs) + i];
                    y[(sample * outputs) + o] = layer == weights.Length - 1 ? sum : Apply(sum);
                }
            }
        }
    }

    public void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false)
    {
        if (!accumulate)
            gradients.Clear();
        for (var layer = weights.Length - 1; layer >= 0; layer--)
        {
            var x = workspace.Slot(activations[layer]);
            var dx = workspace.Slot(deltas[layer]);
            var dy = workspace.Slot(deltas[layer + 1]);
            var (inputs, outputs, row) = (sizes[layer], sizes[layer + 1], (sizes[layer] + 7) / 8 * 8);
            dx.Clear();
            for (var sample = 0; sample < workspace.Batch; sample++)
            {
                for (var o = 0; o < outputs; o++)
                {
                    var delta = dy[(sample * outputs) + o];
                    gradients[biases[layer] + o] += delta;
                    for (var i = 0; i < inputs; i++)
                    {
                        gradients[weights[layer] + (o * row) + i] += delta * x[(sample * inputs) + i];
                        dx[(sample * inputs) + i] += delta * Parameters[weights[layer] + (o * row) + i];
                    }
                }

                for (var i = 0; i < inputs && layer > 0; i++)
                    dx[(sample * inputs) + i] *= Derivative(x[(sample * inputs) + i]);
            }
        }
    }

    private float Apply(float x) => activation switch
    {
        Activation.Sigmoid => 1 / (1 + MathF.Exp(-x)),
        Activation.Tanh => MathF.Tanh(x),
        Activation.Relu => MathF.Max(x, 0),
        _ => x,
    };

    // Of the output.
    private float Derivative(float y) => activation switch
    {
        Activation.Sigmoid => y * (1 - y),
        Activation.Tanh => 1 - (y * y),
        Activation.Relu => y > 0 ? 1 : 0,
        _ => 1,
    };
}
