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
    private readonly List<ProtobufMessage> parameters = [];
    private readonly INetwork network;
    private string last = "input";

    private OnnxModel(INetwork network) => this.network = network;

    /// <summary>The bytes of a model that predicts what <paramref name="network"/>, a stack of attributes, does.</summary>
    public static byte[] Of(INetwork network, int batch)
    {
        var model = new OnnxModel(network);
        foreach (var (layer, attribute) in network.Description.Layers.Zip(network.GetType().GetCustomAttributes<LayerAttribute>()))
            model.Add(layer, attribute);
        return model.Finish([batch, .. network.Description.InputShape], [batch, .. network.Description.OutputShape]);
    }

    /// <summary>A model that gives out the one number that goes in: what is left of its time is the cost of a call.</summary>
    public static byte[] Trivial()
    {
        var model = new OnnxModel(new Toy());
        model.Node("Identity");
        return model.Finish([1], [1]);
    }

    /// <summary>A layer as its attribute declares it.</summary>
    private void Add(LayerInfo layer, LayerAttribute attribute)
    {
        switch (attribute)
        {
            case DenseAttribute dense:
                Node("Gemm", layer, Attribute("transB", 1));
                Activate(dense.Activation);
                break;
            case Conv2DAttribute { Dilation: 1, Groups: 1, SamePadding: false } convolution:
                Node("Conv", layer, Windows(convolution));
                Activate(convolution.Activation);
                break;
            case MaxPool2DAttribute pool:
                Node("MaxPool", null, Windows(pool));
                break;
            case GlobalAveragePoolAttribute:
                Node("GlobalAveragePool");
                break;
            case FlattenAttribute:
                Node("Flatten");
                break;
            default:
                throw new PeerException($"The benchmark does not write {layer.Kind} '{layer.Name}' as an ONNX operator.");
        }
    }

    /// <summary>ONNX has the same names for those that the benchmark uses.</summary>
    private void Activate(Activation activation)
    {
        if (activation != Activation.None)
            Node(activation.ToString());
    }

    private static ProtobufMessage[] Windows(WindowAttribute of) =>
    [
        Attribute("kernel_shape", [of.KernelHeight, of.KernelWidth]),
        Attribute("strides", [of.StrideHeight, of.StrideWidth]),
        Attribute("pads", [of.PaddingHeight, of.PaddingWidth, of.PaddingHeight, of.PaddingWidth]),
    ];

    private void Node(string kind, LayerInfo? layer = null, params ProtobufMessage[] attributes)
    {
        string[] inputs = [last, .. layer is null ? [] : new[] { $"{layer.Name}.weight", $"{layer.Name}.bias" }];
        parameters.AddRange(inputs.Skip(1).Select(Parameter));
        last = $"{kind}{nodes.Count}";
        nodes.Add(new ProtobufMessage().Add(1, inputs).Add(2, last).Add(4, kind).Add(5, attributes));
    }

    private ProtobufMessage Parameter(string name)
    {
        var parameter = network.Description.Parameter(name);
        var values = new TensorView(network.Parameters, parameter).ToArray();
        return new ProtobufMessage().Add(1, parameter.Shape).Add(2, FloatElements).Add(8, name).Add(9, MemoryMarshal.AsBytes<float>(values));
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

    private byte[] Finish(int[] inputShape, int[] outputShape)
    {
        var graph = new ProtobufMessage().Add(1, nodes).Add(2, "network").Add(5, parameters).Add(11, Tensor("input", inputShape)).Add(12, Tensor(last, outputShape));
        return [.. new ProtobufMessage().Add(1, FileVersion).Add(7, graph).Add(8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet)).Bytes];
    }
}
