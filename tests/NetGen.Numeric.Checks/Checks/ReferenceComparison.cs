using NetGen.Numeric.Checks.Networks;
using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks;

/// <summary>
/// Compares outputs, loss and gradients of a generated network with the reference and its central differences.
/// </summary>
public static class ReferenceComparison
{
    private const double OutputTolerance = 1e-5;
    private const double GradientTolerance = 1e-4;

    // What a float loses in two roundings, relative to the number that is rounded. Where numbers cancel, that is what is left of them: an
    // output x·(x + 3)/6 at x = −2.997 has the rounding of 3, and the gradient of a bias the rounding of the samples' gradients, even where
    // as many of them are 1 as −1.
    private const double Rounding = 1.0 / (1 << 23);

    // Where a tensor's gradients cancel to less than this part of the network's largest, floats resolve no more of them.
    private const double Cancellation = 1e-4;

    // Below this, no difference in double is measured to the tolerance: its own error is up to some 1e-9.
    private const double Resolution = 1e-4;

    // Where all gradients of a network are below this, as under the softmax of a single logit, whose loss does not depend on it, they are
    // the rounding of the loss's own gradients, some 6e-8 times an activation. Then all that can be asked is that the differences say so
    // too: that no parameter has a gradient above this.
    private const double Nothing = 1e-5;

    // How many multiplications and additions the differences of one tensor may take; about 20 ms.
    private const long Budget = 10_000_000;
    private const int Directions = 4;

    public static void Run(string group, DenseSubject subject, LossCase loss, int batchSize, int seed, int spareCapacity = 0)
    {
        var network = subject.Make((ulong)seed);
        var parameters = Subject.ParametersOf(network);
        var batch = Batch.Draw(subject.Reference, parameters, loss, batchSize, seed);
        var where = $"{subject.Name}, {loss.Name}, batch {batchSize}, seed {seed}";

        var workspace = network.CreateWorkspace(batchSize + spareCapacity);
        workspace.Batch = batchSize;
        batch.Inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        var outputs = workspace.Outputs.ToArray();
        var value = loss.Create(subject.Reference.OutputSize).Evaluate(workspace.Outputs, batch.Targets, workspace.OutputGradients, batchSize);
        var terms = workspace.OutputGradients.ToArray().Sum(static gradient => Math.Abs((double)gradient));
        foreach (var parameter in network.Description.Parameters)
            Fill(new TensorView(network.Gradients, parameter), float.NaN);
        network.Backward(workspace, network.Gradients);

        var reference = new CentralDifferences(subject.Reference, loss, batch, parameters);
        var floor = reference.LargestValue * Rounding / OutputTolerance;
        Expect.Close($"{group}, outputs", outputs, reference.Outputs, OutputTolerance, floor, $"Outputs of {where}");
        Expect.Close($"{group}, loss", [value], [reference.Loss], OutputTolerance, 1e-3 + floor, $"Loss of {where}");
        CompareGradients(group, subject, network, reference, terms, new Random(seed), where);
    }

    private static void CompareGradients(
        string group, DenseSubject subject, INetwork network, CentralDifferences reference, double terms, Random random, string where)
    {
        var gradients = Subject.GradientsOf(network);
        var largest = gradients.Max(static tensor => tensor.Max(Math.Abs));
        var floor = largest < Nothing ? Nothing / GradientTolerance : Resolution + (Cancellation * largest) + (terms * Rounding / GradientTolerance);
        for (var i = 0; i < subject.Reference.Steps.Count; i++)
        {
            if (subject.Reference.Steps[i] is not DenseStep dense)
                continue;
            foreach (var tensor in dense.Bias < 0 ? [dense.Weight] : new[] { dense.Weight, dense.Bias })
            {
                var name = network.Description.Parameters[tensor].Name;
                CompareTensor(group, reference, i, dense, tensor, gradients[tensor], floor, random, $"∂loss/∂{name} of {where}");
            }
        }
    }

    private static void CompareTensor(
        string group, CentralDifferences reference, int step, DenseStep dense, int tensor, double[] gradient, double floor, Random random, string what)
    {
        var features = tensor == dense.Bias ? 1 : dense.InputWidth;
        var elements = Elements(gradient.Length, features, Budget / reference.WorkOfDifference(step), random);
        var actual = Array.ConvertAll(elements, element => gradient[element]);
        var expected = Array.ConvertAll(
            elements, element => reference.OfParameter(step, element / features, tensor == dense.Bias ? -1 : element % features));
        Expect.Close($"{group}, gradients", actual, expected, GradientTolerance, floor, what);
        if (elements.Length == gradient.Length)
            return;

        // Not every element has had its own difference. Along a direction of random signs all of them count alike: one that is off by
        // more than the tolerance moves the sum by as much, and several cancel in one direction but not in all.
        var largest = gradient.Max(Math.Abs);
        for (var k = 0; k < Directions; k++)
        {
            var direction = new double[gradient.Length];
            foreach (ref var slope in direction.AsSpan())
                slope = random.Next(2) == 0 ? 1 : -1;
            var along = 0.0;
            for (var i = 0; i < gradient.Length; i++)
                along += gradient[i] * direction[i];
            var difference = Math.Abs(along - reference.AlongDirection(step, tensor, direction)) / (largest + floor);
            Measurements.Add($"{group}, directions", difference);
            Expect.True(
                difference <= GradientTolerance,
                $"{what}: along a direction of random signs the error is {difference:E2} of the largest element {largest:E2}; {GradientTolerance:E0} is allowed.");
        }
    }

    /// <summary>All elements of a tensor, or where they are too many its corners and random ones.</summary>
    private static int[] Elements(int count, int columns, long affordable, Random random)
    {
        if (count <= affordable)
            return [.. Enumerable.Range(0, count)];
        var chosen = new SortedSet<int> { 0, columns - 1, count - columns, count - 1 };
        while (chosen.Count < Math.Min(count, Math.Max(affordable, 16)))
            chosen.Add(random.Next(count));
        return [.. chosen];
    }

    private static void Fill(TensorView tensor, float value)
    {
        var values = new float[tensor.Count];
        Array.Fill(values, value);
        tensor.CopyFrom(values);
    }
}
