using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>Values that no one wishes for: they are neither hidden nor spread, and large ones do not overflow where the function does not.</summary>
public static class HostileChecks
{
    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.All)
            yield return new Check($"NaN in one sample: {subject}", () => NaNStaysInItsSample(subject));
        foreach (var subject in Catalogue.Few)
        {
            yield return new Check($"NaN in the inputs of a training: {subject}", () => TrainerNamesTheInput(subject));
            yield return new Check($"NaN in a parameter of a training: {subject}", () => TrainerNamesTheLayer(subject));
        }

        yield return new Check("large logits: softmax", static () => LargeLogits(new Shapes.SoftmaxOfEight(1), isLogarithm: false));
        yield return new Check("large logits: log-softmax", static () => LargeLogits(new Shapes.LogSoftmaxOf31(1), isLogarithm: true));
        yield return new Check("infinite logits: softmax", InfiniteLogit);
    }

    private static void NaNStaysInItsSample(Subject subject)
    {
        const int Samples = 11;
        var network = subject.Make(2);
        var (inputSize, outputSize) = (network.Description.InputSize, network.Description.OutputSize);
        var inputs = Draw.Normals(Samples * inputSize, 3);
        var workspace = network.CreateWorkspace(Samples);
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        var clean = workspace.Outputs.ToArray();

        foreach (var sample in (int[])[0, 5, 10])
        {
            inputs.CopyTo(workspace.Inputs);
            workspace.Inputs.Slice(sample * inputSize, inputSize).Fill(float.NaN);
            network.Forward(workspace);
            var predicted = new float[Samples * outputSize];
            network.Predict(workspace.Inputs, predicted);
            for (var other = 0; other < Samples; other++)
            {
                var outputs = workspace.Outputs.Slice(other * outputSize, outputSize);
                if (other != sample)
                {
                    if (!subject.MixesSamples)
                        Expect.SameBits(clean.AsSpan(other * outputSize, outputSize), outputs, $"Outputs of sample {other} of {subject} beside NaN in sample {sample}");
                    Expect.AllFinite(predicted.AsSpan(other * outputSize, outputSize), $"Predictions of sample {other} of {subject} beside NaN in sample {sample}");
                    continue;
                }

                for (var i = 0; i < outputSize; i++)
                {
                    Expect.True(float.IsNaN(outputs[i]), $"Output {i} of {subject} for inputs of NaN is {outputs[i]}.");
                    Expect.True(float.IsNaN(predicted[(other * outputSize) + i]), $"Prediction {i} of {subject} for inputs of NaN is {predicted[(other * outputSize) + i]}.");
                }
            }
        }

        Expect.True(double.IsNaN(new MSELoss().Evaluate(workspace.Outputs, clean, Samples)), "The loss hides what is not a number.");
    }

    private static void TrainerNamesTheInput(Subject subject)
    {
        var network = subject.Make(2);
        var data = Draw.Samples(network, 20, 4);
        var inputs = data.Inputs.ToArray();
        inputs[(13 * data.InputSize) + data.InputSize - 1] = float.NaN;
        var before = network.Parameters.ToArray();
        var trainer = new Trainer(network, new MSELoss(), new Adam()) { BatchSize = 20 };
        Expect.Throws<ArgumentException>(
            () => trainer.Fit(new Dataset(inputs, data.Targets, data.InputSize, data.TargetSize), epochs: 2), "The input of sample 13 of 'train' has NaN", $"feature {data.InputSize - 1}");
        Expect.SameBits(before, network.Parameters, "Parameters after a training that did not start");
    }

    private static void TrainerNamesTheLayer(Subject subject)
    {
        foreach (var parameter in subject.Make(0).Description.Parameters.Where(static parameter => !parameter.IsFrozen))
        {
            var network = subject.Make(2);
            var values = new TensorView(network.Parameters, parameter);
            var changed = values.ToArray();
            changed[^1] = float.NaN;
            values.CopyFrom(changed);
            var trainer = new Trainer(network, new MSELoss(), new Adam()) { BatchSize = 20 };
            var exception = Expect.Throws<NonFiniteLossException>(
                () => trainer.Fit(Draw.Samples(network, 20, 4), epochs: 1), "Epoch 1, step 1", $"layer '{parameter.Layer}'", $"'{parameter.Name}' has NaN");
            Expect.True(exception.Layer == parameter.Layer, $"The exception names {exception.Layer}.");
        }
    }

    // exp(1000) overflows; what a softmax gives does not.
    private static void LargeLogits(INetwork network, bool isLogarithm)
    {
        foreach (ref var parameter in network.Parameters)
            parameter *= 1000;
        var outputSize = network.Description.OutputSize;
        var outputs = new float[20 * outputSize];
        network.Predict(Draw.Normals(20 * network.Description.InputSize, 7, deviation: 3), outputs);
        Expect.AllFinite(outputs, "Outputs for large logits");
        for (var start = 0; start < outputs.Length; start += outputSize)
        {
            var total = 0.0;
            foreach (var output in outputs.AsSpan(start, outputSize))
                total += isLogarithm ? Math.Exp(output) : output;
            Expect.True(Math.Abs(total - 1) < 1e-5, $"The probabilities of a sample add up to {total:R}.");
        }
    }

    // As in PyTorch: ∞ − ∞ is not a number, and no sample is left out of the sum in silence.
    private static void InfiniteLogit()
    {
        var network = new Shapes.SoftmaxOfEight(1);
        network.Dense1Bias[3] = float.PositiveInfinity;
        var outputs = new float[8];
        network.Predict(new float[5], outputs);
        Expect.True(outputs.All(float.IsNaN), $"The softmax of an infinite logit is {string.Join(" ", outputs)}.");
        network.Dense1Bias[3] = float.NegativeInfinity;
        network.Predict(new float[5], outputs);
        Expect.True(outputs[3] == 0, $"The softmax of a logit of −∞ is {outputs[3]}.");
        Expect.AllFinite(outputs, "The softmax beside a logit of −∞");
    }
}
