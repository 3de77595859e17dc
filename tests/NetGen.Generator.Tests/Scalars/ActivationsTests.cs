using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public sealed class ActivationsTests
{
    private static readonly double[] Points = [-3, -1, 0, 1, 3];

    /// <summary>Values and gradients that PyTorch 1.13.1 gives at −3, −1, 0, 1 and 3 in float.</summary>
    public static TheoryData<string, double[], double[]> PyTorch => new()
    {
        { "relu", [0, 0, 0, 1, 3], [0, 0, 0, 1, 1] },
        { "leaky_relu", [-0.03, -0.01, 0, 1, 3], [0.01, 0.01, 0.01, 1, 1] },
        { "elu", [-0.9502129554748535, -0.6321205496788025, 0, 1, 3], [0.049787066876888275, 0.3678794503211975, 1, 1, 1] },
        {
            "selu",
            [-1.6705687046051025, -1.1113307476043701, 0, 1.0507010221481323, 3.1521029472351074],
            [0.08753060549497604, 0.6467686295509338, 1.7580993175506592, 1.0507010221481323, 1.0507010221481323]
        },
        {
            "gelu",
            [-0.004049867391586304, -0.1586552858352661, 0, 0.8413447141647339, 2.995950222015381],
            [-0.011945605278015137, -0.08331543207168579, 0.5, 1.083315372467041, 1.0119456052780151]
        },
        {
            "silu",
            [-0.14227761328220367, -0.2689414322376251, 0, 0.7310585975646973, 2.857722520828247],
            [-0.08810410648584366, 0.07232948392629623, 0.5, 0.9276705384254456, 1.0881041288375854]
        },
        {
            "mish",
            [-0.14564746618270874, -0.3034014403820038, 0, 0.8650983572006226, 2.98653507232666],
            [-0.09339312463998795, 0.059216730296611786, 0.6000000238418579, 1.0490362644195557, 1.0211069583892822]
        },
        {
            "tanh",
            [-0.9950547814369202, -0.7615941762924194, 0, 0.7615941762924194, 0.9950547814369202],
            [0.00986598152667284, 0.41997429728507996, 1, 0.41997429728507996, 0.00986598152667284]
        },
        {
            "sigmoid",
            [0.04742587357759476, 0.2689414322376251, 0.5, 0.7310585975646973, 0.9525741338729858],
            [0.045176658779382706, 0.1966119408607483, 0.25, 0.1966119259595871, 0.04517665505409241]
        },
        {
            "softplus",
            [0.04858735203742981, 0.3132616877555847, 0.6931471824645996, 1.31326162815094, 3.0485873222351074],
            [0.04742587357759476, 0.2689414322376251, 0.5, 0.7310585975646973, 0.9525741338729858]
        },
        { "softsign", [-0.75, -0.5, 0, 0.5, 0.75], [0.0625, 0.25, 1, 0.25, 0.0625] },
        { "hardtanh", [-1, -1, 0, 1, 1], [0, 0, 1, 0, 0] },
        { "hardsigmoid", [0, 0.3333333432674408, 0.5, 0.6666666865348816, 1], [0, 0.1666666716337204, 0.1666666716337204, 0.1666666716337204, 0] },
        { "hardswish", [0, -0.3333333432674408, 0, 0.6666666865348816, 3], [-0.5, 0.1666666567325592, 0.5, 0.8333333730697632, 1.5] },
    };

    [Theory]
    [MemberData(nameof(PyTorch))]
    public void Values_and_slopes_are_those_of_PyTorch_at_the_kinks_too(string name, double[] values, double[] slopes)
    {
        var function = Definition(name).Function;
        var derivative = Derivative.Of(function, 0);
        for (var i = 0; i < Points.Length; i++)
        {
            Assert.Equal(values[i], ScalarEvaluator.Evaluate(function, Points[i]), 1e-6);
            Assert.Equal(slopes[i], ScalarEvaluator.Evaluate(derivative, Points[i]), 1e-6);
        }
    }

    [Fact]
    public void Gelu_by_tanh_is_near_the_exact_one()
    {
        for (var x = -5.0; x <= 5.0; x += 0.1)
        {
            var exact = ScalarEvaluator.Evaluate(Activations.Of(ActivationKind.Gelu).Function, x);
            Assert.Equal(exact, ScalarEvaluator.Evaluate(Activations.Of(ActivationKind.GeluTanh).Function, x), 5e-4);
        }
    }

    [Fact]
    public void Every_activation_has_a_row_and_lets_NaN_through()
    {
        foreach (var kind in Enum.GetValues<ActivationKind>())
            Assert.Equal(double.NaN, ScalarEvaluator.Evaluate(Activations.Of(kind).Function, double.NaN));
    }

    [Theory]
    [InlineData("tanh", 1.6666666666666667)]
    [InlineData("relu", 1.4142135623730951)]
    [InlineData("leaky_relu", 1.4141428569978354)]
    [InlineData("selu", 0.75)]
    [InlineData("sigmoid", 1.0)]
    [InlineData("identity", 1.0)]
    public void Gains_are_those_of_PyTorch(string name, double gain) => Assert.Equal(gain, Definition(name).Gain, 1e-15);

    private static ActivationDefinition Definition(string name) =>
        Enum.GetValues<ActivationKind>().Select(Activations.Of).Single(definition => definition.Name == name);
}
