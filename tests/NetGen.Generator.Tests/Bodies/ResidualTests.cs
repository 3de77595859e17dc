using NetGen.Generator.Tests.Infrastructure;
using static NetGen.Generator.Tests.Bodies.BodyNetworks;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>The residual network of the documentation, from its declaration to its training.</summary>
public sealed class ResidualTests
{
    private const string Residual = """
        const int Depth = 4;

        [Dense(64)] private partial Tensor Stem(Tensor x);
        [Dense(64, Count = Depth)] private partial Tensor Block(int index, Tensor x);
        [Dense(1)] private partial Tensor Price(Tensor x);

        [Forward]
        private Tensor Forward([Shape(13)] Tensor house)
        {
            var h = Relu(Stem(house));
            for (var i = 0; i < Depth; i++)
                h = h + Relu(Block(i, h));
            return Price(h);
        }
        """;

    [Fact]
    public void It_has_a_layer_for_every_index()
    {
        var graph = Lower(Residual);

        Assert.Equal(["stem", "block.0", "block.1", "block.2", "block.3", "price"], graph.Layers.Select(static layer => layer.Name));
        Assert.Equal("stem.weight", graph.Parameters[0].Name);
        Assert.Equal("block.3.bias", graph.Parameters[9].Name);
        Assert.Equal(12, graph.Parameters.Count);
        Assert.Equal("[batch × 1]", graph[graph.Outputs[0]].Shape.ToString());
    }

    [Fact]
    public void It_trains()
    {
        var network = new LoadedProject(Source(Residual)).Network();
        var random = new Random(1);
        var inputs = Enumerable.Range(0, 128 * 13).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        var targets = Enumerable.Range(0, 128).Select(sample => inputs[sample * 13] - (2 * inputs[(sample * 13) + 1] * inputs[(sample * 13) + 2])).ToArray();
        var data = new Dataset(inputs, targets, 13, 1);

        var trainer = new Trainer(network, new MSELoss(), new Adam(1e-2f)) { BatchSize = 32 };
        var first = trainer.Evaluate(data).Loss;
        trainer.Fit(data, epochs: 60);
        var last = trainer.Evaluate(data).Loss;

        Assert.True(last < 0.05 * first, $"{first} became {last}.");
    }
}
