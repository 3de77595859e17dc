using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Readable;

/// <summary>One line checks the gradients of any network: fast, beside the readable form, and against the loss itself.</summary>
public sealed class CheckGradientsTests
{
    private const string Stack = "[Network{0}, Input(2, 6, 6), Conv2D(3, 3, Activation.Tanh), MaxPool2D(2), Flatten, Dense(4, Activation.Gelu), Dense(3)] public sealed partial class Net;";

    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["two inputs and two outputs"] =
            """
            [Dense(4)] private partial Tensor Left(Tensor x);
            [Dense(4)] private partial Tensor Right(Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);

            [Forward]
            private (Tensor Sum, Tensor Head) Forward([Shape(3)] Tensor a, [Shape(2)] Tensor b)
            {
                var both = Tanh(Left(a)) * Sigmoid(Right(b));
                return (both, Head(both));
            }
            """,
        ["an objective with a target"] =
            """
            [Dense(4)] private partial Tensor Hidden(Tensor x);
            [Dropout(0.5f)] private partial Tensor Drop(Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);

            [Forward] private Tensor Forward([Shape(3)] Tensor x) => Head(Drop(Tanh(Hidden(x))));

            [Objective] private static Tensor Loss(Tensor y, [Shape(2)] Tensor target) => (y - target) * (y - target);
            """,
        ["batch normalisation"] =
            """
            [Dense(4)] private partial Tensor Hidden(Tensor x);
            [BatchNorm] private partial Tensor Norm(Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);

            [Forward] private Tensor Forward([Shape(3)] Tensor x) => Head(Softplus(Norm(Hidden(x))));
            """,
    };

    public static TheoryData<string> Names => [.. Bodies.Keys];

    [Fact]
    public void A_stack()
    {
        var (fast, readable) = (Of("", Stack), Of("(Code = EmittedCode.Readable)", Stack));

        var report = fast.CheckGradients(Draw(4 * 72), [0, 2, 1, 1], new CrossEntropyLoss(), readable).ThrowIfWrong();

        Assert.Equal(6, report.Parameters.Count);
        Assert.All(report.Parameters, static parameter => Assert.InRange(parameter.ErrorBeside!.Value, 0, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forward_method(string name)
    {
        var source = BodyNetworks.Source(Bodies[name]).Replace("[Network]", "[Network{0}]", StringComparison.Ordinal);
        var (fast, readable) = (Of("", source), Of("(Code = EmittedCode.Readable)", source));
        var (inputs, targets) = (fast.Description.Inputs.Sum(static input => input.Size), fast.Description.Targets.Concat(fast is IObjectiveNetwork ? [] : fast.Description.Outputs).Sum(static target => target.Size));
        var before = fast.Parameters.ToArray();

        fast.CheckGradients(Draw(6 * inputs), Draw(6 * targets), beside: readable).ThrowIfWrong();

        Assert.Equal(before, fast.Parameters.ToArray());
    }

    [Fact]
    public void The_gradient_of_the_inputs_is_compared_where_there_is_one()
        => Assert.Equal("input", Of("(InputGradient = true)", Stack).CheckGradients(Draw(3 * 72), Draw(9)).ThrowIfWrong().Parameters[^1].Name);

    [Fact]
    public void A_network_with_an_objective_takes_no_loss()
    {
        var network = Of("", BodyNetworks.Source(Bodies["an objective with a target"]).Replace("[Network]", "[Network{0}]", StringComparison.Ordinal));

        Assert.Throws<ArgumentException>("loss", () => network.CheckGradients(Draw(3), Draw(2), new MSELoss()));
    }

    private static INetwork Of(string arguments, string source) => new LoadedProject(source.Replace("{0}", arguments, StringComparison.Ordinal)).Network();

    private static float[] Draw(int count)
    {
        var random = new CounterRandom((ulong)count);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = (float)random.NextNormal();
        return values;
    }
}
