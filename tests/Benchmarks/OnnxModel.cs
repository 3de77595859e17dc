using System.Reflection;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks;

/// <summary>
/// A network of the benchmark as an ONNX model with the parameters that it has here: the nodes that <c>torch.onnx.export</c> writes for it, in the
/// fields of onnx.proto. The batch is a constant of the model, as shapes are in generated code.
/// </summary>
internal sealed class OnnxModel
{
    // Operators of version 13, which is what PyTorch 1.13 exports, and the version of the file that goes with them.
    private const int OperatorSet = 13, FileVersion = 7;
    private const int FloatElements = 1, IntegerAttribute = 2, IntegersAttribute = 7;

    private readonly List<ProtobufMessage> nodes = [];
    private readonly Dictionary<string, ProtobufMessage> constants = [];
    private readonly INetwork network;

    private OnnxModel(INetwork network) => this.network = network;

    /// <summary>The bytes of a model that predicts what <paramref name="network"/> does.</summary>
    public static byte[] Of(INetwork network, int batch)
    {
        var model = new OnnxModel(network);
        var output = OnnxForward.Of(model, network, "input");
        return model.Finish(output, [batch, .. network.Description.InputShape], [batch, .. network.Description.OutputShape]);
    }

    /// <summary>A model that gives out the one number that goes in: what is left of its time is the cost of a call.</summary>
    public static byte[] Trivial()
    {
        var model = new OnnxModel(new Toy());
        return model.Finish(model.Node("Identity", "input"), [1], [1]);
    }

    /// <summary>The layers of a network that is a stack of attributes.</summary>
    public string Stack(string x)
    {
        foreach (var (layer, attribute) in network.Description.Layers.Zip(network.GetType().GetCustomAttributes<LayerAttribute>()))
            x = Layer(layer.Name, attribute, x);
        return x;
    }

    /// <summary>A layer that is declared as a method, by that method's name.</summary>
    public string Layer(string method, string x) => Layer(method, 0, x);

    /// <summary>One of the layers that are declared as a method with an index, or the only one of a method without.</summary>
    public string Layer(string method, int index, string x)
    {
        var attribute = network.GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!.GetCustomAttribute<LayerAttribute>()!;
        var name = char.ToLowerInvariant(method[0]) + method[1..];
        return Layer(attribute.Count > 1 ? $"{name}.{index}" : name, attribute, x);
    }

    /// <summary>max(x, 0).</summary>
    public string Relu(string x) => Node("Relu", x);

    /// <summary>min(max(x, 0), 6).</summary>
    public string Relu6(string x) => Node("Clip", x, Constant("zero", [], [0]), Constant("six", [], [6]));

    /// <summary>An operator without attributes.</summary>
    public string Node(string kind, params string[] inputs) => Node(kind, inputs, []);

    /// <summary>A layer as its attribute declares it.</summary>
    private string Layer(string name, LayerAttribute attribute, string x) => attribute switch
    {
        DenseAttribute dense => Activate(dense.Activation, Node("Gemm", [x, Parameter(name, "weight"), Parameter(name, "bias")], [Attribute("transB", 1)])),
        Conv2DAttribute { Dilation: 1, SamePadding: false } of => Activate(of.Activation, Convolve(name, of.Bias, of.Groups, x, Windows(of))),
        Conv1DAttribute { Dilation: 1, SamePadding: false } of => Activate(
            of.Activation, Convolve(name, of.Bias, of.Groups, x, Windows([of.Kernel], [of.Stride], [of.Padding]))),
        BatchNormAttribute { Affine: true, Epsilon: 1e-5 } => Node(
            "BatchNormalization", x, Parameter(name, "weight"), Parameter(name, "bias"), Parameter(name, "running_mean"), Parameter(name, "running_var")),
        MaxPool2DAttribute of => Node("MaxPool", [x], Windows(of)),
        MaxPool1DAttribute of => Node("MaxPool", [x], Windows(of)),
        GlobalAveragePoolAttribute => Node("GlobalAveragePool", x),
        FlattenAttribute => Node("Flatten", x),
        _ => throw new PeerException($"The benchmark does not write layer '{name}' as an ONNX operator."),
    };

    private string Convolve(string name, bool hasBias, int groups, string x, ProtobufMessage[] windows)
    {
        string[] bias = hasBias ? [Parameter(name, "bias")] : [];
        return Node("Conv", [x, Parameter(name, "weight"), .. bias], [.. windows, Attribute("group", groups)]);
    }

    /// <summary>ONNX has the same names for those that the benchmark uses.</summary>
    private string Activate(Activation activation, string x) => activation == Activation.None ? x : Node(activation.ToString(), x);

    private static ProtobufMessage[] Windows(WindowAttribute of) =>
        Windows([of.KernelHeight, of.KernelWidth], [of.StrideHeight, of.StrideWidth], [of.PaddingHeight, of.PaddingWidth]);

    private static ProtobufMessage[] Windows(SequenceWindowAttribute of) => Windows([of.Kernel], [of.Stride], [of.Padding]);

    private static ProtobufMessage[] Windows(int[] kernel, int[] strides, int[] padding)
        => [Attribute("kernel_shape", kernel), Attribute("strides", strides), Attribute("pads", [.. padding, .. padding])];

    private string Node(string kind, string[] inputs, ProtobufMessage[] attributes)
    {
        var output = $"{kind}{nodes.Count}";
        nodes.Add(new ProtobufMessage().Add(1, inputs).Add(2, output).Add(4, kind).Add(5, attributes));
        return output;
    }

    private string Parameter(string layer, string name)
    {
        var parameter = network.Description.Parameter($"{layer}.{name}");
        return Constant(parameter.Name, parameter.Shape, new TensorView(network.Parameters, parameter).ToArray());
    }

    private string Constant(string name, IReadOnlyList<int> shape, float[] values)
    {
        constants[name] = new ProtobufMessage().Add(1, shape).Add(2, FloatElements).Add(8, name).Add(9, MemoryMarshal.AsBytes<float>(values));
        return name;
    }

    private static ProtobufMessage Attribute(string name, int value)
        => new ProtobufMessage().Add(1, name).Add(3, value).Add(20, IntegerAttribute);

    private static ProtobufMessage Attribute(string name, int[] values)
        => new ProtobufMessage().Add(1, name).Add(8, values).Add(20, IntegersAttribute);

    private static ProtobufMessage Tensor(string name, int[] shape)
    {
        var dimensions = new ProtobufMessage().Add(1, shape.Select(static size => new ProtobufMessage().Add(1, size)));
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, FloatElements).Add(2, dimensions)));
    }

    private byte[] Finish(string output, int[] inputShape, int[] outputShape)
    {
        var graph = new ProtobufMessage().Add(1, nodes).Add(2, "network").Add(5, constants.Values).Add(11, Tensor("input", inputShape)).Add(12, Tensor(output, outputShape));
        return [.. new ProtobufMessage().Add(1, FileVersion).Add(7, graph).Add(8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet)).Bytes];
    }
}
