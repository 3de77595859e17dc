using System.Globalization;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Lengths;

/// <summary>Lengths as an input: what is refused, and that nothing depends on what is behind a sample's end.</summary>
public sealed class LengthTests
{
    private const string Members = """
        [Lstm(6, Bidirectional = true, Lengths = true)] private partial Tensor Memory(Tensor x, Tensor lengths);
        [Dense(2)] private partial Tensor Head(Tensor x);
        [Forward] Tensor F([Shape(5, 3)] Tensor x, [Lengths] Tensor lengths) => Head(MeanOverSteps(Memory(x, lengths), lengths));
        """;

    private const string Caller = """
        public static class Caller
        {
            public static void Predict(Net network, float[] x, float[] lengths, float[] output) => network.Predict(x, lengths, output);
            public static void PredictIndices(Net network, float[] x, int[] lengths, float[] output) => network.Predict(x, lengths, output);
            public static void PredictWithPredictor(Net network, float[] x, float[] lengths, float[] output) => network.CreatePredictor().Predict(x, lengths, output);
        }
        """;

    private static readonly LoadedProject Project = new(BodyNetworks.Source(Members, Caller, inputGradient: true));
    private static readonly INetwork Network = Project.Network();

    [Theory]
    [InlineData(0f)]
    [InlineData(6f)]
    [InlineData(-1f)]
    [InlineData(2.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_length_is_refused_with_its_sample(float wrong)
    {
        var message = $"Sample 2 of 'lengths' has {wrong.ToString("R", CultureInfo.InvariantCulture)} at place 0, but lengths in {Network.Description.Name} are the whole numbers from 1 to 5.";
        var (x, output) = (new float[3 * 15], new float[6]);
        Array.Fill(output, 9);
        float[] lengths = [5, 1, wrong];

        Assert.Equal(message, Refusal("Predict", x, lengths, output).Message);
        Assert.Equal(message, Refusal("PredictWithPredictor", x, lengths, output).Message);
        if (float.IsInteger(wrong))
            Assert.Equal(message, Refusal("PredictIndices", x, Array.ConvertAll(lengths, static length => (int)length), output).Message);
        Assert.All(output, static value => Assert.Equal(9, value));
        var workspace = Network.CreateWorkspace(3);
        lengths.CopyTo(workspace.Input(1));
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.Forward(workspace)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.Backward(workspace, Network.Gradients)).Message);
    }

