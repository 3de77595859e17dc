using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Objectives that networks have themselves: their values, their gradients, and training with them.</summary>
public sealed class ObjectiveTests
{
    private const string TwoHeads = """
        [Dense(6, Activation.Tanh)] private partial Tensor Trunk(Tensor x);
        [Dense(2)] private partial Tensor Place(Tensor x);
        [Dense(3)] private partial Tensor Kind(Tensor x);
        [Forward] (Tensor place, Tensor kind) F([Shape(4)] Tensor x) { var h = Trunk(x); return (Place(h), Kind(h)); }
        [Objective] private Tensor Loss(Tensor where, Tensor what, [Shape(2)] Tensor place, [Shape(3)] Tensor kind)
        {
            var error = where - place;
            return 0.3 * Sum(error * error) - 0.7f * Sum(kind * LogSoftmax(what));
        }
        """;

    private const string AutoEncoder = """
        [Dense(5, Activation.Tanh)] private partial Tensor Encoder(Tensor x);
        [Dense(2)] private partial Tensor Mean(Tensor x);
        [Dense(2)] private partial Tensor Spread(Tensor x);
        [Dense(5, Activation.Tanh)] private partial Tensor Decoder(Tensor z);
        [Dense(4)] private partial Tensor Head(Tensor z);
        [Forward] (Tensor reconstruction, Tensor mean, Tensor logVariance) F([Shape(4)] Tensor x)
        {
            var h = Encoder(x);
            var (mean, logVariance) = (Mean(h), Spread(h));
            var z = WhenTraining(mean + Exp(0.5 * logVariance) * RandomNormal(2), mean);
            return (Head(Decoder(z)), mean, logVariance);
        }
        [Objective] private Tensor NegativeLowerBound(Tensor reconstruction, Tensor mean, Tensor logVariance, Tensor x)
        {
            var error = reconstruction - x;
            var divergence = -0.5 * Sum(1 + logVariance - mean * mean - Exp(logVariance));
            return Sum(error * error) + divergence;
        }
        """;

