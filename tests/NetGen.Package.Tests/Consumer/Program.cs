using System;
using Consumer;
using NetGen;

// XOR, from the public interface alone.
var network = new GlobalNetwork(1);
float[] inputs = { 0, 0, 0, 1, 1, 0, 1, 1 };
float[] targets = { 0, 1, 1, 0 };
var workspace = network.CreateWorkspace(4);
var loss = new CrossEntropyLoss();
var optimizer = new Adam(0.05);
for (var step = 0; step < 500; step++)
{
    inputs.CopyTo(workspace.Inputs);
    network.Forward(workspace);
    _ = loss.Evaluate(workspace.Outputs, targets, workspace.OutputGradients, 4);
    network.Backward(workspace);
    optimizer.Step(network.Parameters, network.Gradients);
}

var outputs = new float[8];
network.Predict(inputs, outputs);
var answers = new char[4];
for (var sample = 0; sample < 4; sample++)
{
    answers[sample] = outputs[2 * sample] < outputs[(2 * sample) + 1] ? '1' : '0';
}

Console.WriteLine("xor " + new string(answers));

var probabilities = new float[4];
new Outer.Middle.Inner(1).Predict(new float[15], probabilities);
Console.WriteLine(Math.Abs(probabilities[0] + probabilities[1] + probabilities[2] + probabilities[3] - 1) < 1e-5f ? "nested sums to 1" : "nested is wrong");
Console.WriteLine(FormattableString.Invariant($"private has {Outer.HiddenParameters()} parameters"));
