using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Diagnoses;

/// <summary>The numbers of a diagnosis, and that it changes nothing.</summary>
public class DiagnosisTests
{
    [Fact]
    public void It_looks_before_and_after_the_first_step_and_every_so_many_steps_and_at_the_end()
    {
        var diagnosis = new Diagnosis(everySteps: 10);
        new Trainer(new DeepNetwork([2, 8, 2], Activation.Tanh), new CrossEntropyLoss(), new SGD(0.1)) { BatchSize = 32, Callbacks = [diagnosis] }.Fit(Samples.Clouds(256), 3);
        Assert.Equal([0L, 1, 10, 20, 24], diagnosis.Reports.Select(static report => report.Step));
        Assert.Equal([1, 1, 2, 3, 3], diagnosis.Reports.Select(static report => report.Epoch));
        Assert.All(diagnosis.Reports, static report => Assert.Equal(["dense1", "output"], report.Layers.Select(static layer => layer.Layer)));

        // Only a step that was watched has a ratio: neither the start, nor an end that nobody knew of.
        Assert.Equal([false, true, true, true, false], diagnosis.Reports.Select(static report => report.Layers[0].UpdateRatio is not null));
    }

    [Fact]
    public void The_numbers_are_those_of_a_pass_by_hand()
    {
        // As many samples as the probe has: it sees all of them.
        var (samples, network) = (Samples.Clouds(32), new DeepNetwork([2, 11, 2], Activation.Relu, bias: -1.5f));
        var (loss, workspace) = (new CrossEntropyLoss(), network.CreateWorkspace(32));
        samples.Inputs.Span.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        var value = loss.Evaluate(network, workspace, samples.Targets.Span);
        var outputs = workspace.Slot(network.Description.Layers[0].Activations!.Value).ToArray();
        var gradients = new float[network.Gradients.Length];
        network.Backward(workspace, gradients);
        var before = network.Parameters.ToArray();

        var diagnosis = new Diagnosis(everySteps: 1);
        new Trainer(network, loss, new SGD(0.1)) { BatchSize = 32, Callbacks = [diagnosis] }.Fit(samples, 1);
        var (report, layer) = (diagnosis.Reports[0], diagnosis.Reports[0].Layers[0]);
        Assert.Equal(value, report.Loss, 1e-6);
        CheckStatistics(outputs, layer.Activations!.Value);
        CheckStatistics(Of(network, gradients, "dense1"), layer.Gradients!.Value);
        CheckStatistics(Of(network, before, "dense1"), layer.Parameters!.Value);
        CheckStatistics(Of(network, before, "output"), report.Layers[1].Parameters!.Value);
        Assert.Equal(Math.Sqrt(gradients.Sum(static gradient => (double)gradient * gradient)), report.GradientNorm, 1e-5);
        Assert.Null(layer.SaturatedShare);

        var dead = Enumerable.Range(0, 11).Count(unit => Enumerable.Range(0, 32).All(sample => outputs[(sample * 11) + unit] == 0));
        Assert.InRange(dead, 1, 10);
        Assert.Equal(dead / 11.0, layer.DeadShare!.Value, 1e-12);

        var (old, now) = (Of(network, before, "dense1.weight"), Of(network, network.Parameters, "dense1.weight"));
        var ratio = Math.Sqrt(old.Zip(now).Sum(static pair => Math.Pow((double)pair.Second - pair.First, 2)) / old.Sum(static weight => (double)weight * weight));
        Assert.Equal(ratio, diagnosis.Reports[1].Layers[0].UpdateRatio!.Value, 1e-9);
        Assert.True(ratio > 0);
    }