    private static readonly Dictionary<string, string> Networks = new()
    {
        ["two heads with weights"] = TwoHeads,
        ["a variational auto-encoder"] = AutoEncoder,
        ["noise in the objective"] = """
            [Dense(3)] private partial Tensor Mix(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) => Mix(x);
            [Objective] private Tensor Loss(Tensor y, [Shape(3)] Tensor target) { var e = y + 0.1 * RandomNormal(3) - target * RandomUniform(3); return e * e; }
            """,
        ["weights that are learnt, and a layer of the objective's own"] = """
            [Dense(3, Activation.Tanh)] private partial Tensor Mix(Tensor x);
            [Dense(2)] private partial Tensor Critic(Tensor x);
            [Parameter(1)] private partial Tensor Uncertainty();
            [Forward] Tensor F([Shape(4)] Tensor x) => Mix(x);
            [Objective] private Tensor Loss(Tensor y, Tensor x, [Shape(3)] Tensor target)
            {
                var error = y - target;
                return Exp(-Uncertainty()) * Mean(error * error) + Uncertainty() + 0.1 * Sum(Tanh(Critic(Concatenate(x, y))));
            }
            """,
        ["a weight that decays in the objective alone"] = """
            [Parameter(4, 20)] private partial Tensor Weight();
            [Forward] Tensor F([Shape(4)] Tensor x) => Tanh(MatMul(x, Weight()));
            [Objective] private Tensor Loss(Tensor y, [Shape(20)] Tensor target) => Mean(Abs(y - target)) + 0.01 * Sum(Weight() * Weight());
            """,
        ["dropout"] = """
            [Dense(8, Activation.Tanh)] private partial Tensor Hidden(Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) { var h = Hidden(x); return Head(WhenTraining(Where(RandomUniform(8) < 0.25, 0, h / 0.75), h)); }
            [Objective] private static Tensor Loss(Tensor y, [Shape(2)] Tensor target) => Map(y, target, Pinball);
            [Differentiable] private static float Pinball(float y, float target) => y < target ? 0.9f * (target - y) : 0.1f * (y - target);
            """,
        ["several inputs"] = """
            [Dense(3, Activation.Tanh)] private partial Tensor Encode(Tensor x);
            [Forward] (Tensor, Tensor) F([Shape(4)] Tensor left, [Shape(4)] Tensor right) => (Encode(left), Encode(right));
            [Objective] private Tensor Triplet(Tensor a, Tensor b, Tensor left, Tensor right, [Shape(1)] Tensor same)
            {
                var distance = Sum((a - b) * (a - b), [0], true);
                return Where(same > 0, distance, Relu(1.5 - distance)) + 0.1 * Mean((left - right) * (left + right), [0], true);
            }
            """,
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_central_differences_of_the_objective(string name) => new RunningObjective(Networks[name]).AssertParameterGradients();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_stage_of_the_compiler_is_legal(string name) => Stages.Of(BodyNetworks.Lower(Networks[name]));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_value_is_that_of_the_graph(string name)
    {
        var graph = BodyNetworks.Lower(Networks[name]);
        var running = new RunningObjective(Networks[name]);

        running.AssertValue(graph, isPrediction: false);
        running.AssertValue(graph, isPrediction: true);
    }

    [Fact]
    public void Two_heads_have_the_objective_that_loops_compute()
    {
        var network = new LoadedProject(BodyNetworks.Source(TwoHeads)).Network();
        var workspace = RunningObjective.Fill(network, 5);

        network.Forward(workspace);

        var sum = 0.0;
        for (var sample = 0; sample < 5; sample++)
        {
            for (var i = 0; i < 2; i++)
                sum += 0.3 * Math.Pow(workspace.Output(0)[(2 * sample) + i] - workspace.Target(0)[(2 * sample) + i], 2);
            var logits = workspace.Output(1).Slice(3 * sample, 3).ToArray();
            var logarithm = Math.Log(logits.Sum(static logit => Math.Exp(logit)));
            for (var i = 0; i < 3; i++)
                sum -= 0.7 * workspace.Target(1)[(3 * sample) + i] * (logits[i] - logarithm);
        }

        Assert.Equal(sum / 5, workspace.Objective, 1e-5);
        Assert.Equal(workspace.Objective, ((IObjectiveNetwork)network).Evaluate(workspace), 1e-6);
    }

    [Fact]
    public void Several_values_of_a_sample_count_one_by_one_and_a_stack_may_have_an_objective()
    {
        var network = (IObjectiveNetwork)new LoadedProject("""
            [Network, Input(4), Dense(6, Activation.Relu), Dense(3)]
            public sealed partial class Net
            {
                [Objective] private static Tensor SquaredError(Tensor prediction, [Shape(3)] Tensor target) => (prediction - target) * (prediction - target);
            }
            """).Network();
        var plain = new LoadedProject("[Network, Input(4), Dense(6, Activation.Relu), Dense(3)] public sealed partial class Net;").Network();
        network.Parameters.CopyTo(plain.Parameters);
        var (own, other) = (RunningObjective.Fill(network, 7), plain.CreateWorkspace(7));
        own.Inputs.CopyTo(other.Inputs);

        network.Forward(own);
        network.Backward(own, network.Gradients);
        plain.Forward(other);
        var loss = new MSELoss().Evaluate(other.Outputs, own.Target(0), other.OutputGradients, 7);
        plain.Backward(other, plain.Gradients);

        Assert.Equal(loss, own.Objective, 1e-5);
        Assert.Equal(other.Outputs.ToArray(), own.Outputs.ToArray());
        for (var place = 0; place < network.Gradients.Length; place++)
            Assert.Equal(plain.Gradients[place], network.Gradients[place], 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Training_decreases_the_objective(int workers)
    {
        var network = (IObjectiveNetwork)new LoadedProject(BodyNetworks.Source(AutoEncoder)).Network();
        var random = new CounterRandom(3);
        // On a line, so that one number says where.
        var inputs = Enumerable.Range(0, 200).Select(_ => (float)random.NextNormal()).SelectMany(static t => new[] { t, -t, 2 * t, 0.5f * t }).ToArray();
        var data = new Dataset(inputs, 4);
        var trainer = new Trainer(network, new Adam(0.01f)) { BatchSize = 20, Workers = workers };

        var first = trainer.Evaluate(data).Loss;
        var history = trainer.Fit(data, 40, validation: data.Slice(0, 50));
        var last = trainer.Evaluate(data).Loss;

        Assert.True(last < 0.6 * first, $"from {first} to {last}");
        Assert.True(history.Epochs[^1].TrainLoss < 0.8 * history.Epochs[0].TrainLoss);
        Assert.Equal(trainer.Evaluate(data.Slice(0, 50)).Loss, history.Epochs[^1].ValidationLoss!.Value, 1e-9);
    }

    [Fact]
    public void Training_with_noise_in_the_objective_does_not_depend_on_the_number_of_workers()
    {
        var project = new LoadedProject(BodyNetworks.Source(AutoEncoder));
        var random = new CounterRandom(3);
        var data = new Dataset(Enumerable.Range(0, 92).Select(_ => (float)random.NextNormal()).ToArray(), 4);
        var (one, three) = (Train(1), Train(3));

        Assert.Equal(one.Loss, three.Loss, 1e-4);
        for (var place = 0; place < one.Parameters.Length; place++)
            Assert.Equal(one.Parameters[place], three.Parameters[place], 1e-4);

        (double Loss, float[] Parameters) Train(int workers)
        {
            var network = (IObjectiveNetwork)project.Network();
            var trainer = new Trainer(network, new SGD(0.01f)) { BatchSize = 10, Workers = workers };
            trainer.Fit(data, 2);
            return (trainer.Evaluate(data).Loss, network.Parameters.ToArray());
        }
    }

    [Fact]
    public void A_step_and_an_evaluation_allocate_nothing()
    {
        var network = (IObjectiveNetwork)new LoadedProject(BodyNetworks.Source(TwoHeads)).Network();
        var workspace = RunningObjective.Fill(network, 8);

        Assert.Equal(0, Allocation.Of(Step));

        void Step()
        {
            network.Forward(workspace);
            network.Backward(workspace, network.Gradients);
            network.Evaluate(workspace);
        }
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        var network = (IObjectiveNetwork)new LoadedProject(BodyNetworks.Source(TwoHeads)).Network();
        var trainer = new Trainer(network, new Adam());

        Assert.Contains("objective of its own", Assert.Throws<ArgumentException>(() => new Trainer(network, new MSELoss(), new Adam())).Message, StringComparison.Ordinal);
        Assert.Contains("expects targets of 5 floats", Assert.Throws<ArgumentException>(() => trainer.Evaluate(new Dataset(new float[8], new float[4], 4, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("no gradients of outputs", Assert.Throws<InvalidOperationException>(() => network.CreateWorkspace(1).OutputGradient(0).Length).Message, StringComparison.Ordinal);
        Assert.Equal(["place", "kind"], network.Description.Targets.Select(static target => target.Name));
    }

    [Fact]
    public void A_prediction_has_nothing_of_the_objective()
    {
        var project = new LoadedProject(BodyNetworks.Source(Networks["weights that are learnt, and a layer of the objective's own"]));

        var prediction = project.Files["Net.Forward.g.cs"].Split("public void Predict")[1].Split("private static partial class Kernels")[0];
        Assert.DoesNotContain("critic", prediction, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("target", prediction, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_network_that_is_a_layer_leaves_its_objective_behind()
    {
        var graph = BodyNetworks.Lower(
            "[Nested(typeof(Trunk))] private partial Tensor Trunk(Tensor x); [Dense(1)] private partial Tensor Head(Tensor x); [Forward] Tensor F([Shape(4)] Tensor x) => Head(Trunk(x));",
            "[Network, Input(4), Dense(3)] public sealed partial class Trunk { [Objective] private static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y - target; }");

        Assert.Null(graph.Objective);
    }
}
