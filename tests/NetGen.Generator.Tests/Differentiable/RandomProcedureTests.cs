using System.Globalization;
using System.Text;
using NetGen.Generator.Tests.Infrastructure;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Random programs with loops, branches, structures and spans, compiled with their derivatives and run.</summary>
public sealed class RandomProcedureTests(ITestOutputHelper output)
{
    private static readonly int BatchSize = TestTier.Cases(quick: 12, complete: 50);
    private const int Points = 3;

    private static readonly int Batches = TestTier.Cases(quick: 1, complete: 20);

    private static readonly int SomeBatches = TestTier.Cases(quick: 1, complete: 4);

    [Fact]
    public void Derivatives_of_random_programs_are_those_of_their_central_differences_in_all_modes()
    {
        var count = new Counts();
        foreach (var seed in Seeds.Draw(Batches))
            Seeds.Run(seed, "", () => Check(seed, count));

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count.Programs} programs; {count.First} first derivatives, {count.Second} second ones, {count.Products} products of forward mode, largest relative error {count.LargestError:0.0e0}"));
        Assert.Equal(Batches * BatchSize, count.Programs);
        // Most points are away from kinks and jumps.
        Assert.InRange(count.First, 10 * count.Programs, int.MaxValue);
        Assert.InRange(count.Second, 2 * count.Programs, int.MaxValue);
        Assert.InRange(count.Products, 8 * count.Programs / 5, int.MaxValue);
    }

    [Fact]
    public void Derivatives_of_generic_random_programs_are_those_of_their_central_differences_in_all_modes()
    {
        var count = new Counts();
        foreach (var seed in Seeds.Draw(SomeBatches))
            Seeds.Run(seed, "", () => Check(seed, count, isGeneric: true));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count.Programs} programs; {count.First} first derivatives, largest relative error {count.LargestError:0.0e0}"));
        Assert.InRange(count.First, 10 * count.Programs, int.MaxValue);
    }

    [Fact]
    public void Derivatives_with_checkpoints_are_those_without_to_the_last_bit()
    {
        var cut = 0;
        foreach (var seed in Seeds.Draw(SomeBatches))
            Seeds.Run(seed, "", () => cut += CheckCheckpoints(seed));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cut} of {SomeBatches * BatchSize} programs have loops with checkpoints"));
        Assert.InRange(cut, SomeBatches * BatchSize / 2, int.MaxValue);
    }

    /// <summary>Compares all derivatives with and without checkpoints; gives how many programs have some.</summary>
    private static int CheckCheckpoints(int batchSeed)
    {
        var programs = Programs(batchSeed, forCheckpoints: true);
        var members = new StringBuilder(RandomProcedure.Shared).Append("    static readonly double[] Data = [0.3, -0.7, 1.1, 0.9, -0.2];\n\n");
        foreach (var program in programs)
            members.Append(program.Source()).Append(program.Source("Cut", program.Seed % 4 is > 0 and var interval ? string.Create(CultureInfo.InvariantCulture, $", CheckpointInterval = {interval}") : ", Checkpoints = true"));
        var compiled = CompiledFunctions.Members(members.ToString());
        foreach (var program in programs)
        {
            var random = new Random(program.Seed);
            var (x, v) = (Vector(random), Vector(random));
            object[][] calls = program.Result == ProcedureResult.Number ? [["Rows", x], ["Second", x, v]]
                : [["Rows", x], ["Back", x, new[] { 0.75, -1.5, 0.5, 2, -0.25 }]];
            foreach (var call in calls)
            {
                var expected = Call(compiled, program.Name + (string)call[0], call[1..]);
                var actual = Call(compiled, program.Name + "Cut" + (string)call[0], call[1..]);
                // −0 and 0 are one number: what is added to zero first may be either.
                Assert.True(expected.Zip(actual, static (one, other) => one.Equals(other) || one == other).All(static isSame => isSame), $"{call[0]} with checkpoints differs:\n{program}");
            }
        }

        return compiled.Run.Files.Count(static file => file.Key.Contains("Cut", StringComparison.Ordinal) && file.Value.Contains("keptCheckpoints", StringComparison.Ordinal));
    }

    [Fact]
    public void The_JIT_optimises_all_derivatives_of_random_programs()
    {
        var members = new StringBuilder(RandomProcedure.Shared).Append("    static readonly double[] Data = [0.3, -0.7, 1.1, 0.9, -0.2];\n\n");
        foreach (var program in Programs(Seeds.Draw(1).First()))
            members.Append(program.Source());
        var compiled = CompiledFunctions.Members(members.ToString(), "public static class Program { public static void Main() { } }");

        var (optimised, givenUp) = EmittedProgram.Summary(compiled.Run.Output);

        Assert.True(optimised.Count(static method => method.Contains("Gradient(", StringComparison.Ordinal)) >= BatchSize / 2, $"The JIT told of {optimised.Count} methods only.");
        Assert.Empty(givenUp);
    }

    /// <summary>The programs of a batch.</summary>
    /// <param name="batchSeed">Which batch.</param>
    /// <param name="forCheckpoints">Whether two of three have only loops that can be cut by checkpoints, and none has its results in a span.</param>
    private static List<RandomProcedure> Programs(int batchSeed, bool forCheckpoints = false)
    {
        var seeds = new Random(batchSeed);
        return [.. Enumerable.Range(0, BatchSize).Select(index => new RandomProcedure($"F{index}", seeds.Next(), ResultOf(index), forCheckpoints && index % 3 != 2))];

        ProcedureResult ResultOf(int index) => (index % 6, index % 4) switch
        {
            (2, 0) => ProcedureResult.Two,
            (2, _) => ProcedureResult.Three,
            (5, _) => ProcedureResult.Five,
            (3, _) when !forCheckpoints => ProcedureResult.Span,
            _ => ProcedureResult.Number,
        };
    }

    private static void Check(int batchSeed, Counts count, bool isGeneric = false)
    {
        var programs = Programs(batchSeed);
        var members = new StringBuilder(isGeneric ? GenericProcedure.Shared : RandomProcedure.Shared).Append("    static readonly double[] Data = [0.3, -0.7, 1.1, 0.9, -0.2];\n\n");
        foreach (var program in programs)
            members.Append(isGeneric ? GenericProcedure.Source(program) : program.Source());
        var compiled = CompiledFunctions.Compile($"using System.Numerics;\npublic static partial class Functions\n{{\n{members}\n}}\n");
        foreach (var program in programs)
        {
            count.Programs++;
            var random = new Random(program.Seed);
            for (var point = 0; point < Points; point++)
            {
                var x = Vector(random);
                var v = Vector(random);
                if (program.Result == ProcedureResult.Span)
                    CheckSpan(compiled, program, x, v, count);
                else if (program.Names.Count > 0)
                    CheckTuple(compiled, program, x, v, count);
                else
                    CheckNumber(compiled, program, x, v, count);
            }
        }
    }

    private static double[] Vector(Random random) => [.. Enumerable.Range(0, RandomProcedure.Inputs).Select(_ => (random.NextDouble() * 3) - 1.5)];

    private static double[] Call(CompiledFunctions compiled, string name, params object[] arguments) => (double[])compiled.CallStatic("Functions", name, arguments)!;

    private static void CheckNumber(CompiledFunctions compiled, RandomProcedure program, double[] x, double[] v, Counts count)
    {
        double Value(double[] at) => Call(compiled, program.Name + "Values", at)[0];
        var value = Value(x);
        var gradient = Call(compiled, program.Name + "Rows", x);
        var second = Call(compiled, program.Name + "Second", x, v);
        Assert.True(double.IsFinite(value), $"The value is {value}:\n{program}");
        Close(value, gradient[0], 1e-9, "value beside the gradient", program);
        for (var input = 0; input < RandomProcedure.Inputs; input++)
        {
            if (Differences.Derivative(Value, x, input) is not { } expected)
                continue;
            count.First++;
            count.LargestError = Math.Max(count.LargestError, Close(expected, gradient[input + 1], 1e-5, $"derivative by input {input}", program));

            // How fast the gradient changes along the direction.
            double Along(double[] step) => Call(compiled, program.Name + "Rows", x.Select((start, index) => start + (step[0] * v[index])).ToArray())[input + 1];
            if (Differences.Derivative(Along, [0.0], 0) is { } change)
            {
                count.Second++;
                Close(change, second[input], 1e-4, $"second derivative by input {input}", program);
            }
        }
    }

    private static void CheckTuple(CompiledFunctions compiled, RandomProcedure program, double[] x, double[] v, Counts counts)
    {
        var values = Call(compiled, program.Name + "Values", x);
        var rows = Call(compiled, program.Name + "Rows", x);
        var along = Call(compiled, program.Name + "Along", x, v);
        var count = program.Names.Count;
        double[] weights = [.. new[] { 0.75, -1.5, 0.5, 2, -0.25 }.Take(count)];
        var back = Call(compiled, program.Name + "Back", x, weights);
        for (var result = 0; result < count; result++)
        {
            Assert.True(double.IsFinite(values[result]), $"The value is {values[result]}:\n{program}");
            Close(values[result], rows[result], 1e-9, "value beside the Jacobian", program);
            Close(values[result], along[result], 1e-9, "value beside the Jvp", program);
            Close(values[result], back[result], 1e-9, "value beside the Vjp", program);
            var row = Row(result);
            Close(row.Zip(v, static (slope, move) => slope * move).Sum(), along[count + result], 1e-8, "product of forward mode", program);
            counts.Products++;
            for (var input = 0; input < RandomProcedure.Inputs; input++)
            {
                if (Differences.Derivative(at => Call(compiled, program.Name + "Values", at)[result], x, input) is not { } expected)
                    continue;
                counts.First++;
                counts.LargestError = Math.Max(counts.LargestError, Close(expected, row[input], 1e-5, $"derivative of result {result} by input {input}", program));
            }
        }

        for (var input = 0; input < RandomProcedure.Inputs; input++)
            Close(weights.Select((weight, result) => weight * Row(result)[input]).Sum(), back[count + input], 1e-8, $"product of reverse mode by input {input}", program);

        double[] Row(int result) => rows.AsSpan(count + (result * RandomProcedure.Inputs), RandomProcedure.Inputs).ToArray();
    }

    /// <summary>Results in a span: forward mode along a direction against differences, and reverse mode against forward mode.</summary>
    private static void CheckSpan(CompiledFunctions compiled, RandomProcedure program, double[] x, double[] v, Counts count)
    {
        var values = Call(compiled, program.Name + "Values", x);
        var along = Call(compiled, program.Name + "Along", x, v);
        double[] weights = [0.75, -1.5, 0.5];
        var back = Call(compiled, program.Name + "Back", x, weights);
        var product = 0.0;
        for (var result = 0; result < values.Length; result++)
        {
            Close(values[result], along[result], 1e-9, "value beside the Jvp", program);
            Close(values[result], back[result], 1e-9, "value beside the Vjp", program);
            product += weights[result] * along[values.Length + result];
            double Moved(double[] step) => Call(compiled, program.Name + "Values", x.Select((start, index) => start + (step[0] * v[index])).ToArray())[result];
            if (Differences.Derivative(Moved, [0.0], 0) is not { } change)
                continue;
            count.Products++;
            count.LargestError = Math.Max(count.LargestError, Close(change, along[values.Length + result], 1e-5, $"product of forward mode for element {result}", program));
        }

        Close(product, back.Skip(values.Length).Zip(v, static (slope, move) => slope * move).Sum(), 1e-8, "product from both sides", program);
    }

    private static double Close(double expected, double actual, double tolerance, string what, RandomProcedure program)
    {
        var error = Math.Abs(actual - expected) / Math.Max(1, Math.Abs(expected));
        Assert.True(error <= tolerance, $"The {what} is {actual:R}, but {expected:R} was expected:\n{program}");
        return error;
    }

    private sealed class Counts
    {
        public int Programs { get; set; }

        public int First { get; set; }

        public int Second { get; set; }

        public int Products { get; set; }

        public double LargestError { get; set; }
    }
}
