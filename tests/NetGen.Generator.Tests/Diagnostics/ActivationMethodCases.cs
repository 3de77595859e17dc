namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Methods that cannot be activations of layers.</summary>
internal static class ActivationMethodCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("an activation method that does not exist", """
            [Network, Input(2), Dense(1, ActivationMethod = {|NETGEN076:"Swich"|}, Name = "hidden")]
            public sealed partial class DigitNet
            {
                [Differentiable] static float Swish(float x) => x / (1 + MathF.Exp(-x));
            }
            """,
            "Dense 'hidden' expects the method 'Swich' as its activation, but 'DigitNet' has none: write it there, and name it by nameof"),

        new("an activation method that is not marked", """
            [Network, Input(2), Dense(1, ActivationMethod = {|NETGEN077:nameof(Swish)|})]
            public sealed partial class DigitNet
            {
                static float Swish(float x) => x / (1 + MathF.Exp(-x));
            }
            """,
            "'Swish' cannot be the activation of Dense 'dense1': mark it [Differentiable]"),

        new("an activation method of other types", """
            [Network, Input(2), Dense(1, ActivationMethod = {|NETGEN077:nameof(Swish)|})]
            public sealed partial class DigitNet
            {
                [Differentiable] static double Swish(double x) => x / (1 + Math.Exp(-x));
                [Differentiable] static float Swish(float x, float beta) => x / (1 + MathF.Exp(-beta * x));
            }
            """,
            "'Swish' cannot be the activation of Dense 'dense1': it is not a static method from 'float' to 'float'"),

        new("an activation method that cannot be computed on vectors", """
            [Network, Input(2), Dense(1, ActivationMethod = {|NETGEN077:nameof(Bent)|})]
            public sealed partial class DigitNet
            {
                [Differentiable] static float Bent(float x) => MathF.Atan(x) + MathF.Asinh(x);
            }
            """,
            "'Bent' cannot be the activation of Dense 'dense1': Asinh and Atan cannot be computed on vectors"),

        new("an activation method that is too large", """
            [Network, Input(2), Dense(1, ActivationMethod = {|NETGEN077:nameof(Root)|})]
            public sealed partial class DigitNet
            {
                [Differentiable]
                static float Root(float x)
                {
                    var y = 1 + x * x;
                    for (var i = 0; i < 10; i++)
                        y = 0.5f * (y + x / y);
                    return y;
                }
            }
            """,
            "'Root' cannot be the activation of Dense 'dense1': written out it has more than 200 operations, and a kernel repeats it wherever it stores; take fewer rounds of its loops, or apply it in parts, one after the other"),

        new("an activation method that cannot be read, told where it is", """
            [Network, Input(2), Dense(1, ActivationMethod = nameof(Odd))]
            public sealed partial class DigitNet
            {
                [Differentiable] static float Odd(float x) => {|NETGEN087:float.MaxNative(x, 2)|};
                static INetwork Use() => new DigitNet(1);
            }
            """,
            "'MaxNative' cannot be called in a differentiable function: call MathF.Max or MathF.Min"),

        new("two activations of one layer", """
            [Network, Input(2), Dense(1, Activation.Relu, ActivationMethod = {|NETGEN078:nameof(Swish)|}, Name = "hidden")]
            public sealed partial class DigitNet
            {
                [Differentiable] static float Swish(float x) => x / (1 + MathF.Exp(-x));
            }
            """,
            "Dense 'hidden' has two activations: leave out 'Activation.Relu' or 'ActivationMethod'"),
    ];
}
