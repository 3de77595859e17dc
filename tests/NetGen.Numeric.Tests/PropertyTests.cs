using FsCheck;
using FsCheck.Fluent;
using NetGen.Numeric.Checks;
using NetGen.Numeric.Checks.Networks;
using NetGen.Numeric.Checks.Reference;
using Check = FsCheck.Check;

namespace NetGen.Numeric.Tests;

/// <summary>What holds for any batch: sizes and values are drawn, and a failure is shrunk to the smallest.</summary>
public class PropertyTests
{
    private static readonly Config Few = Seeds.Property(60);

    // Those that take little time.
    private static readonly Subject[] Subjects = [.. Catalogue.All.Where(IsSmall)];

    private static readonly DenseSubject[] DenseSubjects = [.. Catalogue.Dense.Where(IsSmall)];

    private static readonly Subject[] Samplewise = [.. Subjects.Where(static subject => !subject.MixesSamples)];

    [Fact]
    public void Gradients_are_right_for_any_network_loss_batch_and_capacity()
        => Check.One(Few, Prop.ForAll(
            Batches(), ArbMap.Default.ArbFor<NonNegativeInt>(), Numbers(LossCases.All.Count),
            (batch, seed, loss) =>
            {
                var subject = DenseSubjects[seed.Get % DenseSubjects.Length];
                var size = Math.Max(batch, LossCases.All[loss].SmallestBatch);
                ReferenceComparison.Run("any", subject, LossCases.All[loss], size, 1000 + seed.Get, spareCapacity: seed.Get % 9);
            }));

    [Fact]
    public void A_batch_gives_what_its_samples_give_one_by_one()
        => Check.One(Few, Prop.ForAll(Numbers(Subjects.Length), Batches(), NetworkSeeds(), (index, batch, seed) =>
        {
            var network = Subjects[index].Make((ulong)seed);
            var (inputSize, outputSize) = (network.Description.InputSize, network.Description.OutputSize);
            var inputs = Values(batch * inputSize, seed);
            var together = new float[batch * outputSize];
            network.Predict(inputs, together);
            var alone = new float[batch * outputSize];
            for (var i = 0; i < batch; i++)
                network.Predict(inputs.AsSpan(i * inputSize, inputSize), alone.AsSpan(i * outputSize, outputSize));
            for (var i = 0; i < together.Length; i++)
                Assert.Equal(together[i], alone[i], 1e-5f * Math.Max(1, Math.Abs(together[i])));
        }));

    [Fact]
    public void Gradients_add_up_over_the_samples()
        => Check.One(Few, Prop.ForAll(Numbers(Samplewise.Length), Batches(), NetworkSeeds(), (index, batch, seed) =>
        {
            // Given ∂loss/∂outputs, the gradient of a batch is the sum of those of its samples.
            var network = Samplewise[index].Make((ulong)seed);
            var (inputSize, outputSize) = (network.Description.InputSize, network.Description.OutputSize);
            var inputs = Values(batch * inputSize, seed);
            var outputGradients = Values(batch * outputSize, seed + 1);
            var workspace = network.CreateWorkspace(batch);
            var sum = new double[network.Gradients.Length];
            var size = 0.0;
            for (var i = 0; i < batch; i++)
            {
                // What is random depends on the sample's place in the whole batch.
                workspace.FirstSample = i;
                Backward(network, workspace, inputs.AsSpan(i * inputSize, inputSize), outputGradients.AsSpan(i * outputSize, outputSize));
                for (var k = 0; k < sum.Length; k++)
                {
                    sum[k] += network.Gradients[k];
                    size = Math.Max(size, Math.Abs(network.Gradients[k]));
                }
            }

            workspace.FirstSample = 0;
            Backward(network, workspace, inputs, outputGradients);
            for (var k = 0; k < sum.Length; k++)
                Assert.Equal(sum[k], network.Gradients[k], 1e-5 * size * batch);
        }));

    [Fact]
    public void Gradients_are_linear_in_those_of_the_outputs()
        => Check.One(Few, Prop.ForAll(Numbers(Subjects.Length), Batches(), NetworkSeeds(), (index, batch, seed) =>
        {
            // Doubling is exact in floats, so that every bit of the mantissas must stay.
            var network = Subjects[index].Make((ulong)seed);
            var inputs = Values(batch * network.Description.InputSize, seed);
            var outputGradients = Values(batch * network.Description.OutputSize, seed + 1);
            var workspace = network.CreateWorkspace(batch);
            Backward(network, workspace, inputs, outputGradients);
            var once = network.Gradients.ToArray();
            Backward(network, workspace, inputs, Array.ConvertAll(outputGradients, value => 2 * value));
            for (var k = 0; k < once.Length; k++)
                Assert.Equal(2 * once[k], network.Gradients[k]);
        }));

    private static bool IsSmall(Subject subject) => subject.Make(0).Parameters.Length < 1500;

    private static void Backward(INetwork network, Workspace workspace, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients)
    {
        workspace.Batch = inputs.Length / network.Description.InputSize;
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        outputGradients.CopyTo(workspace.OutputGradients);
        network.Backward(workspace, network.Gradients);
    }

    private static Arbitrary<int> Batches() => Numbers(70, from: 1);

    private static Arbitrary<int> NetworkSeeds() => Numbers(1_000_000);

    private static Arbitrary<int> Numbers(int count, int from = 0)
        => Arb.From(Gen.Choose(from, from + count - 1), value => value > from ? [from, from + ((value - from) / 2), value - 1] : []);

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 4) - 2))];
    }
}
