namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Layers that say something impossible, or that do not fit what goes into them.</summary>
internal static class LayerCases
{
    public static IEnumerable<DiagnosticCase> All => Attributes.Concat(Shapes).Concat(Elsewhere).Select(static found => found with { IsUsable = true });

    private static IEnumerable<DiagnosticCase> Attributes =>
    [
        Stack(
            "a recurrence of no size, over no layers, and one that drops everything",
            "Input(4, 3), Lstm({|NETGEN025:0|}), Rnn(2, Layers = {|NETGEN025:0|}), Gru(2, Dropout = {|NETGEN029:1|})",
            "Lstm 'lstm1' expects hidden of at least 1, but got 0",
            "Rnn 'rnn1' expects layers of at least 1, but got 0",
            "Gru 'gru1' expects a rate of at least 0 and less than 1, but got 1"),
        Stack("a kernel of no size", "Input(1, 4, 4), Conv2D(2, {|NETGEN025:0|})", "Conv2D 'conv1' expects kernel of at least 1, but got 0"),
        Stack(
            "one side of a kernel of no size",
            "Input(1, 4, 4), Conv2D(2, 3, {|NETGEN025:-1|}), MaxPool2D({|NETGEN025:0|}, 2)",
            "Conv2D 'conv1' expects kernelWidth of at least 1, but got -1",
            "MaxPool2D 'maxPool1' expects kernelHeight of at least 1, but got 0"),
        Stack(
            "a stride and groups of 0",
            "Input(1, 4, 4), Conv2D(2, 3, Stride = {|NETGEN025:0|}, Groups = {|NETGEN025:0|}), MaxPool2D(2, StrideWidth = {|NETGEN025:0|})",
            "Conv2D 'conv1' expects groups of at least 1, but got 0",
            "Conv2D 'conv1' expects stride of at least 1, but got 0",
            "MaxPool2D 'maxPool1' expects strideWidth of at least 1, but got 0"),
        Stack(
            "negative padding",
            "Input(1, 4, 4), Conv2D(2, 3, Padding = {|NETGEN029:-1|}), ZeroPad2D(1, 1, {|NETGEN029:-2|}, 0)",
            "Conv2D 'conv1' expects padding of at least 0, but got -1",
            "ZeroPad2D 'zeroPad1' expects top of at least 0, but got -2"),
        Stack(
            "a sequence's windows of no size, that do not move, and negative padding",
            "Input(2, 8), MaxPool1D({|NETGEN025:0|}, Stride = 2), AveragePool1D(2, Stride = {|NETGEN025:0|}), AdaptiveAveragePool1D({|NETGEN025:0|}), ZeroPad1D({|NETGEN029:-1|})",
            "MaxPool1D 'maxPool1' expects kernel of at least 1, but got 0",
            "AveragePool1D 'averagePool1' expects stride of at least 1, but got 0",
            "AdaptiveAveragePool1D 'adaptiveAveragePool1' expects size of at least 1, but got 0",
            "ZeroPad1D 'zeroPad1' expects padding of at least 0, but got -1"),
        Stack(
            "two kinds of padding",
            "Input(1, 4, 4), Conv2D(2, 3, SamePadding = true, PaddingWidth = {|NETGEN029:1|})",
            "Conv2D 'conv1' expects no other padding beside SamePadding, but got 1"),
        Stack(
            "padding that keeps the size, and a stride that does not",
            "Input(4, 4), Conv1D(2, 3, SamePadding = true, Stride = {|NETGEN029:2|})",
            "Conv1D 'conv1' expects a stride of 1 beside SamePadding, but got 2"),
        Stack(
            "output padding as large as the stride",
            "Input(1, 4, 4), ConvTranspose2D(2, 3, Stride = 2, OutputPadding = 1, OutputPaddingHeight = {|NETGEN029:2|})",
            "ConvTranspose2D 'convTranspose1' expects output padding of less than the stride or the dilation, 2, but got 2"),
        Stack("a momentum of more than 1", "Input(4), BatchNorm(Momentum = {|NETGEN029:1.5|})", "BatchNorm 'batchNorm1' expects a momentum from 0 to 1, but got 1.5"),
        Stack("an epsilon of 0", "Input(4), LayerNorm(Epsilon = {|NETGEN029:0|})", "LayerNorm 'layerNorm1' expects epsilon of at least 1E-24, but got 0"),
        Stack(
            "epsilons that are lost as floats, or whose gradients are",
            "Input(4), LayerNorm(Epsilon = {|NETGEN029:1e-60|}), BatchNorm(Epsilon = {|NETGEN029:1e-30|}), LayerNorm(Epsilon = {|NETGEN029:1e39|}), RMSNorm(Epsilon = {|NETGEN029:double.PositiveInfinity|}), RMSNorm(Epsilon = {|NETGEN029:-1|})",
            "LayerNorm 'layerNorm1' expects epsilon of at least 1E-24, but got 1E-60",
            "BatchNorm 'batchNorm1' expects epsilon of at least 1E-24, but got 1E-30",
            "LayerNorm 'layerNorm2' expects a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size, but got 1E+39, which is infinite as a float",
            "RMSNorm 'rmsNorm1' expects epsilon of at least 1E-24, but got Infinity",
            "RMSNorm 'rmsNorm2' expects epsilon of at least 1E-24, but got -1"),
        Stack(
            "momenta, rates and starts that are lost as floats, or are no numbers",
            "Input(4), BatchNorm(Momentum = {|NETGEN029:1e-50|}), BatchNorm(Momentum = {|NETGEN029:double.NaN|}), PRelu(Start = {|NETGEN029:1e300|}), PRelu(Start = {|NETGEN029:-1e-40|}), PRelu(Start = {|NETGEN029:double.NegativeInfinity|}), Dropout({|NETGEN029:1e-300|}), Dropout({|NETGEN029:0.9999999999|}), Dropout({|NETGEN029:double.NaN|})",
            "BatchNorm 'batchNorm1' expects a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size, but got 1E-50, which is 0 as a float",
            "BatchNorm 'batchNorm2' expects a momentum from 0 to 1, but got NaN",
            "PRelu 'pRelu1' expects a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size, but got 1E+300, which is infinite as a float",
            "PRelu 'pRelu2' expects a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size, but got -1E-40, which is denormal as a float",
            "PRelu 'pRelu3' expects a finite start, but got -Infinity",
            "Dropout 'dropout1' expects a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size, but got 1E-300, which is 0 as a float",
            "Dropout 'dropout2' expects a rate of at least 0 and less than 1, but got 0.9999999999",
            "Dropout 'dropout3' expects a rate of at least 0 and less than 1, but got NaN"),
        Stack(
            "an epsilon that is not a number",
            "Input(4), RMSNorm(Epsilon = {|NETGEN029:double.NaN|})",
            "RMSNorm 'rmsNorm1' expects epsilon of at least 1E-24, but got NaN"),
        Stack(
            "a padding mode and an upsampling mode that do not exist",
            "Input(1, 4, 4), Conv2D(2, 3, PaddingMode = {|NETGEN026:(PaddingMode)9|}), Upsample(2, {|NETGEN026:(UpsampleMode)9|})",
            "Conv2D 'conv1' got paddingMode 9, which is not a member of 'PaddingMode'",
            "Upsample 'upsample1' got mode 9, which is not a member of 'UpsampleMode'"),
        Stack(
            "dropping all, and more than all",
            "Input(1, 4, 4), Dropout({|NETGEN029:1|}), Dropout2D({|NETGEN029:-0.25|})",
            "Dropout 'dropout1' expects a rate of at least 0 and less than 1, but got 1",
            "Dropout2D 'dropout2' expects a rate of at least 0 and less than 1, but got -0.25"),
        Stack(
            "layers that change nothing",
            "Input(1, 4, 4), MaxPool2D({|NETGEN101:1|}), Upsample({|NETGEN101:1|}), Dropout({|NETGEN101:0|})",
            "MaxPool2D 'maxPool1' has no effect: it gives out what goes in",
            "Upsample 'upsample1' has no effect: it gives out what goes in",
            "Dropout 'dropout1' has no effect: nothing is dropped"),
        Stack(
            "a pool of single elements",
            "Input(2, 4), MaxPool1D({|NETGEN101:1|})",
            "MaxPool1D 'maxPool1' has no effect: it gives out what goes in"),
    ];

