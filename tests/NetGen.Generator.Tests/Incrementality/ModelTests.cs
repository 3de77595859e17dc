using System.Reflection;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>
/// What crosses the pipeline holds values and nothing of Roslyn: a symbol, a node or a location in it would keep a whole compilation in
/// memory, and would equal nothing of the next one.
/// </summary>
public sealed class ModelTests
{
    /// <summary>Every kind of thing that a model can hold: layers, containers, problems, collisions, advice.</summary>
    private const string Everything = """
        namespace Space
        {
            partial class Outer<T>
            {
                [Network, Input(1, 28, 28, Name = "pixels")]
                [Flatten]
                [Dense(128, Activation.Relu, Name = "hidden")]
                [Activation(Activation.None)]
                [Softmax]
                [LogSoftmax]
                public sealed partial class DigitNet;
            }

            [Network, Input(0), Dense(0, (Activation)99, Name = "Hidden"), Dense(1, Name = "a"), Dense(2, Name = "a")]
            public sealed partial class Broken;

            [Network(InputGradient = true)]
            public sealed partial class Body
            {
                static readonly int[] Widths = [1, 2];
                [Dense(2, Count = 2)] private partial Tensor Block(int index, Tensor x);
                [Parameter(2)] private partial Tensor Scale();
                [Nested(typeof(Xor))] private partial Tensor Last(Tensor x);
                [Forward]
                private (Tensor a, Tensor b) Forward([Shape(2)] Tensor x)
                {
                    var all = new List<Tensor> { x };
                    for (var i = 0; i < 2; i++)
                        x = i switch { 0 => Block(i, x), _ when i > 5 => x, _ => -Block(i, x) };
                    foreach (var width in Widths)
                    {
                        if (width is 1 or 7) { all.Add(x * (float)width); continue; }
                        switch (width) { case 2: all[^1] += 1; break; default: return (x, all[0]); }
                    }
                    var (a, b) = Both(x);
                    return (Last(a) * Scale(), Functional.Sum(b, 0));

                    static (Tensor, Tensor) Both(Tensor x) => (x, x);
                }
                [Differentiable] private static float Twice(float x) => x + x;
                [Objective] private Tensor Loss(Tensor a, Tensor b, Tensor x, [Shape(1)] Tensor target) => Functional.Map(a, Twice) - target + b + Functional.Sum(x);
            }

            [Network]
            public sealed partial class BrokenBody
            {
                [Dense(2)] private partial Tensor Layer(Tensor x);
                [Forward] private Tensor Forward([Shape(2)] Tensor x) { while (true) { } }
            }

            [Network]
            public sealed partial class MisshapenBody
            {
                [Dense(2)] private partial Tensor Layer(Tensor x);
                [Forward] private Tensor Forward([Shape(2)] Tensor x) => Functional.Reshape(Layer(x), 3);
            }

            [Network, Input(2), Dense(1)]
            public sealed partial class Xor;

            [Network, Input(2), Dense(1)]
            public sealed partial class XOR;

            [Network, Input(2), Dense(1)]
            public sealed class Fixed;
        }
        """;

    private static readonly HashSet<Type> Values = [typeof(TextSpan), typeof(LinePosition), typeof(LinePositionSpan)];

    [Fact]
    public void Models_hold_nothing_of_Roslyn()
    {
        var result = Host.Run(Everything).Result;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

        foreach (var step in TrackedSteps.All)
        {
            foreach (var (value, _) in result.Outputs(step))
                Walk(value, step, seen);
        }

        Assert.True(seen.Count > 100, $"Only {seen.Count} objects were found.");
    }

    [Fact]
    public void Models_of_the_same_text_are_equal()
    {
        var first = Host.Run(Everything).Result;
        var second = Host.Run(Everything).Result;

        foreach (var step in TrackedSteps.All)
        {
            var values = first.Outputs(step).Select(static output => output.Value).ToList();
            Assert.NotEmpty(values);
            Assert.Equal(values, second.Outputs(step).Select(static output => output.Value), EqualityComparer<object>.Default);
            Assert.Equal(values.Select(static value => value.GetHashCode()), second.Outputs(step).Select(static output => output.Value.GetHashCode()));
        }
    }

    internal static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            return;

        var type = value.GetType();
        if (Values.Contains(type))
            return;
        var assembly = type.Assembly.GetName().Name!;
        Assert.False(assembly.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal), $"{path} is a {type}.");
        Assert.False(value is Delegate or MemberInfo or Stream, $"{path} is a {type}.");

        if (value is Array array)
        {
            var index = 0;
            foreach (var item in array)
                Walk(item, $"{path}[{index++}]", seen);
            return;
        }

        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
        }
    }
}
