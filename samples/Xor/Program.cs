// The smallest program that learns something: whether exactly one of two inputs is 1.
using NetGen;

float[][] inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
float[][] targets = [[0], [1], [1], [0]];

var network = new XorNet(seed: 1);
var trainer = new Trainer(network, new BCEWithLogitsLoss(), new Adam(learningRate: 0.05)) { BatchSize = Trainer.FullBatch };
trainer.Fit(Dataset.FromRows(inputs, targets), epochs: 500);

Console.WriteLine("a b  a xor b");
foreach (var input in inputs)
{
    var logit = new float[1];
    network.Predict(input, logit);
    Console.WriteLine($"{input[0]} {input[1]}  {(logit[0] > 0 ? 1 : 0)}   (probability {1 / (1 + MathF.Exp(-logit[0])):0.000})");
}

[Network, Input(2)]
[Dense(8, Activation.Tanh, Name = "hidden")]
[Dense(1, Name = "output")]
internal sealed partial class XorNet;