    private static IEnumerable<DiagnosticCase> Shapes =>
    [
        Stack("a recurrence over features without steps", "Input(8), {|NETGEN040:Gru(4)|}",
            "Gru 'gru1' does not fit its input: a sequence has an axis of steps and one of features, [steps × features], and it gets [8]"),
        Stack(
            "a kernel larger than the image",
            "Input(1, 4, 4), {|NETGEN040:Conv2D(6, 5, Name = \"features\")|}",
            "Conv2D 'features' does not fit its input: 5×5 kernel on 4×4 input with padding 0"),
        Stack(
            "a dilated kernel larger than the image and its padding",
            "Input(1, 9, 6), {|NETGEN040:Conv2D(6, 3, 2, Dilation = 5, PaddingWidth = 1, DilationWidth = 1)|}",
            "Conv2D 'conv1' does not fit its input: 3×2 kernel with dilation 5×1 on 9×6 input with padding 0×1"),
        Stack(
            "a kernel longer than the sequence",
            "Input(2, 4), {|NETGEN040:Conv1D(6, 7, Padding = 1)|}",
            "Conv1D 'conv1' does not fit its input: 7 kernel on 4 input with padding 1"),
        Stack(
            "a convolution over what is no image",
            "Input(784), {|NETGEN040:Conv2D(6, 5)|}",
            "Conv2D 'conv1' does not fit its input: it takes channels × height × width, and its input is 784"),
        Stack(
            "a sequence that is an image",
            "Input(3, 8, 8), {|NETGEN040:Conv1D(6, 5)|}",
            "Conv1D 'conv1' does not fit its input: it takes channels × length, and its input is 3 × 8 × 8"),
        Stack(
            "input channels that cannot be grouped",
            "Input(3, 8, 8), {|NETGEN040:Conv2D(6, 3, Groups = 2)|}",
            "Conv2D 'conv1' does not fit its input: 3 input channels cannot be divided into 2 groups"),
        Stack(
            "output channels that cannot be grouped",
            "Input(4, 8, 8), {|NETGEN040:ConvTranspose2D(6, 3, Groups = 4)|}",
            "ConvTranspose2D 'convTranspose1' does not fit its input: 6 output channels cannot be divided into 4 groups"),
        Stack(
            "padding that mirrors more than there is",
            "Input(1, 4, 3), {|NETGEN040:Conv2D(1, 3, Padding = 3, PaddingMode = PaddingMode.Reflect)|}",
            "Conv2D 'conv1' does not fit its input: 3 elements along an axis cannot be mirrored by 3, but by 2 at most"),
        Stack(
            "padding that repeats more than there is",
            "Input(1, 4, 3), {|NETGEN040:Conv2D(1, 3, Padding = 4, PaddingMode = PaddingMode.Circular)|}",
            "Conv2D 'conv1' does not fit its input: 3 elements along an axis cannot be repeated by 4, but by 3 at most"),
        Stack(
            "a border that mirrors more than there is",
            "Input(1, 4, 3), {|NETGEN040:ReflectionPad2D(0, 0, 4, 0)|}",
            "ReflectionPad2D 'reflectionPad1' does not fit its input: 4 elements along an axis cannot be mirrored by 4, but by 3 at most"),
        Stack(
            "a border around what is no image",
            "Input(4, 3), {|NETGEN040:ZeroPad2D(1)|}",
            "ZeroPad2D 'zeroPad1' does not fit its input: it takes channels × height × width, and its input is 4 × 3"),
        Stack(
            "a transposed convolution that cuts off all of its output",
            "Input(1, 1, 2), {|NETGEN040:ConvTranspose2D(1, 3, Padding = 2)|}",
            "ConvTranspose2D 'convTranspose1' does not fit its input: 3×3 kernel on 1×2 input with padding 2 leaves -1×0 of its output"),
        Stack(
            "a window larger than the image",
            "Input(1, 4, 4), {|NETGEN040:MaxPool2D(5, Stride = 1)|}",
            "MaxPool2D 'maxPool1' does not fit its input: 5×5 kernel on 4×4 input with padding 0"),
        Stack(
            "a window longer than the sequence",
            "Input(2, 4), {|NETGEN040:MaxPool1D(7, Stride = 2, Padding = 1)|}",
            "MaxPool1D 'maxPool1' does not fit its input: 7 kernel on 4 input with padding 1"),
        Stack(
            "windows over a sequence of nothing but padding",
            "Input(2, 8), {|NETGEN040:AveragePool1D(3, Padding = 2)|}",
            "AveragePool1D 'averagePool1' does not fit its input: padding 2 is more than half of a kernel of 3, so that windows would be all padding"),
        Stack(
            "a pool over a sequence that is an image",
            "Input(3, 8, 8), {|NETGEN040:MaxPool1D(2)|}",
            "MaxPool1D 'maxPool1' does not fit its input: it takes channels × length, and its input is 3 × 8 × 8"),
        Stack(
            "an adaptive maximum over features",
            "Input(8), {|NETGEN040:AdaptiveMaxPool1D(2)|}",
            "AdaptiveMaxPool1D 'adaptiveMaxPool1' does not fit its input: it takes channels × length, and its input is 8"),
        Stack(
            "ends that mirror more than there is",
            "Input(2, 4), {|NETGEN040:ReflectionPad1D(0, 4)|}",
            "ReflectionPad1D 'reflectionPad1' does not fit its input: 4 elements along an axis cannot be mirrored by 4, but by 3 at most"),
        Stack(
            "windows of nothing but padding",
            "Input(1, 8, 8), {|NETGEN040:AveragePool2D(3, Padding = 2)|}",
            "AveragePool2D 'averagePool1' does not fit its input: padding 2 is more than half of a kernel of 3, so that windows would be all padding"),
        Stack(
            "channels of what is no image",
            "Input(8), {|NETGEN040:Dropout2D(0.5)|}",
            "Dropout2D 'dropout1' does not fit its input: it takes channels × height × width, and its input is 8"),
        Stack(
            "an adaptive pool over what is no image",
            "Input(8), {|NETGEN040:AdaptiveAveragePool2D(2)|}",
            "AdaptiveAveragePool2D 'adaptiveAveragePool1' does not fit its input: it takes channels × height × width, and its input is 8"),
        Stack(
            "a global pool over features",
            "Input(8), {|NETGEN040:GlobalAveragePool|}",
            "GlobalAveragePool 'globalAveragePool1' does not fit its input: it takes channels and at least one axis behind them, and its input is 8"),
        Stack(
            "a global maximum over features",
            "Input(8), {|NETGEN040:GlobalMaxPool|}",
            "GlobalMaxPool 'globalMaxPool1' does not fit its input: it takes channels and at least one axis behind them, and its input is 8"),
        Stack(
            "what is no image made larger",
            "Input(8, 8), {|NETGEN040:Upsample(2)|}",
            "Upsample 'upsample1' does not fit its input: it takes channels × height × width, and its input is 8 × 8"),
        Stack(
            "more axes than there are",
            "Input(8, 8), {|NETGEN040:LayerNorm(Axes = 3)|}",
            "LayerNorm 'layerNorm1' does not fit its input: it takes 3 axes, and its input has 2: 8 × 8"),
        Stack(
            "channels that cannot be grouped",
            "Input(6, 4, 4), {|NETGEN040:GroupNorm(4)|}",
            "GroupNorm 'groupNorm1' does not fit its input: 6 channels cannot be divided into 4 groups"),
        Stack(
            "slopes for other channels",
            "Input(6, 4, 4), {|NETGEN040:PRelu(4)|}",
            "PRelu 'pRelu1' does not fit its input: 4 slopes for 6 channels; there is one for all, or one for each"),
        Stack(
            "an image that is too large with its padding",
            "Input(1, 4, 4), {|NETGEN041:ZeroPad2D(1000000000)|}",
            "ZeroPad2D 'zeroPad1' is too large: 1 × 4 × 1,000,000,000 elements of zeroPad1; at most 2,147,483,591 fit into one buffer"),
    ];

    private static IEnumerable<DiagnosticCase> Elsewhere =>
    [
        new("a convolution in a forward method that does not fit", """
            [Network]
            public sealed partial class DigitNet
            {
                [Conv2D(6, 5)] private partial Tensor Edges(Tensor x);
                [GlobalAveragePool] private partial Tensor Head(Tensor x);

                [Forward]
                private Tensor Forward([Shape(1, 4, 4)] Tensor x) => Head({|NETGEN040:Edges(x)|});
            }
            """,
            "Conv2D 'edges' does not fit its input: 5×5 kernel on 4×4 input with padding 0"),
    ];

    private static DiagnosticCase Stack(string name, string attributes, params string[] messages)
        => new(name, $"[Network, {attributes}]\npublic sealed partial class DigitNet;", messages);
}
