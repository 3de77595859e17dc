using System.Reflection;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Optimizers;

/// <summary>No optimizer leaves a denormal float behind, in its state or in the parameters, and no value that matters changes.</summary>
public class DenormalTests
{
    // A vector and a rest.
    private const int Length = 21;

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void What_decays_becomes_zero_and_never_denormal(string name)
    {
        var optimizer = OptimizerVariant.Create(name);
        var random = new Random(3);
        float[] parameters = [.. Enumerable.Range(0, Length).Select(_ => (2 * random.NextSingle()) - 1)];
        float[] gradients = [.. Enumerable.Range(0, Length).Select(i => ((2 * random.NextSingle()) - 1) * MathF.Pow(10, -2 * i))];
        for (var step = 0; step < 10; step++)
            optimizer.Step(parameters, gradients);
        gradients.AsSpan().Clear();
        for (var step = 0; step < 4000; step++)
        {
            optimizer.Step(parameters, gradients);
            if (step % 50 != 0 && optimizer.StepCount % 256 != 0)
                continue;
            if (optimizer.StepCount % 256 == 0)
                AssertNormal(parameters, $"{name}, parameters, step {step}");
            foreach (var (buffer, index) in State(optimizer).Select(static (buffer, index) => (buffer, index)))
                AssertNormal(buffer, $"{name}, state {index}, step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void Tiny_gradients_make_no_denormal_state(string name)
    {
        // Squares of these are around and far below the smallest normal float.
        var optimizer = OptimizerVariant.Create(name);
        var parameters = new float[Length];
        float[] gradients = [.. Enumerable.Range(0, Length).Select(static i => MathF.Pow(10, -16 - i))];
        for (var step = 0; step < 256; step++)
        {
            optimizer.Step(parameters, gradients);
            if (optimizer.StepCount == 256)
                AssertNormal(parameters, $"{name}, parameters");
            foreach (var buffer in State(optimizer))
                AssertNormal(buffer, $"{name}, state");
        }
    }

    [Fact]
    public void Adam_with_zero_gradients_is_the_definition_down_to_the_threshold()
    {
        float[] parameters = [0.5f];
        var optimizer = new Adam();
        double expected = 0.5, m = 0, v = 0;
        for (var t = 1; t <= 1500; t++)
        {
            float gradient = t <= 20 ? 0.3f : 0;
            m = (0.9 * m) + (0.1 * gradient);
            v = (0.999 * v) + (0.001 * gradient * gradient);
            expected -= 1e-3 * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
            optimizer.Step(parameters, [gradient]);
        }

        Assert.True(m < 1e-60, "The mean gradient is to be far below the denormal floats.");
        Assert.Equal(expected, parameters[0], 3e-7);
        Assert.InRange(Math.Abs(State(optimizer)[0][0]), 0, 1e-30);
        Assert.Equal(v, State(optimizer)[1][0], 1e-4 * v);
    }

    [Fact]
    public void The_threshold_is_far_below_what_moves_a_parameter()
    {
        // Values from 2⁻⁵⁵ on stay, below 2⁻¹⁰⁵ they are 0; NaN and infinities stay.
        float[] values = [MathF.BitIncrement(MathF.ScaleB(1, -55)), -0.1f, MathF.ScaleB(1, -106), -MathF.ScaleB(1, -140), float.NegativeInfinity, 0, 1, -MathF.ScaleB(1, -100)];
        var rounded = Denormals.Round(System.Runtime.Intrinsics.Vector256.Create(values));
        Assert.Equal([values[0], -0.1f, 0, 0, float.NegativeInfinity, 0, 1, values[7]], Enumerable.Range(0, 8).Select(lane => rounded[lane]));
        Assert.True(float.IsNaN(Denormals.Round(System.Runtime.Intrinsics.Vector256.Create(float.NaN))[3]));
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var value = BitConverter.Int32BitsToSingle(random.Next());
            var result = Denormals.Round(value);
            Assert.True(float.IsNaN(value) ? float.IsNaN(result) : float.IsInfinity(value) ? result == value : Math.Abs(result - (double)value) <= Math.Max(1e-31, value < 2.8e-17 ? 2.4e-7 * value : 0), $"{value:R} became {result:R}.");
            Assert.False(float.IsSubnormal(result));
        }
    }

    [Fact]
    public void Clipping_makes_no_denormal_gradients()
    {
        float[] gradients = [1e30f, 1e-5f, 1e-8f, 1e-12f, 3, -1e-9f, 1e-10f, 0, 1e-11f, -1e-9f];
        GradientClipping.ByNorm(gradients, 1);
        AssertNormal(gradients, "clipped");
        Assert.Equal(1, gradients[0], 1e-6f);
        Assert.Equal(3e-30f, gradients[4], 5e-32f);
    }

    [Fact]
    public void Losses_give_no_denormal_gradients()
    {
        // A probability of e⁻⁹⁵ is denormal.
        float[] logits = [95, 0, 20, -10, 5, 4, 3, 2, 1, -100];
        var gradients = new float[10];
        foreach (var loss in new Loss[] { new CrossEntropyLoss(), new CrossEntropyLoss([1, 1, 1, 1, 1, 1, 1, 1, 1, 1e-38f]), new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities) })
        {
            loss.Evaluate(logits, loss.TargetSize(10) == 1 ? [0] : [1, 0, 0, 0, 0, 0, 0, 0, 0, 0], gradients, 1);
            AssertNormal(gradients, loss.GetType().Name);
        }

        new BCEWithLogitsLoss().Evaluate([-95, 95, -100, 100], [0, 1, 0, 1], gradients.AsSpan(0, 4), 1);
        AssertNormal(gradients, "binary");
        new MSELoss().Evaluate([1e-39f, 2e-38f, 0, 1], [0, 0, 0, 0], gradients.AsSpan(0, 4), 4);
        AssertNormal(gradients, "squared error");
    }

    [Fact]
    public void Running_means_become_zero_and_never_denormal()
    {
        float[] state = [1, -1];
        var value = new float[2];
        for (var step = 0; step < 2000; step++)
        {
            value[0] = 0.9f * state[0];
            value[1] = 0.9f * state[1];
            RunningState.Update(state, ref value[0]);
            AssertNormal(state, $"step {step}");
        }

        Assert.All(state, static value => Assert.InRange(Math.Abs(value), 0, 1e-30));
    }

    private static float[][] State(Optimizer optimizer)
    {
        FieldInfo? field = null;
        for (var type = optimizer.GetType(); field is null; type = type.BaseType!)
            field = type.GetField("state", BindingFlags.Instance | BindingFlags.NonPublic);
        var state = (OptimizerState)field.GetValue(optimizer)!;
        var buffers = (AlignedBuffer[])typeof(OptimizerState).GetField("buffers", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(state)!;
        return Array.ConvertAll(buffers, static buffer => buffer.Span.ToArray());
    }

    private static void AssertNormal(ReadOnlySpan<float> values, string subject)
    {
        foreach (var value in values)
            Assert.False(float.IsSubnormal(value), $"{subject}: {value:R} is denormal.");
    }
}