    [Fact]
    public void Datasets_are_checked_before_they_are_trained_on()
    {
        var network = Project.Network();
        var inputs = new float[2 * 16];
        (inputs[15], inputs[31]) = (5, 0);
        var data = new Dataset(inputs, new float[] { 0, 1 }, 16, 1);
        var trainer = new Trainer(network, new CrossEntropyLoss(), new SGD(0.1));

        var refused = Assert.Throws<ArgumentException>(() => trainer.Fit(data, epochs: 1));

        Assert.StartsWith($"'lengths' of sample 1 of 'train' has 0 at place 0, but lengths in {network.Description.Name} are the whole numbers from 1 to 5.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.StepsTrained);
    }

    [Fact]
    public void The_description_says_how_long_sequences_may_be()
    {
        Assert.Equal([null, 5], Network.Description.Inputs.Select(static input => input.Longest));
        var stack = new LoadedProject("[Network, Input(7, 3, Vocabulary = 4, Name = \"text\", Lengths = true), Lstm(2)] public sealed partial class Net;").Network();
        Assert.Equal([("input", null), ("lengths", 7)], stack.Description.Inputs.Select(static input => (input.Name, input.Longest)));
    }

    [Fact]
    public void Nothing_depends_on_what_is_behind_the_end()
    {
        var random = new Random(3);
        float[] lengths = [2, 5, 1, 3];
        var x = Enumerable.Range(0, 4 * 15).Select(_ => (float)random.NextDouble()).ToArray();
        var expected = Run(x, lengths);
        for (var sample = 0; sample < 4; sample++)
            x.AsSpan((sample * 15) + ((int)lengths[sample] * 3), (5 - (int)lengths[sample]) * 3).Fill(float.NaN);
        var actual = Run(x, lengths);
        Assert.Equal(expected.Outputs, actual.Outputs);
        Assert.Equal(expected.Gradients, actual.Gradients);
        Assert.Equal(expected.OfInput, actual.OfInput);
        for (var sample = 0; sample < 4; sample++)
            Assert.All(actual.OfInput[((sample * 15) + ((int)lengths[sample] * 3))..((sample + 1) * 15)], static gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void A_sample_has_the_same_result_alone_and_among_others()
    {
        var random = new Random(4);
        float[] lengths = [2, 5, 1, 3, 5, 4];
        var x = Enumerable.Range(0, 6 * 15).Select(_ => (float)random.NextDouble()).ToArray();
        var together = Run(x, lengths);
        for (var sample = 0; sample < 6; sample++)
        {
            var alone = Run(x[(sample * 15)..((sample + 1) * 15)], [lengths[sample]]);
            Assert.Equal(together.Outputs[(sample * 2)..((sample + 1) * 2)], alone.Outputs);
        }
    }

    [Fact]
    public void Steps_and_predictions_allocate_nothing()
    {
        var (x, lengths, output) = (new float[4 * 15], new float[] { 3, 1, 5, 2 }, new float[8]);
        var workspace = Network.CreateWorkspace(4);
        lengths.CopyTo(workspace.Input(1));
        void Step()
        {
            Network.Forward(workspace);
            Network.Backward(workspace, Network.Gradients);
        }

        Step();
        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Of_a_sample_whose_keys_are_all_hidden_the_attention_is_zero()
    {
        var network = new LoadedProject(BodyNetworks.Source(
            """
            [MultiHeadAttention(2, KeyPadding = true)] private partial Tensor Look(Tensor x, Tensor padding);
            [Forward] Tensor F([Shape(3, 4)] Tensor x, [Shape(3)] Tensor padding) => Look(x, padding);
            """)).Network();
        var bias = network.Description.Parameters.Single(static parameter => parameter.Name == "look.out_proj.bias");
        new TensorView(network.Parameters, bias).CopyFrom([1, 2, 3, 4]);
        var workspace = network.CreateWorkspace(2);
        for (var element = 0; element < 24; element++)
            workspace.Input(0)[element] = MathF.Cos(element);
        new float[] { 0, 1, 0, 1, 1, 1 }.CopyTo(workspace.Input(1));

        network.Forward(workspace);
        workspace.OutputGradient(0).Fill(1);
        network.Backward(workspace, network.Gradients);

        // Nothing is left but the bias.
        Assert.Equal([1f, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], workspace.Output(0)[12..].ToArray());
        Assert.NotEqual([1f, 2, 3, 4], workspace.Output(0)[..4].ToArray());
        Assert.All(network.Gradients.ToArray(), static gradient => Assert.True(float.IsFinite(gradient)));
    }

    [Theory]
    [InlineData("1 - LengthMask(lengths, 5)", "KeyPadding")]
    [InlineData("lengths", "Lengths")]
    public void A_mask_of_lengths_hides_the_same_keys(string hidden, string option)
    {
        var network = new LoadedProject(BodyNetworks.Source($$"""
            [MultiHeadAttention(2, {{option}} = true)] private partial Tensor Look(Tensor x, Tensor hidden);
            [Forward] Tensor F([Shape(5, 4)] Tensor x, [Lengths] Tensor lengths) => Look(x, {{hidden}});
            """)).Network();
        var rows = new float[2 * 21];
        for (var element = 0; element < rows.Length; element++)
            rows[element] = MathF.Sin(element);
        (rows[20], rows[41]) = (2, 5);
        float[] expected = new float[40], actual = new float[40];
        network.Predict(rows, expected);
        // Behind the end of the first sample, which its first two places do not see.
        rows.AsSpan(8, 12).Fill(7);
        network.Predict(rows, actual);
        Assert.Equal(expected[..8], actual[..8]);
        Assert.NotEqual(expected[8..20], actual[8..20]);
        Assert.Equal(expected[20..], actual[20..]);
    }

    [Fact]
    public void Initial_and_final_states_have_gradients_where_samples_end_at_different_steps()
    {
        var network = new RunningNetwork(
            """
            [Lstm(4, Bidirectional = true, Lengths = true)] private partial (Tensor y, Tensor h, Tensor c) Read(Tensor x, Tensor h0, Tensor c0, Tensor lengths);
            [Forward] (Tensor y, Tensor h, Tensor c) F([Shape(5, 3)] Tensor x, [Shape(2, 4)] Tensor h0, [Shape(2, 4)] Tensor c0, [Lengths(nameof(x))] Tensor lengths) => Read(x, h0, c0, lengths);
            """,
            inputGradient: true);
        network.AssertParameterGradients();
        network.AssertInputGradients();
    }

    [Fact]
    public void A_state_goes_on_at_each_samples_own_end()
    {
        string Members(int steps) => $$"""
            [Gru(4, LastStep = true, Lengths = true)] private partial Tensor Read(Tensor x, Tensor lengths);
            [Forward] Tensor F([Shape({{steps}}, 2)] Tensor x, [Lengths] Tensor lengths) => Read(x, lengths);
            """;
        var whole = new LoadedProject(BodyNetworks.Source(Members(8))).Network();
        var windows = new LoadedProject(BodyNetworks.Source(Members(4)).Replace("[Network]", "[Network(State = true)]", StringComparison.Ordinal)).Network();
        whole.Parameters.CopyTo(windows.Parameters);
        // Two sequences of 6 and of 5 steps: in windows of 4 and 2, and of 2 and 3.
        var random = new Random(6);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
        float[] first = Draw(12), second = Draw(10), expected = new float[8], actual = new float[8];
        whole.Predict([.. first, 9, 9, 9, 9, 6, .. second, 9, 9, 9, 9, 9, 9, 5], expected);
        var state = windows.CreateState(2);
        windows.Predict([.. first[..8], 4, .. second[..4], 9, 9, 9, 9, 2], state, actual);
        windows.Predict([.. first[8..], 9, 9, 9, 9, 2, .. second[4..], 9, 9, 3], state, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Rows_of_whole_numbers_go_on_from_a_state_as_those_of_floats_do()
    {
        var network = new LoadedProject("[Network(State = true), Input(4, Vocabulary = 3, Lengths = true), Embedding(3, 5), Gru(4, LastStep = true)] public sealed partial class Net;").Network();
        // A length may be larger than the vocabulary.
        int[] rows = [0, 2, 1, 1, 4, 2, 0, 0, 0, 3];
        float[] expected = new float[8], actual = new float[8];
        network.Predict(Array.ConvertAll(rows, static number => (float)number), network.CreateState(2), expected);
        network.Predict(rows, network.CreateState(2), actual);
        Assert.Equal(expected, actual);
        rows[0] = 3;
        var refused = Assert.Throws<ArgumentException>(() => network.Predict(rows, network.CreateState(2), actual));
        Assert.Contains("the whole numbers from 0 to 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_with_lengths_is_trained_by_a_loss()
    {
        var network = new LoadedProject("[Network, Input(6, Vocabulary = 4, Lengths = true), Embedding(4, 5), Lstm(8, LastStep = true), Dense(2)] public sealed partial class Net;").Network();
        // The class is the first element; what is behind the end would say another one.
        var random = new Random(5);
        var (inputs, targets) = (new float[200 * 7], new float[200]);
        for (var sample = 0; sample < targets.Length; sample++)
        {
            for (var place = 0; place < 6; place++)
                inputs[(sample * 7) + place] = random.Next(4);
            inputs[(sample * 7) + 6] = random.Next(1, 7);
            targets[sample] = inputs[sample * 7] < 2 ? 0 : 1;
        }

        var data = new Dataset(inputs, targets, 7, 1);
        foreach (var workers in new[] { 1, 2 })
        {
            var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam(0.02)) { Workers = workers, Metrics = [new Accuracy()] };
            trainer.Fit(data, epochs: 12);
            Assert.True(trainer.Evaluate(data)["accuracy"] > 0.95, $"The accuracy is {trainer.Evaluate(data)["accuracy"]}.");
        }

        var (rows, apart) = (new float[400], new float[2]);
        network.Predict(inputs, rows);
        network.CreatePredictor().Predict(inputs.AsSpan(7, 7), apart);
        Assert.Equal(rows[2..4], apart);
        Assert.Contains("7 floats for each sample", Assert.Throws<ArgumentException>(() => network.Predict(new float[8], apart)).Message, StringComparison.Ordinal);
    }

    private static (float[] Outputs, float[] Gradients, float[] OfInput) Run(float[] x, float[] lengths)
    {
        var workspace = Network.CreateWorkspace(lengths.Length);
        x.CopyTo(workspace.Input(0));
        lengths.CopyTo(workspace.Input(1));
        Network.Forward(workspace);
        for (var element = 0; element < workspace.OutputGradient(0).Length; element++)
            workspace.OutputGradient(0)[element] = MathF.Sin(element + 1);
        Network.Gradients.Fill(float.NaN);
        Network.Backward(workspace, Network.Gradients);
        return (workspace.Output(0).ToArray(), Network.Gradients.ToArray(), workspace.InputGradient(0).ToArray());
    }

    private static ArgumentException Refusal(string method, params object[] arguments)
        => Assert.IsType<ArgumentException>(Assert.Throws<System.Reflection.TargetInvocationException>(() => Project.Call("Caller", method, [Network, .. arguments])).InnerException);
}
