using NetGen;

namespace Debugging;

/// <summary>Something that goes wrong, and what helps.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Story">Why it does.</param>
/// <param name="Expected">What the diagnosis should find.</param>
/// <param name="Data">The samples.</param>
/// <param name="Epochs">How long to train.</param>
/// <param name="Attempts">The training that fails, then those with a remedy.</param>
internal sealed record Case(string Name, string Story, FindingKind Expected, (Dataset Train, Dataset Validation) Data, int Epochs, Attempt[] Attempts)
{
    public static readonly Case[] All =
    [
        new(
            "Vanishing gradients",
            "Eleven layers of sigmoids. The derivative of a sigmoid is at most ¼, so that each layer passes back less than a quarter of the gradient; the first layers get nothing, and never learn.",
            FindingKind.VanishingGradients,
            Debugging.Data.Arms,
            Epochs: 60,
            [
                new("before: sigmoids", "", static () => new(new DeepSigmoid(seed: 1), new CrossEntropyLoss(), new Adam(0.003))),
                new("relu and He's initialisation", "The derivative of a relu is 1 where it is not 0, and weights of variance 2/n keep the size of what goes through.", static () => new(new DeepRelu(seed: 1), new CrossEntropyLoss(), new Adam(0.003))),
                new("batch normalisation", "Each sigmoid gets inputs of mean 0 and deviation 1, where it is steep.", static () => new(new DeepNormalized(seed: 1), new CrossEntropyLoss(), new Adam(0.003))),
                new("residual connections", "h + sigmoid(…): the gradient of a sum goes back through both, unchanged through the first.", static () => new(new DeepResidual(seed: 1), new CrossEntropyLoss(), new Adam(0.003))),
            ]),
        new(
            "Exploding gradients",
            "The same depth with relus, and every weight drawn from a standard normal distribution. Each layer multiplies what goes through it by about √12 ≈ 3.5, forward and backward.",
            FindingKind.ExplodingGradients,
            Debugging.Data.Arms,
            Epochs: 60,
            [
                new("before: weights of deviation 1", "", static () => new(Standard(new DeepRelu(seed: 1)), new CrossEntropyLoss(), new SGD(0.02, momentum: 0.9))),
                new("He's initialisation", "Weights of variance 2/n: what goes in at the front comes out at the end with the same size.", static () => new(new DeepRelu(seed: 1), new CrossEntropyLoss(), new SGD(0.02, momentum: 0.9))),
                new("batch normalisation", "The same weights of deviation 1, but each layer's sums are divided by their own deviation.", static () => new(Standard(new DeepNormalizedRelu(seed: 1)), new CrossEntropyLoss(), new SGD(0.02, momentum: 0.9))),
            ]),
        new(
            "A learning rate that is too large",
            "A usual network, and steps that are so long that each one jumps over the valley and up the other side.",
            FindingKind.LearningRateTooLarge,
            Debugging.Data.Arms,
            Epochs: 60,
            [
                new("before: rate 20", "", static () => new(new Shallow(seed: 1), new CrossEntropyLoss(), new SGD(20))),
                new("rate 1", "A twentieth.", static () => new(new Shallow(seed: 1), new CrossEntropyLoss(), new SGD(1))),
                new("rate 20, clipped at norm 0.05", "No step is longer than 1, however large the gradient is.", static () => new(new Shallow(seed: 1), new CrossEntropyLoss(), new SGD(20)) { ClipNorm = 0.05f }),
            ]),
        new(
            "A learning rate that is too small",
            "The loss falls with every step, and would arrive in some days.",
            FindingKind.LearningRateTooSmall,
            Debugging.Data.Arms,
            Epochs: 60,
            [
                new("before: rate 0.0001", "", static () => new(new Shallow(seed: 1), new CrossEntropyLoss(), new SGD(0.0001))),
                new("rate 1", "Ten thousand times as much.", static () => new(new Shallow(seed: 1), new CrossEntropyLoss(), new SGD(1))),
                new("Adam", "Divides by the size of the gradients, so that one rate suits many networks: its usual 0.001, times 10.", static () => new(new Shallow(seed: 1), new CrossEntropyLoss(), new Adam(0.01))),
            ]),
        new(
            "Overfitting",
            "80 patients with 20 measurements each, of which 18 are noise, and 19,458 weights. The network learns the patients by heart, and is surer and surer of what is wrong.",
            FindingKind.Overfitting,
            Debugging.Data.FewPatients,
            Epochs: 80,
            [
                new("before: nothing against it", "", static () => new(new Wide(seed: 1), new CrossEntropyLoss(), new Adam(0.002))),
                new("early stopping", "The weights of the epoch with the lowest validation loss.", static () => new(new Wide(seed: 1), new CrossEntropyLoss(), new Adam(0.002)) { EarlyStopping = new EarlyStopping(patience: 10) }),
                new("dropout", "Units that may be missing at any step cannot rely on each other.", static () => new(new WideDropout(seed: 1), new CrossEntropyLoss(), new Adam(0.002))),
                new("weight decay", "Weights that nothing needs go back to zero.", static () => new(new Wide(seed: 1), new CrossEntropyLoss(), new AdamW(0.002, weightDecay: 3))),
            ]),
    ];

    // Every weight from the standard normal distribution, whatever its layer's size.
    private static INetwork Standard(INetwork network)
    {
        var random = new CounterRandom(1);
        foreach (var parameter in network.Description.Parameters.Where(static parameter => parameter.Name.StartsWith("hidden", StringComparison.Ordinal) && parameter.Shape.Count == 2))
        {
            var weights = new float[parameter.Count];
            foreach (ref var weight in weights.AsSpan())
                weight = (float)random.NextNormal();
            new TensorView(network.Parameters, parameter).CopyFrom(weights);
        }

        return network;
    }
}

/// <summary>One training of a case.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Reason">Why that helps; nothing for the training that fails.</param>
/// <param name="Make">Makes the trainer.</param>
internal sealed record Attempt(string Name, string Reason, Func<Trainer> Make)
{
    public Outcome Run((Dataset Train, Dataset Validation) data, int epochs)
    {
        var trainer = Make();
        var diagnosis = new Diagnosis(everySteps: 30);
        (trainer.BatchSize, trainer.Seed) = (32, 1);
        trainer.Metrics.Add(new Accuracy());
        trainer.Callbacks.Add(diagnosis);
        try
        {
            trainer.Fit(data.Train, epochs, data.Validation);
        }
        catch (NonFiniteLossException)
        {
            return new Outcome(this, trainer.History, diagnosis, null, null);
        }

        // Of the network as it is in the end: early stopping has put earlier weights back, and dropout is off.
        return new Outcome(this, trainer.History, diagnosis, trainer.Evaluate(data.Train), trainer.Evaluate(data.Validation));
    }
}

/// <summary>What came of it.</summary>
/// <param name="Attempt">What was done.</param>
/// <param name="History">Its epochs.</param>
/// <param name="Diagnosis">What was seen on the way.</param>
/// <param name="Training">The loss and the accuracy on the training samples in the end; null where the loss was no longer finite.</param>
/// <param name="Validation">Likewise on the validation samples.</param>
internal sealed record Outcome(Attempt Attempt, TrainingHistory History, Diagnosis Diagnosis, Evaluation? Training, Evaluation? Validation);