    [Fact]
    public void Saturation_is_counted_at_both_ends()
    {
        var (samples, network) = (Samples.Clouds(32), new DeepNetwork([2, 9, 2], Activation.Tanh, scale: 4));
        var workspace = network.CreateWorkspace(32);
        samples.Inputs.Span.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        var outputs = workspace.Slot(network.Description.Layers[0].Activations!.Value).ToArray();
        var diagnosis = new Diagnosis();
        new Trainer(network, new CrossEntropyLoss(), new SGD(0.1)) { BatchSize = 32, Callbacks = [diagnosis] }.Fit(samples, 1);
        var expected = outputs.Count(static output => Math.Abs(output) > 0.99f) / (double)outputs.Length;
        Assert.InRange(expected, 0.05, 0.95);
        Assert.Equal(expected, diagnosis.Reports[0].Layers[0].SaturatedShare!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_training_takes_the_same_steps_to_the_bit(int every)
    {
        Assert.Equal(Train([]), Train([new Diagnosis(every)]));

        static float[] Train(ITrainingCallback[] callbacks)
        {
            var network = new TwoLayerNetwork(2, 8, 2);
            new Trainer(network, new CrossEntropyLoss(), new Adam()) { BatchSize = 16, Callbacks = callbacks, Workers = 2 }.Fit(Samples.Clouds(100), 3);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void Steps_between_two_diagnoses_allocate_nothing()
    {
        // Step 89 keeps the parameters for the diagnosis after step 90.
        Assert.Equal(0, Allocation.Least(static () => Allocated(20, 88)));
        Assert.NotEqual(0, Allocation.Least(static () => Allocated(88, 99)));

        static long Allocated(int from, int to)
        {
            var marks = new long[100];
            var count = 0;
            new Trainer(new TwoLayerNetwork(2, 8, 2), new CrossEntropyLoss(), new SGD(0.1)) { BatchSize = 8, Callbacks = [new Diagnosis(everySteps: 90)] }
                .Fit(Samples.Clouds(800), 1, onStep: _ => marks[count++] = GC.GetAllocatedBytesForCurrentThread());
            return marks[to] - marks[from];
        }
    }

    [Fact]
    public void A_diagnosis_of_another_network_begins_anew()
    {
        var diagnosis = new Diagnosis();
        foreach (var seed in (ulong[])[1, 2])
        {
            new Trainer(new DeepNetwork([2, 8, 2], Activation.Tanh, seed: seed), new CrossEntropyLoss(), new SGD(0.1)) { Callbacks = [diagnosis] }.Fit(Samples.Clouds(64), 1);
            Assert.Equal([0L, 1, 2], diagnosis.Reports.Select(static report => report.Step));
        }
    }

    [Fact]
    public void Statistics_are_those_of_the_definition()
    {
        var random = new CounterRandom(2);
        foreach (var length in (int[])[1, 2, 7, 8, 9, 511, 512, 513, 2000])
        {
            foreach (var mean in (double[])[0, 1000])
            {
                var values = Enumerable.Range(0, length).Select(_ => (float)(mean + (random.NextInt32(4) == 0 ? 0 : random.NextNormal()))).ToArray();
                var sum = new StatisticsSum();
                sum.Add(values.AsSpan(0, length / 2));
                sum.Add(values.AsSpan(length / 2));
                CheckStatistics(values, sum.Result!.Value, 1e-6);
            }
        }

        Assert.Null(new StatisticsSum().Result);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Padding_is_no_element(int sign)
    {
        // Rows of 3 in 8: what is between them is 0, and is neither the least nor the largest of what is not.
        var buffer = new float[24];
        var parameter = new ParameterInfo("w", "w", [3, 3], new TensorLayout(0, [8, 1]), new Initialization(Initializer.Default, 3, 3));
        var view = new TensorView(buffer, parameter);
        for (var i = 0; i < 9; i++)
            view[i / 3, i % 3] = sign * (i + 5f);
        var sum = new StatisticsSum();
        sum.Add([sign * 4f]);
        sum.Add(buffer, parameter);
        CheckStatistics([sign * 4f, .. view.ToArray()], sum.Result!.Value);
    }

    [Fact]
    public void A_report_prints_its_numbers_and_findings()
    {
        var diagnosis = new Diagnosis(everySteps: 5);
        new Trainer(new DeepNetwork([2, .. Enumerable.Repeat(16, 10), 2], Activation.Sigmoid), new CrossEntropyLoss(), new SGD(0.1)) { Callbacks = [diagnosis] }.Fit(Samples.Clouds(64), 1);
        var lines = diagnosis.Reports[0].ToString().Split('\n');
        Assert.StartsWith("epoch 1, step 0: loss ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("layer ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("dense1 ", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, static line => line.StartsWith("vanishing gradients: the gradients of 'dense1'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_resumed_training_has_the_reports_and_findings_of_one_that_was_not_interrupted()
    {
        using var folder = new Serialization.TemporaryFolder();
        var path = Path.Combine(folder.Path, "checkpoint.safetensors");
        var (whole, first, second) = (new Diagnosis(everySteps: 5), new Diagnosis(everySteps: 5), new Diagnosis(everySteps: 5));
        Create(whole).Fit(Samples.Clouds(64), 6);

        // After step 9: the diagnosis has kept the parameters, and looks after the next step.
        var interrupted = Create(first);
        Assert.Throws<OperationCanceledException>(() => interrupted.Fit(Samples.Clouds(64), 6, onStep: _ =>
        {
            if (interrupted.StepsTrained == 9)
            {
                interrupted.SaveCheckpoint(path);
                throw new OperationCanceledException();
            }
        }));
        var resumed = Create(second);
        resumed.LoadCheckpoint(path);
        resumed.Fit(Samples.Clouds(64), 6);
        Assert.NotEmpty(whole.Findings);
        Assert.Equal(whole.Findings, second.Findings);
        Assert.Equal(whole.Reports.Select(static report => report.ToString()), second.Reports.Select(static report => report.ToString()));
        Assert.Equal(whole.Reports.SelectMany(static report => report.Layers), second.Reports.SelectMany(static report => report.Layers));

        static Trainer Create(Diagnosis diagnosis)
            => new(new DeepNetwork([2, .. Enumerable.Repeat(16, 10), 2], Activation.Sigmoid), new CrossEntropyLoss(), new SGD(0.1)) { BatchSize = 16, Callbacks = [diagnosis] };
    }

    [Fact]
    public void It_takes_at_least_one_step() => Assert.Throws<ArgumentOutOfRangeException>(() => new Diagnosis(0));

    private static float[] Of(DeepNetwork network, ReadOnlySpan<float> buffer, string name)
    {
        var copy = buffer.ToArray();
        return [.. network.Description.Parameters.Where(parameter => parameter.Name == name || parameter.Layer == name).SelectMany(parameter => new TensorView(copy, parameter).ToArray())];
    }

    private static void CheckStatistics(float[] values, TensorStatistics actual, double tolerance = 1e-6)
    {
        var mean = values.Average(static value => (double)value);
        Assert.Equal(values.Length, actual.Count);
        Assert.Equal(mean, actual.Mean, tolerance * (1 + Math.Abs(mean)));
        Assert.Equal(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), actual.Deviation, tolerance);
        Assert.Equal(values.Min(), actual.Minimum, 1e-6);
        Assert.Equal(values.Max(), actual.Maximum, 1e-6);
        Assert.Equal(values.Count(static value => value == 0) / (double)values.Length, actual.ZeroShare, 1e-12);
    }
}
