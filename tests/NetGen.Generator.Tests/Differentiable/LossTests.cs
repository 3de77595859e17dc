namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Functions as losses.</summary>
public sealed class LossTests
{
    private const string Members = """
        [Loss] public static float Quantile(float prediction, float target, float level = 0.5f)
            => prediction < target ? level * (target - prediction) : (1 - level) * (prediction - target);
        [Loss] public static float Squared(float prediction, float target) => (prediction - target) * (prediction - target);
        [Loss] public static float Angular(float prediction, float target) => MathF.Atan2(prediction - target, 2) * prediction;
        [Loss] public static float Stepped(float prediction, float target, [Constant] float step = 0.5f)
        {
            var (error, n) = (MathF.Abs(prediction - target), 0);
            while (error > 1 && n++ < 3)
                error -= step;
            return error * error;
        }
        [Loss, Differentiable] public static float Both(float prediction, float target) => MathF.Exp(prediction - target);
        [Differentiable] public static float OfLosses(float a, float b) => Squared(a, b) + Quantile(a, b, 0.25f);
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Members(Members));

    [Fact]
    public void A_loss_is_the_mean_of_its_function_and_its_gradient_is_that_of_the_mean()
    {
        Check("Quantile", Make("Quantile", 0.9f), (prediction, target) =>
            prediction < target ? (0.9 * (target - prediction), -0.9) : (0.1 * (prediction - target), 0.1));
        Check("Angular", Make("Angular"), static (prediction, target) =>
        {
            var error = prediction - target;
            return (Math.Atan2(error, 2) * prediction, Math.Atan2(error, 2) + (prediction * 2 / (4 + (error * error))));
        });
        // A loop with a bound: up to three steps towards 1.
        Check("Stepped", Make("Stepped", 0.25f), static (prediction, target) =>
        {
            var rest = Math.Abs(prediction - target);
            rest -= 0.25 * Math.Clamp(Math.Ceiling((rest - 1) / 0.25), 0, 3);
            return (rest * rest, 2 * rest * Math.Sign(prediction - target));
        });
        Check("Both", Make("Both"), static (prediction, target) => (Math.Exp(prediction - target), Math.Exp(prediction - target)));
    }

    [Fact]
    public void A_loss_written_as_a_function_agrees_with_the_ready_one()
    {
        var (outputs, targets) = Draw(13);
        var (own, ready) = (new float[outputs.Length], new float[outputs.Length]);

        Assert.Equal(new MSELoss().Evaluate(outputs, targets, ready, 13), Make("Squared").Evaluate(outputs, targets, own, 13), 1e-7);
        Assert.Equal(ready, own);
    }

    [Fact]
    public void Settings_are_arguments_of_the_constructor_with_the_functions_defaults()
    {
        var type = Compiled.Value.Type("Functions+QuantileLoss");
        var parameter = Assert.Single(Assert.Single(type.GetConstructors()).GetParameters());

        Assert.Equal(("level", 0.5f), (parameter.Name, parameter.DefaultValue));
        Assert.Equal(0.9f, type.GetProperty("Level")!.GetValue(Make("Quantile", 0.9f)));
    }

    [Fact]
    public void The_function_gains_its_derivative_by_the_prediction()
    {
        Assert.Equal([1.8, -0.9], Compiled.Value.CallSingle("QuantileGradient", 1, 3, 0.9).Select(static x => Math.Round(x, 6)));
        // Differentiable beside it, it gains both.
        Assert.Equal([1, 1, -1], Compiled.Value.CallSingle("BothGradient", 2, 2));
        Assert.Equal([4 + 0.5, -4 - 0.25, 4 + 0.25], Compiled.Value.CallSingle("OfLossesGradient", 1, 3));
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void A_trainer_takes_it_and_a_network_learns_the_quantile(float level)
    {
        var program = CompiledFunctions.Members(Members, """
            using System.Linq;

            public static class Program
            {
                public static float Learned(float level)
                {
                    var rows = Enumerable.Range(0, 101).ToArray();
                    var data = Dataset.FromRows([.. rows.Select(_ => new float[] { 1 })], [.. rows.Select(row => new float[] { row * 0.01f })]);
                    var network = new Constant(seed: 1);
                    var trainer = new Trainer(network, new Functions.QuantileLoss(level), new Adam(learningRate: 0.01)) { BatchSize = Trainer.FullBatch };
                    trainer.Fit(data, epochs: 400);
                    var output = new float[1];
                    network.Predict(new float[] { 1 }, output);
                    return output[0];
                }
            }

            [Network, Input(1), Dense(1)]
            public sealed partial class Constant;
            """);

        Assert.Equal(level, (float)program.CallStatic("Program", "Learned", level)!, 0.03f);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
        => Assert.Equal(
            "QuantileLoss expects 4 targets (2 samples × 2) for outputs [2], but got 3. (Parameter 'targets')",
            Assert.Throws<ArgumentException>(static () => Make("Quantile", 0.5f).Evaluate(new float[4], new float[3], new float[4], 2)).Message);

    [Fact]
    public void Evaluation_allocates_nothing()
    {
        var loss = Make("Quantile", 0.5f);
        var (outputs, targets) = Draw(40);
        var gradients = new float[outputs.Length];
        Assert.Equal(0, Allocation.Of(() =>
        {
            loss.Evaluate(outputs, targets, gradients, 40);
            loss.Evaluate(outputs, targets, 40);
        }));
    }

    private static Loss Make(string name, params object[] settings)
        => (Loss)Activator.CreateInstance(Compiled.Value.Type($"Functions+{name}Loss"), settings)!;

    private static void Check(string name, Loss loss, Func<double, double, (double Value, double Derivative)> function)
    {
        foreach (var batch in (int[])[1, 5, 8, 37])
        {
            var (outputs, targets) = Draw(batch);
            var gradients = new float[outputs.Length];
            var value = loss.Evaluate(outputs, targets, gradients, batch);
            var expected = outputs.Zip(targets, (prediction, target) => function(prediction, target)).ToArray();

            Assert.Equal(expected.Average(static element => element.Value), value, 1e-6);
            Assert.Equal(value, loss.Evaluate(outputs, targets, batch));
            for (var i = 0; i < gradients.Length; i++)
                Assert.True(Math.Abs((expected[i].Derivative / outputs.Length) - gradients[i]) <= 1e-6, $"{name}: element {i} of {outputs.Length}");
        }
    }

    private static (float[] Outputs, float[] Targets) Draw(int batch)
    {
        var random = new Random(batch);
        return ([.. Enumerable.Range(0, 3 * batch).Select(_ => (random.NextSingle() * 4) - 2)], [.. Enumerable.Range(0, 3 * batch).Select(_ => (random.NextSingle() * 4) - 2)]);
    }
}
