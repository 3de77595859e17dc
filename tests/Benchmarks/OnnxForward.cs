namespace NetGen.Benchmarks;

/// <summary>
/// The forward methods of <c>ConvolutionalNetworks.cs</c>, once more as nodes of an ONNX model. What a layer is, its declaration says; the outputs of both are compared
/// before they are timed.
/// </summary>
internal static class OnnxForward
{
    /// <summary>Adds the nodes of a network, and returns its output.</summary>
    public static string Of(OnnxModel model, INetwork network, string input) => network switch
    {
        SmallResNet => ResNet(model, model.Relu(Norm(model, 0, model.Layer("Stem", input)))),
        LargeResNet => ResNet(model, model.Layer("StemPool", model.Relu(Norm(model, 0, model.Layer("Stem", input))))),
        MobileNet => MobileNetV2(model, input),
        KeywordSpotter => DsCnn(model, input),
        _ => model.Stack(input),
    };

    private static string Norm(OnnxModel model, int index, string x) => model.Layer("Norm", index, x);

    private static string Classify(OnnxModel model, string x) => model.Layer("Output", model.Node("Flatten", model.Layer("Pool", x)));

    private static string ResNet(OnnxModel model, string x)
    {
        for (var block = 0; block < 2; block++)
            x = Residual(model, x, "Of64", 2 * block, (2 * block) + 1);
        foreach (var (channels, norm) in new[] { (128, 5), (256, 10), (512, 15) })
        {
            var shortcut = Norm(model, norm, model.Layer($"Shortcut{channels}", x));
            var halved = model.Relu(Norm(model, norm + 2, model.Layer($"Halve{channels}", x)));
            x = model.Relu(model.Node("Add", shortcut, Norm(model, norm + 1, model.Layer($"Of{channels}", 0, halved))));
            x = Residual(model, x, $"Of{channels}", 1, norm + 3);
        }

        return Classify(model, x);
    }

    /// <summary>Two convolutions, each normalised, added to what came in.</summary>
    private static string Residual(OnnxModel model, string x, string layers, int first, int norm)
    {
        var middle = model.Relu(Norm(model, norm, model.Layer(layers, first, x)));
        return model.Relu(model.Node("Add", x, Norm(model, norm + 1, model.Layer(layers, first + 1, middle))));
    }

    private static string MobileNetV2(OnnxModel model, string picture)
    {
        // What the blocks behind the first widen by, convolve by, and narrow by, and whether they add what came in.
        (string Widen, string Each, string Narrow, bool Adds)[] blocks =
        [
            ("Widen96", "Halve96", "Narrow24", false), ("Widen144", "Each144", "Narrow24", true), ("Widen144", "Halve144", "Narrow32", false),
            ("Widen192", "Each192", "Narrow32", true), ("Widen192", "Each192", "Narrow32", true), ("Widen192", "Halve192", "Narrow64", false),
            ("Widen384", "Each384", "Narrow64", true), ("Widen384", "Each384", "Narrow64", true), ("Widen384", "Each384", "Narrow64", true),
            ("Widen384", "Each384", "Narrow96", false), ("Widen576", "Each576", "Narrow96", true), ("Widen576", "Each576", "Narrow96", true),
            ("Widen576", "Halve576", "Narrow160", false), ("Widen960", "Each960", "Narrow160", true), ("Widen960", "Each960", "Narrow160", true),
            ("Widen960", "Each960", "Narrow320", false),
        ];

        // The layers of a declaration are called in their order.
        var calls = new Dictionary<string, int>();
        string Next(string name, string x) => model.Layer(name, calls[name] = calls.GetValueOrDefault(name, -1) + 1, x);

        var h = model.Relu6(Norm(model, 0, model.Layer("Stem", picture)));
        h = Next("NarrowNorm", Next("Narrow16", model.Relu6(Next("EachNorm", Next("Each32", h)))));
        foreach (var (widen, each, narrow, adds) in blocks)
        {
            var wide = model.Relu6(Next("WideNorm", Next(widen, h)));
            var narrowed = Next("NarrowNorm", Next(narrow, model.Relu6(Next("EachNorm", Next(each, wide)))));
            h = adds ? model.Node("Add", h, narrowed) : narrowed;
        }

        return Classify(model, model.Relu6(Norm(model, 1, model.Layer("Head", h))));
    }

    private static string DsCnn(OnnxModel model, string coefficients)
    {
        var x = model.Relu(Norm(model, 0, model.Layer("Stem", coefficients)));
        for (var i = 0; i < 4; i++)
        {
            x = model.Relu(Norm(model, (2 * i) + 1, model.Layer("Each", i, x)));
            x = model.Relu(Norm(model, (2 * i) + 2, model.Layer("Across", i, x)));
        }

        return Classify(model, x);
    }
}
