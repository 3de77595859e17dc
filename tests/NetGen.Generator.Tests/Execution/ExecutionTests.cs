using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Execution;

/// <summary>
/// The emitted code of graphs that no stack makes, run and compared with the primitives' definitions: outputs, and every parameter's
/// gradient against central differences.
/// </summary>
public sealed class ExecutionTests
{
    private const double Tolerance = 1e-4;

    // Of each parameter; all of them would take the naive reference minutes.
    private const int CheckedElements = 12;

    // One project for all of them: most of the time of a small one goes into what projects have in common.
    private static readonly Dictionary<CodeForm, Lazy<IReadOnlyDictionary<string, INetwork>>> Networks = new()
    {
        [CodeForm.Fast] = new(static () => Compile(CodeForm.Fast)),
        [CodeForm.Readable] = new(static () => Compile(CodeForm.Readable)),
    };

    public static TheoryData<string> Names => [.. Executed];

    private static IEnumerable<string> Executed => TestTier.OneIn(2, Graphs.All.Keys);

    [Fact]
    public void Convolutions_of_many_channels_are_run_from_packed_samples_both_ways_or_with_channels_as_vectors()
    {
        var all = new List<OuterProductPlan>();
        foreach (var name in Graphs.All.Keys.Where(static name => name.Contains("many channels", StringComparison.Ordinal)))
        {
            var kernels = Stages.Of(Graphs.All[name]()).Program.Training.Kernels;
            var schedules = kernels.Select(static kernel => (kernel.Schedule as NestSchedule)?.Plan).OfType<OuterProductPlan>().ToArray();

            Assert.True(schedules.Any(static schedule => schedule.Accumulates), name);
            all.AddRange(schedules);
        }

        Assert.Contains(all, static schedule => schedule is { Packing: not null, Accumulates: false });
        Assert.Contains(all, static schedule => schedule is { Unpackings.Count: > 0 });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Emitted_code_computes_what_the_graph_says(string name)
    {
        foreach (var form in new[] { CodeForm.Fast, CodeForm.Readable })
        {
            foreach (var batch in new[] { 1, 7 })
                Compare(Graphs.All[name](), Networks[form].Value[name], batch);
        }
    }

    private static Dictionary<string, INetwork> Compile(CodeForm form)
        => Executed.Zip(CompiledGraph.Compile([.. Executed.Select(static name => Graphs.All[name]())], form)).ToDictionary(static pair => pair.First, static pair => pair.Second);

    /// <summary>Forward, backward and prediction of one batch, against the reference. Returns the largest error, relative to the largest element of its tensor.</summary>
    internal static double Compare(NetworkGraph graph, INetwork network, int batch)
    {
        var random = new CounterRandom((ulong)batch);
        var workspace = network.CreateWorkspace(batch + 2);
        workspace.Batch = batch;
        var tensors = network.Description.Inputs;
        for (var input = 0; input < tensors.Count; input++)
        {
            foreach (ref var element in workspace.Input(input))
                element = tensors[input].Longest is { } longest ? 1 + (int)((ulong)(1e6 * Math.Abs(random.NextNormal())) % (ulong)longest) : (float)random.NextNormal();
        }

        var seeds = new double[workspace.OutputGradients.Length];
        for (var place = 0; place < seeds.Length; place++)
            seeds[place] = workspace.OutputGradients[place] = (float)random.NextNormal();
        double[][] inputs = [.. tensors.Select((_, input) => Array.ConvertAll(workspace.Input(input).ToArray(), static value => (double)value))];
        float[] rows = [.. Enumerable.Range(0, batch).SelectMany(sample => inputs.SelectMany((values, input) => values.Skip(sample * tensors[input].Size).Take(tensors[input].Size))).Select(static value => (float)value)];
        var parameters = network.Description.Parameters
            .Select(parameter => new TensorView(network.Parameters, parameter).ToArray().Select(static value => (double)value).ToArray()).ToArray();

        (workspace.Seed, workspace.Step, workspace.FirstSample) = (3, 4, 5);
        double[] Outputs(bool isPrediction = false)
            => new GraphReference(graph, batch, inputs, parameters) { Noise = new(3, 4, 5), IsPrediction = isPrediction }[graph.Outputs[0]];
        double Objective() => Outputs().Zip(seeds, static (y, seed) => y * seed).Sum();

        network.Forward(workspace);
        var expected = Outputs();
        var largest = AssertClose(expected, workspace.Outputs, "outputs");
        var predicted = new float[expected.Length];
        network.Predict(rows, predicted);
        AssertClose(Outputs(isPrediction: true), predicted, "prediction");

        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        for (var index = 0; index < parameters.Length; index++)
        {
            var gradient = new TensorView(network.Gradients, network.Description.Parameters[index]).ToArray();
            var places = Enumerable.Range(0, gradient.Length).ToArray();
            random.Shuffle<int>(places);
            places = places[..Math.Min(places.Length, CheckedElements)];
            var differences = places.Select(place =>
            {
                const double Step = 1e-5;
                var value = parameters[index][place];
                parameters[index][place] = value + Step;
                var above = Objective();
                parameters[index][place] = value - Step;
                var below = Objective();
                parameters[index][place] = value;
                return (above - below) / (2 * Step);
            }).ToArray();
            largest = Math.Max(largest, AssertClose(differences, [.. places.Select(place => gradient[place])], network.Description.Parameters[index].Name));
        }

        // Whatever is written behind a parameter's last column is zero.
        var named = network.Description.Parameters.Sum(parameter => new TensorView(network.Gradients, parameter).ToArray().Count(IsSomething));
        Assert.Equal(named, network.Gradients.ToArray().Count(IsSomething));
        return Math.Max(largest, Accumulated(network, workspace));

        static bool IsSomething(float gradient) => gradient != 0 && !float.IsNaN(gradient);
    }

    /// <summary>A second pass that adds to the gradients of the first, which are there: each is twice as large then.</summary>
    private static double Accumulated(INetwork network, Workspace workspace)
    {
        double[][] once = [.. Gradients()];
        network.Forward(workspace);
        network.Backward(workspace, network.Gradients, accumulate: true);
        return once.Zip(Gradients(), static (one, two) =>
            AssertClose([.. one.Select(static gradient => 2 * gradient)], [.. two.Select(static gradient => (float)gradient)], "accumulated gradients")).DefaultIfEmpty().Max();

        IEnumerable<double[]> Gradients() => network.Description.Parameters.Where(static parameter => !parameter.IsFrozen)
            .Select(parameter => Array.ConvertAll(new TensorView(network.Gradients, parameter).ToArray(), static gradient => (double)gradient));
    }

    private static double AssertClose(double[] expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        // Relative to the tensor's largest element: one that cancels to nearly nothing has no relative accuracy of its own.
        var scale = expected.Max(static value => Math.Abs(value)) + 1e-2;
        var largest = 0.0;
        for (var place = 0; place < expected.Length; place++)
        {
            var error = Math.Abs(expected[place] - actual[place]) / scale;
            largest = Math.Max(largest, error);
            Assert.True(error <= Tolerance, $"{what}[{place}] is {actual[place]}, expected {expected[place]}: error {error:E1}");
        }

        return largest;
    }
}
