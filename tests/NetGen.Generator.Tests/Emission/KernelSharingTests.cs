using System.Text.RegularExpressions;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>Code grows with the number of different layers, not with their number.</summary>
public sealed partial class KernelSharingTests
{
    [Fact]
    public void Equal_layers_share_their_kernels()
    {
        var (four, eight) = (Compile(4), Compile(8));

        Assert.Equal(Kernels(four), Kernels(eight));
        Assert.Equal(Calls(four, "Forward") + (2 * 4), Calls(eight, "Forward"));
    }

    [Fact]
    public void Prediction_shares_the_kernels_of_the_forward_pass_where_it_keeps_as_little()
    {
        // Relu's gradient needs its output only, which the next layer reads anyhow; gelu's needs its argument, which is not kept for a prediction.
        Assert.DoesNotContain(Methods(Host.Run("[Network, Input(9), Dense(8, Activation.Relu), Dense(2)] public partial class Net;")), IsForPrediction);
        Assert.Contains(Methods(Host.Run("[Network, Input(9), Dense(8, Activation.Gelu), Dense(2)] public partial class Net;")), IsForPrediction);

        static bool IsForPrediction(string method) => method.Contains("Predict", StringComparison.Ordinal);
    }

    [Fact]
    public void The_gradient_of_the_input_is_not_written()
    {
        var backward = Host.Run("[Network, Input(9), Dense(8, Activation.Relu, Name = \"hidden\"), Dense(2)] public partial class Net;").Files["Net.Backward.g.cs"];

        Assert.Contains("dHiddenZ", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("dInput", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("HiddenWeightRepacked", backward, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recurrence_of_many_steps_has_about_the_kernels_of_one_of_few()
    {
        var (few, many) = (Recurrence(8), Recurrence(24));

        Assert.InRange(Methods(many).Count(), 1, 1.2 * Methods(few).Count());

        static GeneratorRun Recurrence(int steps) => Host.Run(
            $$"""
            using static NetGen.Functional;

            [Network]
            public sealed partial class Net
            {
                [Dense(6)] private partial Tensor FromInput(Tensor x);
                [Dense(6, Bias = false)] private partial Tensor FromState(Tensor h);

                [Forward]
                private Tensor Forward([Shape({{steps}}, 5)] Tensor x)
                {
                    var h = Tanh(FromInput(Flatten(Slice(x, 0, 0, 1))));
                    for (var t = 1; t < {{steps}}; t++)
                        h = Tanh(FromInput(Flatten(Slice(x, 0, t, 1))) + FromState(h));
                    return h;
                }
            }
            """).AssertClean();
    }

    private static GeneratorRun Compile(int layers)
        => Host.Run($"[Network, Input(24)] {string.Concat(Enumerable.Repeat("[Dense(24, Activation.Relu)]", layers))} [Dense(5, Name = \"output\")] public partial class Net;").AssertClean();

    // Above a method are those that call it.
    private static string Kernels(GeneratorRun run)
        => LayerNumber().Replace(string.Join("\n", run.Files["Net.Kernels.g.cs"].Split('\n').Where(static line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal))), "#");

    private static int Calls(GeneratorRun run, string file) => Regex.Count(run.Files[$"Net.{file}.g.cs"], @"Kernels\.\w+\(");

    private static IEnumerable<string> Methods(GeneratorRun run)
        => Method().Matches(run.Files["Net.Kernels.g.cs"]).Select(static match => match.Groups[1].Value);

    [GeneratedRegex(@"(?<=[Dd]ense)\d+")]
    private static partial Regex LayerNumber();

    [GeneratedRegex(@"public static void (\w+)\(")]
    private static partial Regex Method();
}
