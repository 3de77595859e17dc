using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>
/// The state of sequences as a value: windows that go on with it are the whole sequence; a training that carries it is PyTorch's with detached states, is a loop by hand, and goes on
/// from a checkpoint with the same bits; what does not belong to a state is refused.
/// </summary>
public static class StateChecks
{
    private const double Tolerance = 1e-5;

    public static IEnumerable<Check> All() =>
    [
#if COMPLETE_TESTS
        new("state: windows are the whole sequence, LSTM", static () => Windows(new States.CarriedLstm(3), new States.LongLstm(3), 4)),
#endif
        new("state: windows are the whole sequence, a recurrence that begins with trained values", static () => Windows(new States.Reader(3), new States.LongReader(3), 3)),
        new("state: the states after a window are those that PyTorch carries, LSTM", static () => Carried(new States.CarriedLstm(1), "lstm", ["memory.l1.h", "memory.l1.c"])),
        new("state: the states after a window are those that PyTorch carries, GRU", static () => Carried(new States.CarriedGru(1), "gru", ["memory.h"])),
        new("state: the states after a window are those that PyTorch carries, RNN", static () => Carried(new States.CarriedRnn(1), "rnn", ["memory.l1.h"])),
        new("state: steps and windows share it", StepsAndWindows),
        new("state: what does not belong to it is refused", Refusals),
        new("state: nothing is allocated", Allocations),
        .. from workers in (int[])[1, 2]
           from isObjective in (bool[])[false, true]
           select new Check($"state: a trainer that carries it is a loop by hand, {(isObjective ? "an objective" : "a loss")}, {workers} workers", () => ByHand(workers, isObjective)),
        new("state: a training that carries it is resumed with the same bits", Resumed),
        new("state: a validation carries a state of its own", Validation),
    ];

