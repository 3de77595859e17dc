using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>The number of multiply-adds that emitted code says is executed is what the loops execute, one turn after another.</summary>
public sealed class ExecutedProductsTests
{
    // A multiple of all numbers of rows that a tile may have.
    private const int Batch = 48;

    [Theory]
    [InlineData("Input(84), Dense(10), Dense(3)")]
    [InlineData("Input(2, 12, 12), Conv2D(16, 5, Padding = 2), MaxPool2D(2), Conv2D(5, 3, Stride = 2, Padding = 1)")]
    [InlineData("Input(3, 9, 9), Conv2D(12, 3), Conv2D(7, 2)")]
    [InlineData("Input(13, 8), MultiHeadAttention(2, Causal = true)")]
    [InlineData("Input(9, 5), Dense(6, Activation.Gelu), Lstm(7)")]
    public void Products_are_counted_as_they_are_executed(string attributes)
    {
        var program = Stages.Of(attributes).Program.Training;
        var products = program.Kernels.Select(static kernel => kernel.Schedule).OfType<NestSchedule>().Where(static schedule => schedule.Plan is not null).ToArray();

        Assert.NotEmpty(products);
        Assert.All(products, static schedule => Assert.Equal(Count(schedule.Nest.Body, []), ExecutedProducts.Of(schedule.Nest) * Batch * (IsOfBatch(schedule.Nest) ? 1 : 1.0 / Batch), 6));
    }

    private static bool IsOfBatch(Nest nest) => nest.Body.All().OfType<For>().Any(static loop => loop.Extent.IsBatch || loop.Limit is { Whole.IsBatch: true });

    private static int SizeOf(Extent extent) => extent.IsBatch ? extent.Size * Batch : extent.Size;

    private static double Count(Statement statement, Dictionary<Variable, int> at)
    {
        switch (statement)
        {
            case Sequence sequence:
                return sequence.Parts.Sum(part => Count(part, at));
            case Outlined outlined:
                return Count(outlined.Body, at);
            case Choice choice:
                return Count(SizeOf(choice.Extent) >= choice.Least ? choice.Enough : choice.TooFew, at);
            case Accumulate { Value: Compute { Expression: Binary(BinaryFunction.Multiply, Argument, Argument) } }:
                return 1;
            // Large tiles have all rows of this batch.
            case For { Sizes: not null, IsOfLargeTiles: false }:
                return 0;
            case For { IsVector: true } vector:
                return vector.Extent.Size * Count(vector.Body, at);
            case For loop:
                var sum = 0.0;
                var value = loop.First;
                for (; loop.Tail == Tail.Rest ? value + loop.Step <= End(loop, at) : value < End(loop, at); value += loop.Step)
                {
                    at[loop.Variable] = loop.Tail == Tail.Overlap ? Math.Min(value, End(loop, at) - loop.Step) : value;
                    sum += Counts(loop, at) ? Count(loop.Body, at) : 0;
                }

                at[loop.Variable] = value;
                return sum + (loop.Rest is not null && value < End(loop, at) ? Count(loop.Rest, at) : 0);
            default:
                return 0;
        }
    }

    private static int End(For loop, Dictionary<Variable, int> at)
        => Math.Min(SizeOf(loop.Extent), loop.Limit is { } limit ? SizeOf(limit.Whole) - limit.Begin.Evaluate(variable => at[variable]) : int.MaxValue);

    /// <summary>Whether a turn is taken: it reaches something, or one of its block does.</summary>
    private static bool Counts(For loop, Dictionary<Variable, int> at)
    {
        if (loop.Reach is not { } reach)
            return true;
        var first = at[loop.Variable] / reach.Block * reach.Block;
        return Enumerable.Range(first, reach.Block).Any(turn =>
            (reach.Step * turn) + reach.Highest.Evaluate(variable => at[variable]) >= reach.From && (reach.Step * turn) + reach.Lowest.Evaluate(variable => at[variable]) < reach.To);
    }
}
