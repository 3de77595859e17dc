using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>Nothing is allocated by a training step, by the steps of a trainer, or by a prediction.</summary>
public static class AllocationChecks
{
    // A collection in the background, which what came before may have set off, takes away this thread's allocation buffer, and what was
    // left in it counts as allocated. What allocates by itself does so at every attempt.
    private const int Attempts = 6;

    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.Few)
        {
            yield return new Check($"allocation of a prediction: {subject}", () => NothingByPrediction(subject));
            foreach (var (name, create) in Optimizers.All)
                yield return new Check($"allocation of a step with {name}: {subject}", () => NothingByStep(subject, create()));
        }

        yield return new Check("allocation of an epoch: one worker", static () => NothingByEpoch(Catalogue.Named("9-10-128-8")));
    }

    private static void NothingByPrediction(Subject subject)
    {
        var network = subject.Make(1);
        var (inputs, outputs) = (Draw.Normals(300 * network.Description.InputSize, 1), new float[300 * network.Description.OutputSize]);
        ExpectNone(
            "A prediction",
            () =>
            {
                network.Predict(inputs, outputs);
                network.Predict(inputs.AsSpan(0, network.Description.InputSize), outputs.AsSpan(0, network.Description.OutputSize));
            });
    }

    private static void NothingByStep(Subject subject, Optimizer optimizer)
    {
        var network = subject.Make(1);
        var workspace = network.CreateWorkspace(10);
        var (inputs, targets) = (Draw.Normals(10 * network.Description.InputSize, 1), Draw.Normals(10 * network.Description.OutputSize, 2));
        var loss = new MSELoss();
        var batch = 10;
        ExpectNone(
            "A training step",
            () =>
            {
                // Every step has another batch, as the last of an epoch may.
                batch = batch == 1 ? 10 : batch - 1;
                workspace.Batch = batch;
                workspace.Step++;
                // What is added is overwritten again: the step is that of one pass.
                foreach (var accumulate in (ReadOnlySpan<bool>)[true, false])
                {
                    inputs.AsSpan(0, workspace.Inputs.Length).CopyTo(workspace.Inputs);
                    network.Forward(workspace);
                    loss.Evaluate(workspace.Outputs, targets.AsSpan(0, workspace.Outputs.Length), workspace.OutputGradients, batch);
                    network.Backward(workspace, network.Gradients, accumulate);
                }

                optimizer.Step(network.TrainableParameters(), network.Gradients);
            });
    }

    private static void NothingByEpoch(Subject subject)
    {
        const int StepsPerEpoch = 10;
        var network = subject.Make(1);
        var trainer = new Trainer(network, new MSELoss(), new Adam()) { BatchSize = 10, Metrics = [new MeanAbsoluteError()] };
        var allocated = new long[Attempts * StepsPerEpoch];
        var count = 0;
        trainer.Fit(Draw.Samples(network, 97, 3), epochs: Attempts, onStep: _ => allocated[count++] = GC.GetAllocatedBytesForCurrentThread());
        Expect.True(count == allocated.Length, $"{count} steps were taken.");

        // From the first step of an epoch to its last; between epochs there is a report.
        var least = allocated.Chunk(StepsPerEpoch).Min(static epoch => epoch[^1] - epoch[0]);
        Expect.True(least == 0, $"The steps of an epoch allocate {least} bytes.");
    }

    /// <summary>That an action allocates nothing on this thread, once it has run before.</summary>
    private static void ExpectNone(string what, Action action)
    {
        const int Rounds = 5;
        action();
        action();
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++)
                action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Expect.True(least == 0, $"{what} allocates: {least} bytes in {Rounds} rounds.");
    }
}