    private static float[] Draw(int count, int seed)
    {
        var random = new CounterRandom((ulong)seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    // Of a network over windows and one over some of them.
    private static void Windows(INetwork network, INetwork whole, int windows)
    {
        const int Batch = 29;
        foreach (var parameter in network.Description.Parameters)
        {
            var values = Draw(parameter.Count, parameter.Name.Length);
            new TensorView(network.Parameters, parameter).CopyFrom(values);
            new TensorView(whole.Parameters, whole.Description.Parameter(parameter.Name)).CopyFrom(values);
        }

        var (inputSize, outputSize) = (network.Description.InputSize, network.Description.OutputSize);
        var inputs = Draw(Batch * windows * inputSize, 1);
        if (network.Description.Inputs[0].Vocabulary is { } vocabulary)
            inputs = Array.ConvertAll(inputs, value => MathF.Floor((value + 1) / 2 * vocabulary));
        var expected = new float[Batch * windows * outputSize];
        whole.Predict(inputs, expected);
        var (state, trained, predictor) = (network.CreateState(Batch), network.CreateState(Batch), network.CreatePredictor());
        var workspace = network.CreateWorkspace(Batch);
        workspace.State = trained;
        Pass.Poison(workspace);
        foreach (var isByPredictor in (bool[])[false, true])
        {
            state.Reset();
            for (var window = 0; window < windows; window++)
            {
                var (own, outputs) = (new float[Batch * inputSize], new float[Batch * outputSize]);
                for (var sequence = 0; sequence < Batch; sequence++)
                    inputs.AsSpan(((sequence * windows) + window) * inputSize, inputSize).CopyTo(own.AsSpan(sequence * inputSize));
                if (isByPredictor)
                    predictor.Predict(own, state, outputs);
                else
                    network.Predict(own, state, outputs);
                if (!isByPredictor)
                {
                    own.CopyTo(workspace.Inputs);
                    network.Forward(workspace);
                    Expect.Close("state, windows", workspace.Outputs, Array.ConvertAll(outputs, static value => (double)value), Tolerance, 0, $"A training pass of window {window}");
                }

                for (var sequence = 0; sequence < Batch; sequence++)
                {
                    var there = Array.ConvertAll(expected.AsSpan(((sequence * windows) + window) * outputSize, outputSize).ToArray(), static value => (double)value);
                    Expect.Close("state, windows", outputs.AsSpan(sequence * outputSize, outputSize), there, Tolerance, 0, $"Window {window} of sequence {sequence}");
                }

                Expect.True(state.Position == (window + 1) * network.Description.InputShape[0], $"The position is {state.Position} after window {window}.");
            }
        }

        // Without a state, a window is the first one.
        var first = new float[Batch * outputSize];
        var alone = new float[Batch * inputSize];
        for (var sequence = 0; sequence < Batch; sequence++)
            inputs.AsSpan(sequence * windows * inputSize, inputSize).CopyTo(alone.AsSpan(sequence * inputSize));
        network.Predict(alone, first);
        for (var sequence = 0; sequence < Batch; sequence++)
            Expect.Close("state, windows", first.AsSpan(sequence * outputSize, outputSize), Array.ConvertAll(expected.AsSpan(sequence * windows * outputSize, outputSize).ToArray(), static value => (double)value), Tolerance, 0, "Without a state");
        workspace.State = null;
        alone.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        Expect.Close("state, windows", workspace.Outputs, Array.ConvertAll(first, static value => (double)value), Tolerance, 0, "A pass without a state");
    }

    // The recording resets sequence 1 before batch 3.
    private static void Carried(INetwork network, string name, string[] states)
    {
        var fixture = Fixture.Read("carried.safetensors");
        foreach (var parameter in network.Description.Parameters)
            new TensorView(network.Parameters, parameter).CopyFrom(fixture.Floats($"{name}/{parameter.Name}"));
        var (inputs, targets, losses) = (fixture.Floats($"{name}/inputs"), fixture.Floats($"{name}/targets"), fixture.Doubles($"{name}/losses"));
        var batch = inputs.Length / losses.Length / network.Description.InputSize;
        var data = new Streams(network.Description, inputs, targets, batch, static (sequence, window) => sequence == 1 && window == 3);
        var trainer = new Trainer(network, new MSELoss(), new SGD(0.1, momentum: 0.9)) { BatchSize = batch, CarryState = true };
        var steps = new List<double>();
        trainer.Fit(data, 1, onStep: step => steps.Add(step.Loss));
        Expect.Close("state, PyTorch", [.. steps], losses, Tolerance, 0, $"Losses of {name}");
        foreach (var parameter in network.Description.Parameters)
            fixture.ExpectClose("state, PyTorch", new TensorView(network.Parameters, parameter).ToArray(), $"{name}/{parameter.Name} after", Tolerance, parameter.Name);

        // PyTorch has [layers × batch × hidden]; the last layer's states are compared.
        for (var i = 0; i < states.Length; i++)
        {
            var index = network.Description.States.Index().First(state => state.Item.Name == states[i]).Index;
            var expected = fixture.Doubles($"{name}/{"hc"[i]} after");
            var own = trainer.State![index];
            Expect.Close("state, PyTorch", own, expected.AsSpan(^own.Length..), Tolerance, 0, states[i]);
        }
    }

    private static void StepsAndWindows()
    {
        var network = new States.CarriedLstm(5);
        var (state, copy) = (network.CreateState(2), network.CreateState(2));
        var window = Draw(2 * 15, 2);
        var (outputs, step) = (new float[2 * 10], new float[2 * 2]);
        network.Predict(window, state, outputs);
        copy.CopyFrom(state);
        var next = Draw(2 * 15, 3);
        network.Predict(next, state, outputs);
        for (var t = 0; t < 5; t++)
        {
            float[] element = [.. next.AsSpan(t * 3, 3), .. next.AsSpan(15 + (t * 3), 3)];
            network.PredictNext(element, copy, step);
            for (var sequence = 0; sequence < 2; sequence++)
                Expect.SameBits(outputs.AsSpan((sequence * 10) + (t * 2), 2), step.AsSpan(sequence * 2, 2), $"Step {t} of sequence {sequence}");
        }

        Expect.True((state.Position, copy.Position, state.Length) == (10, 10, int.MaxValue), $"Positions are {state.Position} and {copy.Position}.");
        copy.Reset(1);
        Expect.True((copy.PositionOf(0), copy.PositionOf(1), copy.Position) == (10, 0, 10), "One sequence begins anew.");
        Expect.True(copy[0][..6].IndexOfAnyExcept(0f) >= 0 && copy[0][6..].IndexOfAnyExcept(0f) < 0, "Its state is zeros, and the other one is not.");
    }

    private static void Refusals()
    {
        var (network, other) = (new States.CarriedLstm(1), new States.CarriedGru(1));
        var state = network.CreateState(3);
        var (inputs, outputs) = (new float[2 * 15], new float[2 * 10]);
        Expect.Throws<ArgumentException>(() => network.Predict(inputs, state, outputs), "The state is of 3 sequences of CarriedLstm, and there are 2 samples", "CreateState(2)");
        Expect.Throws<ArgumentException>(() => network.Predict(inputs, other.CreateState(2), outputs), "The state was made by CarriedGru, and not by CarriedLstm");
        var workspace = network.CreateWorkspace(4);
        workspace.State = state;
        Expect.Throws<ArgumentException>(() => network.Forward(workspace), "The state is of 3 sequences of CarriedLstm, and the batch has 4 samples");
        workspace.State = other.CreateState(4);
        Expect.Throws<ArgumentException>(() => network.Forward(workspace), "The state was made by CarriedGru, and not by CarriedLstm");
        INetwork without = new Recurrences.Lstm1(1);
        Expect.Throws<InvalidOperationException>(() => without.CreateWorkspace(2).State = state, "carries no state", "[Network(State = true)]");
        Expect.Throws<NotSupportedException>(() => without.CreateState(), "Lstm1 carries no state");
        Expect.Throws<NotSupportedException>(() => without.Predict(inputs, state, outputs), "Lstm1 carries no state");
        Expect.Throws<ArgumentException>(() => ((INetwork)new States.Objective(1)).Predict(inputs, state, outputs), "12 floats for each sample", "30 floats are not a whole number");
        var careless = new Trainer(without, new MSELoss(), new Adam()) { BatchSize = 2, CarryState = true };
        Expect.Throws<InvalidOperationException>(() => careless.Step(new float[2 * 40], new float[2 * 56]), "Lstm1 carries no state");
        Expect.Throws<InvalidOperationException>(() => careless.Fit(new Streams(without.Description, new float[2 * 40], new float[2 * 56], 2), 1), "Lstm1 carries no state");
        Expect.Throws<ArgumentOutOfRangeException>(() => network.CreateState(0));
        Expect.Throws<ArgumentOutOfRangeException>(() => state.Reset(3), "There are 3 sequences");
        Expect.Throws<ArgumentException>(() => state.CopyFrom(network.CreateState(2)), "3 sequences", "2 of");

        var trainer = new Trainer(network, new MSELoss(), new Adam()) { BatchSize = 2, CarryState = true };
        Expect.Throws<ArgumentException>(() => trainer.Step(new float[15], new float[10]), "the same 2 sequences", "there are 1 samples");
        Expect.Throws<ArgumentException>(() => trainer.Fit(new Dataset(inputs, outputs, 15, 10), 1), "'train' do not say how they go on");
        Expect.Throws<ArgumentException>(() => trainer.Fit(new Streams(network.Description, new float[90], new float[60], 3), 1), "'train' hands out 3 sequences side by side, and a batch has 2 samples", "set BatchSize to 3");
    }

    private static void Allocations()
    {
        var network = new States.CarriedLstm(1);
        var state = network.CreateState(3);
        var (inputs, outputs, targets) = (Draw(3 * 15, 1), new float[3 * 10], Draw(3 * 10, 2));
        var trainer = new Trainer(network, new MSELoss(), new Adam()) { BatchSize = 3, CarryState = true };
        var predictor = network.CreatePredictor();
        void Run()
        {
            network.Predict(inputs, state, outputs);
            network.Predict(inputs, outputs);
            predictor.Predict(inputs, state, outputs);
            trainer.Step(inputs, targets);
        }

        Run();
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Expect.True(allocated == 0, $"{allocated} bytes are allocated.");
    }

    private static void ByHand(int workers, bool isObjective)
    {
        const int Batch = 5;
        const int WindowCount = 4;
        INetwork network = isObjective ? new States.Objective(7) : new States.CarriedGru(7);
        INetwork byHand = isObjective ? new States.Objective(7) : new States.CarriedGru(7);
        var inputSize = network.Description.Inputs.Sum(static input => input.Size);
        var targetSize = isObjective ? 4 : network.Description.OutputSize;
        var (inputs, targets) = (Draw(WindowCount * Batch * inputSize, 4), Draw(WindowCount * Batch * targetSize, 5));
        bool Begins(int sequence, int window) => (sequence, window) is (2, 1) or (0, 3);
        var data = new Streams(network.Description, inputs, targets, Batch, Begins, inputSize);
        var trainer = isObjective ? new Trainer((IObjectiveNetwork)network, new SGD(0.1)) : new Trainer(network, new MSELoss(), new SGD(0.1));
        trainer.BatchSize = Batch;
        trainer.CarryState = true;
        trainer.Workers = workers;
        trainer.Fit(data, 2);

        // The same by hand: one workspace for each shard, as the trainer divides a batch.
        var optimizer = new SGD(0.1);
        var state = byHand.CreateState(Batch);
        var workspace = byHand.CreateWorkspace(Batch);
        workspace.State = state;
        for (var window = 0; window < 2 * WindowCount; window++)
        {
            var number = window % WindowCount;
            for (var sequence = 0; sequence < Batch; sequence++)
            {
                if (number == 0 || Begins(sequence, number))
                    state.Reset(sequence);
                var row = inputs.AsSpan(((number * Batch) + sequence) * inputSize, inputSize);
                var input = row[..workspace.Input(0)[..(workspace.Input(0).Length / Batch)].Length];
                input.CopyTo(workspace.Input(0)[(sequence * input.Length)..]);
                if (isObjective)
                {
                    row[8..].CopyTo(workspace.Input(1)[(sequence * 4)..]);
                    targets.AsSpan(((number * Batch) + sequence) * 4, 4).CopyTo(workspace.Target(0)[(sequence * 4)..]);
                }
            }

            byHand.Forward(workspace);
            if (!isObjective)
                new MSELoss().Evaluate(byHand, workspace, targets.AsSpan(number * Batch * targetSize, Batch * targetSize));
            byHand.Backward(workspace, byHand.Gradients);
            optimizer.Step(byHand.Parameters, byHand.Gradients);
        }

        if (workers == 1)
            Expect.SameBits(byHand.Parameters, network.Parameters, "Parameters");
        else
            Expect.Close("state, workers", network.Parameters, Array.ConvertAll(byHand.Parameters.ToArray(), static value => (double)value), Tolerance, 0, "Parameters");
        for (var i = 0; i < network.Description.States.Count; i++)
            Expect.Close("state, workers", trainer.State![i], Array.ConvertAll(state[i].ToArray(), static value => (double)value), workers == 1 ? 0 : Tolerance, 0, "State");
    }

    private static void Resumed()
    {
        var folder = Directory.CreateTempSubdirectory("netgen-state-").FullName;
        try
        {
            var tokens = Array.ConvertAll(Draw(200, 6), static value => (int)((value + 1) * 3.4f));
            Trainer Make() => new(new States.Reader(2), new CrossEntropyLoss(), new Adam(0.01)) { BatchSize = 6, CarryState = true, ClipNorm = 1 };
            var windows = new TokenWindows(tokens, 4) { Streams = 6 };
            var trainer = Make();
            trainer.Fit(windows, 2, onStep: _ => trainer.SaveCheckpoint(Path.Combine(folder, $"{trainer.StepsTrained}")));
            Expect.True(trainer.StepsTrained == 16, $"{trainer.StepsTrained} steps were taken.");
            for (var step = 1; step < 16; step++)
            {
                var resumed = Make();
                resumed.LoadCheckpoint(Path.Combine(folder, $"{step}"));
                resumed.Fit(windows, 2);
                Expect.SameBits(trainer.Network.Parameters, resumed.Network.Parameters, $"Parameters from step {step} on");
                for (var i = 0; i < trainer.Network.Description.States.Count; i++)
                    Expect.SameBits(trainer.State![i], resumed.State![i], $"State from step {step} on");
            }

            var without = Make();
            without.CarryState = false;
            Expect.Throws<SafeTensorsException>(() => without.LoadCheckpoint(Path.Combine(folder, "3")), "carry_state");
            var larger = Make();
            larger.BatchSize = 7;
            Expect.Throws<SafeTensorsException>(() => larger.LoadCheckpoint(Path.Combine(folder, "3")), "batch_size");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Validation()
    {
        var tokens = Array.ConvertAll(Draw(241, 8), static value => (int)((value + 1) * 3.4f));
        var (network, loss) = (new States.Reader(4), new CrossEntropyLoss());
        var windows = new TokenWindows(tokens, 4) { Streams = 5 };
        var trainer = new Trainer(network, loss, new Adam()) { BatchSize = 5, CarryState = true, Workers = 2 };
        var state = network.CreateState(5);
        var (sum, inputs, targets, outputs) = (0.0, new float[20], new float[20], new float[5 * 28]);
        using var reader = windows.Read(5, dropLast: false);
        reader.Start(null);
        var batches = 0;
        for (; reader.MoveNext(); batches++)
        {
            reader.CopyTo(0, 5, inputs, targets);
            for (var stream = 0; stream < 5; stream++)
                Expect.True(inputs[stream * 4] == tokens[(stream * 48) + (batches * 4)], $"Window {batches} of stream {stream} begins with {inputs[stream * 4]}.");
            network.Predict(inputs, state, outputs);
            sum += loss.Evaluate(outputs, targets, [], 5, [4, 7]).Mean;
        }

        Expect.True(batches == 12 && windows.Count == 60, $"There are {batches} batches.");
        var evaluated = trainer.Evaluate(windows).Loss;
        Expect.True(Math.Abs(evaluated - (sum / batches)) < 1e-6, $"The loss is {evaluated}, and {sum / batches} by hand.");
        trainer.CarryState = false;
        Expect.True(Math.Abs(trainer.Evaluate(windows).Loss - evaluated) > 1e-6, "Without the state the loss is the same.");
    }

    /// <summary>Windows of sequences side by side, [windows × batch × …], of which some begin in the middle.</summary>
    private sealed class Streams(NetworkDescription network, float[] inputs, float[] targets, int batch, Func<int, int, bool>? begins = null, int? inputSize = null) : IDataset
    {
        private readonly Dataset data = new(inputs, targets, inputSize ?? network.InputSize, targets.Length / (inputs.Length / (inputSize ?? network.InputSize)));

        public int InputSize => data.InputSize;

        public int TargetSize => data.TargetSize;

        public long? Count => data.Count;

        int? IDataset.Streams => batch;

        public IBatchReader Read(int batchSize, bool dropLast) => data.Read(batchSize, dropLast);

        bool IDataset.Continues(long sample) => sample >= batch && begins?.Invoke((int)(sample % batch), (int)(sample / batch)) != true;
    }
}
