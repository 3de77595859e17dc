using System.Globalization;

namespace NetGen.Generator.Tests.Recurrence;

/// <summary>
/// A random recurrence as C#: one to three states of several sizes, a step of products, functions of elements, slices and concatenations, in either
/// direction, with initial states that are zeros, constants or computed from the input; the outputs are all steps or the last.
/// </summary>
internal sealed class RandomRecurrence
{
    private static readonly string[] Functions = ["Tanh", "Sigmoid", "Softsign", "Silu", "Sin"];

    private readonly Random random;
    private readonly List<string> layers = [];
    private readonly List<string> statements = [];
    private readonly List<(string Name, int Size)> values = [];
    private int numbers;
    private int lastSize;

    private RandomRecurrence(int seed) => random = new Random(seed);

    /// <summary>The members of the network.</summary>
    public static string Of(int seed) => new RandomRecurrence(seed).Make(hasLengths: false);

    /// <summary>The same over sequences of different lengths.</summary>
    public static string WithLengths(int seed) => new RandomRecurrence(seed).Make(hasLengths: true);

    private string Make(bool hasLengths)
    {
        var (steps, features) = (1 + random.Next(6), 1 + random.Next(4));
        int[] states = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => 1 + random.Next(5))];
        values.Add(("x", features));
        values.AddRange(states.Select(static (size, index) => ($"s{Text(index)}", size)));
        // Everything that comes before the step's states depends on a layer, so that there is something to train.
        Add(Dense(values[0], lastSize = 1 + random.Next(5)), lastSize);
        for (var count = 2 + random.Next(5); count > 0; count--)
            Step();
        // Every value has a part in every state, so that no layer is for nothing.
        Add($"Concatenate({string.Join(", ", values.Select(static value => value.Name))})", values.Sum(static value => value.Size));

        string[] results = [.. states.Select((size, index) => Bounded(Sized(values[^1], size), $"s{Text(index)}"))];
        var parameters = string.Join(", ", states.Select(static (_, index) => $"Tensor s{Text(index)}"));
        var types = states.Length == 1 ? "Tensor" : $"({string.Join(", ", states.Select(static _ => "Tensor"))})";
        var returned = states.Length == 1 ? results[0] : $"({string.Join(", ", results)})";
        string[] initial = [.. states.Select(Initial)];
        var call = $"Scan(Step, x, {string.Join(", ", initial)}{(random.Next(2) == 0 ? ", reverse: true" : "")}{(hasLengths ? ", lengths: lengths" : "")})";
        var output = states.Length == 1 ? call : $"{call}.Item{Text(1 + random.Next(states.Length))}";
        output = random.Next(3) == 0 ? $"Last({output})" : output;
        var lengths = hasLengths ? ", [Lengths] Tensor lengths" : "";
        return $$"""
            {{string.Join("\n", layers.Select(static layer => $"[Dense({layer.Split(' ')[1]})] private partial Tensor {layer.Split(' ')[0]}(Tensor x);"))}}
            [Dense(2)] private partial Tensor Out(Tensor x);
            {{types}} Step(Tensor x, {{parameters}})
            {
                {{string.Join("\n    ", statements)}}
                return {{returned}};
            }
            [Forward] private Tensor Forward([Shape({{Text(steps)}}, {{Text(features)}})] Tensor x{{lengths}}) => Out({{output}});
            """;
    }

    private void Step()
    {
        var value = Pick();
        switch (random.Next(5))
        {
            case 0:
                Add(Dense(value, lastSize = 1 + random.Next(5)), lastSize);
                break;
            case 1:
                Add($"{Functions[random.Next(Functions.Length)]}({value.Name})", value.Size);
                break;
            case 2:
                var other = Pick();
                Add($"Concatenate({value.Name}, {other.Name})", value.Size + other.Size);
                break;
            case 3:
                var length = 1 + random.Next(value.Size);
                Add($"Slice({value.Name}, 0, {Text(random.Next(value.Size - length + 1))}, {Text(length)})", length);
                break;
            default:
                var second = Sized(Pick(), value.Size);
                Add(random.Next(2) == 0 ? $"{value.Name} * {second}" : $"{value.Name} - 0.5f * {second}", value.Size);
                break;
        }
    }

    /// <summary>The value with another size, by a layer where it has not that size already.</summary>
    private string Sized((string Name, int Size) value, int size) => value.Size == size ? value.Name : Dense(value, size);

    /// <summary>What the next step gets: between −1 and 1, or half of what it was and something more, so that no state runs away.</summary>
    private string Bounded(string value, string state) => random.Next(2) == 0 ? $"Tanh({value})" : $"0.5f * {state} + Sigmoid({value})";

    private string Initial(int size) => random.Next(3) switch
    {
        0 => $"Zeros({Text(size)})",
        1 => $"Full(0.3f, {Text(size)})",
        _ => Dense(("Flatten(x)", 0), size),
    };

    private string Dense((string Name, int Size) value, int size)
    {
        var name = $"Layer{Text(layers.Count)}";
        layers.Add($"{name} {Text(size)}");
        return $"{name}({value.Name})";
    }

    private void Add(string expression, int size) => values.Add((Declare(expression), size));

    private string Declare(string expression)
    {
        var name = $"v{Text(numbers++)}";
        statements.Add($"var {name} = {expression};");
        return name;
    }

    private (string Name, int Size) Pick() => values[random.Next(values.Count)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
