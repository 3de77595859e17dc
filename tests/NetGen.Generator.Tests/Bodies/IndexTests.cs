using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Networks of whole numbers: what they are given, what they refuse, and rows that stay as they are.</summary>
public sealed class IndexTests
{
    private static readonly INetwork Network = new LoadedProject(BodyNetworks.Source(
        """
        [Embedding(7, 5, Padding = 3)] private partial Tensor Letters(Tensor text);
        [Dense(2)] private partial Tensor Head(Tensor x);
        [Forward] Tensor F([Shape(4), Vocabulary(7)] Tensor text) => Head(Sum(Letters(text), 0));
        """)).Network();

    [Fact]
    public void Whole_numbers_are_predicted_as_they_are()
    {
        var (ofIntegers, ofFloats) = (new float[4], new float[4]);
        Network.Predict([0, 1, 2, 6, 5, 5, 5, 0], ofIntegers);
        Network.Predict([0f, 1, 2, 6, 5, 5, 5, 0], ofFloats);
        Assert.Equal(ofFloats, ofIntegers);

        var (weight, head, bias) = (Values("letters.weight"), Values("head.weight"), Values("head.bias"));
        int[] rows = [0, 1, 2, 6];
        for (var output = 0; output < 2; output++)
        {
            var expected = bias[output] + Enumerable.Range(0, 5).Sum(column => head[(output * 5) + column] * rows.Sum(row => weight[(row * 5) + column]));
            Assert.Equal(expected, ofIntegers[output], 1e-5f);
        }
    }

    [Theory]
    [InlineData(7f, "7")]
    [InlineData(-1f, "-1")]
    [InlineData(2.5f, "2.5")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void What_is_outside_of_the_vocabulary_is_refused_with_its_place(float wrong, string text)
    {
        var message = $"Sample 2 of 'text' has {text} at place 1, but its vocabulary in {Network.Description.Name} is the whole numbers from 0 to 6.";
        float[] inputs = [0, 1, 2, 6, 5, 5, 5, 0, 1, wrong, 1, 1];
        var outputs = new float[6];
        Array.Fill(outputs, 9);

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.Predict(inputs, outputs)).Message);
        Assert.All(outputs, static output => Assert.Equal(9, output));
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.CreatePredictor().Predict(inputs, outputs)).Message);
        var workspace = Network.CreateWorkspace(3);
        inputs.CopyTo(workspace.Inputs);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.Forward(workspace)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.Backward(workspace, Network.Gradients)).Message);
        if (wrong is 7 or -1)
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.Predict(Array.ConvertAll(inputs, static input => (int)input), outputs)).Message);
    }

    [Fact]
    public void Datasets_are_checked_before_they_are_trained_on()
    {
        var network = new LoadedProject(BodyNetworks.Source(
            """
            [Embedding(7, 5)] private partial Tensor Letters(Tensor text);
            [Dense(2)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(4), Vocabulary(7)] Tensor text) => Head(Sum(Letters(text), 0));
            """)).Network();
        var data = new Dataset(new float[] { 0, 1, 2, 3, 0, 1, 2, 7 }, new float[] { 0, 1 }, 4, 1);
        var trainer = new Trainer(network, new CrossEntropyLoss(), new SGD(0.1));

        var refused = Assert.Throws<ArgumentException>(() => trainer.Fit(data, epochs: 1));

        Assert.StartsWith($"'text' of sample 1 of 'train' has 7 at place 3, but its vocabulary in {network.Description.Name} is the whole numbers from 0 to 6.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.StepsTrained);
    }

    [Fact]
    public void The_row_of_the_padding_is_zero_and_stays_so()
    {
        Assert.All(Values("letters.weight")[15..20], static element => Assert.Equal(0, element));
        var workspace = Network.CreateWorkspace(2);
        new float[] { 3, 3, 1, 0, 3, 2, 2, 1 }.CopyTo(workspace.Inputs);
        Network.Forward(workspace);
        workspace.OutputGradients.Fill(1);
        Network.Gradients.Fill(float.NaN);
        Network.Backward(workspace, Network.Gradients);

        var gradient = new TensorView(Network.Gradients, Network.Description.Parameter("letters.weight"));
        var head = new TensorView(Network.Parameters, Network.Description.Parameter("head.weight"));
        int[] uses = [1, 2, 2, 0, 0, 0, 0];
        for (var row = 0; row < 7; row++)
        {
            for (var column = 0; column < 5; column++)
                Assert.Equal(uses[row] * (head[0, column] + head[1, column]), gradient[row, column], 1e-5f);
        }
    }

    [Fact]
    public void The_largest_element_is_found_the_first_of_equal_ones_and_never_a_place_that_is_not_there()
    {
        var network = new LoadedProject(BodyNetworks.Source("[Forward] (Tensor, Tensor) F([Shape(2, 3)] Tensor x) => (ArgMax(x) + 0, ArgMax(x, 0) + 0 * Sum(x, 0));")).Network();
        var workspace = network.CreateWorkspace(2);
        new float[] { 1, 5, 5, -2, -9, -2, float.NegativeInfinity, float.NegativeInfinity, 0, 3, 3, 3 }.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        Assert.Equal([1, 0, 2, 0], workspace.Output(0).ToArray());
        Assert.Equal([0, 0, 0], workspace.Output(1)[..3].ToArray());
        workspace.Inputs.Fill(float.NaN);
        network.Forward(workspace);
        Assert.All(workspace.Output(0).ToArray(), static place => Assert.True(!(place < 0) && !(place > 2)));
    }

    private static float[] Values(string parameter) => new TensorView(Network.Parameters, Network.Description.Parameter(parameter)).ToArray();
}
