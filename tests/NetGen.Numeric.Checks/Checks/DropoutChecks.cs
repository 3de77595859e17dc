using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>What training drops depends on seed, step and place alone, is as much as is asked for, and has no gradient; a prediction drops nothing.</summary>
public static class DropoutChecks
{
    private const double Rate = 0.3;
    private const int Samples = 50;

    public static IEnumerable<Check> All()
    {
        yield return new Check("dropout: of elements", static () => DropsAtItsRate(new Noise.OfElements(), atOnce: 1));
        yield return new Check("dropout: of channels", static () => DropsAtItsRate(new Noise.OfChannels(), atOnce: 15));
        foreach (var subject in Catalogue.All.Where(static subject => subject is { Inference: not null, MixesSamples: false }))
            yield return new Check($"dropout by seed and step: {subject}", () => FollowsSeedAndStep(subject));
    }

    private static void DropsAtItsRate(INetwork network, int atOnce)
    {
        var workspace = network.CreateWorkspace(Samples);
        var inputs = Draw.Normals(Samples * network.Description.InputSize, 1);
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        var outputs = workspace.Outputs.ToArray();
        var outputGradients = Draw.Normals(outputs.Length, 2);
        outputGradients.CopyTo(workspace.OutputGradients);
        network.Backward(workspace, network.Gradients);
        var gradients = workspace.InputGradients;
        var dropped = 0;
        for (var place = 0; place < outputs.Length; place++)
        {
            // Dropped together, or kept together.
            var isDropped = outputs[place / atOnce * atOnce] == 0;
            var scale = isDropped ? 0 : (float)(1 / (1 - Rate));
            dropped += isDropped ? 1 : 0;
            ExpectScaled(inputs[place], scale, outputs[place], $"Output {place}");
            ExpectScaled(outputGradients[place], scale, gradients[place], $"∂loss/∂input {place}");
        }

        // Within five standard deviations.
        var share = dropped / (double)outputs.Length;
        var deviation = Math.Sqrt(Rate * (1 - Rate) * atOnce / outputs.Length);
        Expect.True(Math.Abs(share - Rate) < 5 * deviation, $"{share:P1} are dropped.");

        var predicted = new float[outputs.Length];
        network.Predict(inputs, predicted);
        Expect.SameBits(inputs, predicted, "Predictions");
    }

    private static void ExpectScaled(float value, float scale, float actual, string what)
        => Expect.True(Math.Abs(actual - (scale * value)) <= 1e-6 * Math.Abs(value), $"{what} is {actual:R}, not {scale} times {value:R}.");

    private static void FollowsSeedAndStep(Subject subject)
    {
        var network = subject.Make(4);
        var workspace = network.CreateWorkspace(Samples);
        var inputs = Draw.Normals(Samples * network.Description.InputSize, 5);
        var outputs = Forward(seed: 6, step: 7);
        Expect.SameBits(outputs, Forward(seed: 6, step: 7), $"Outputs of {subject} in the same step");
        Expect.True(!outputs.AsSpan().SequenceEqual(Forward(seed: 6, step: 8)), "Another step drops the same.");
        Expect.True(!outputs.AsSpan().SequenceEqual(Forward(seed: 8, step: 7)), "Another seed drops the same.");

        float[] Forward(ulong seed, long step)
        {
            (workspace.Seed, workspace.Step) = (seed, step);
            inputs.CopyTo(workspace.Inputs);
            network.Forward(workspace);
            return workspace.Outputs.ToArray();
        }
    }
}
