using System.Globalization;
using System.Text;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>
/// A random scalar function in the language that the generator reads, well-typed, as C# of floats and of doubles. The C# compiler's own
/// translation of it is the reference for what it computes.
/// </summary>
internal sealed class RandomFunction
{
    private static readonly string[] Smooth = ["Sin", "Cos", "Tanh", "Atan", "Asinh", "Abs", "Cbrt"];

    private readonly Random random;
    private readonly IReadOnlyList<RandomFunction> callable;
    private readonly List<string> variables = [];
    private readonly List<string> assignable = [];
    private readonly List<string> counters = [];
    private readonly List<string> localFunctions = [];
    private readonly HashSet<RandomFunction> called = [];
    private readonly StringBuilder text = new();
    private int names;

    private RandomFunction(string name, int seed, IReadOnlyList<RandomFunction> callable)
    {
        random = new(seed);
        (Name, Seed, this.callable) = (name, seed, callable);
        ParameterCount = random.Next(1, 4);
        for (var i = 0; i < ParameterCount; i++)
        {
            variables.Add("xyz"[i].ToString());
            assignable.Add(variables[i]);
        }

        if (random.Next(4) == 0)
        {
            text.Append($"        return {Expression(4)};\n");
            return;
        }

        var statements = random.Next(2, 6);
        for (var i = 0; i < statements; i++)
            Statement(2);
        text.Append($"        return {Expression(2)};\n");
    }

    public string Name { get; }

    public int Seed { get; }

    public int ParameterCount { get; }

    /// <summary>Whether others may call it without growing too large; a loop, or calls of calls, would make them so.</summary>
    private bool IsShort => text.Length < 250 && !text.ToString().Contains("for (", StringComparison.Ordinal);

    /// <summary>Functions that may call those before them; a seed always gives the same.</summary>
    public static IReadOnlyList<RandomFunction> Batch(int batchSeed, int count)
    {
        var seeds = new Random(batchSeed);
        var functions = new List<RandomFunction>();
        foreach (var seed in Enumerable.Range(0, count).Select(_ => seeds.Next()))
            functions.Add(new($"F{functions.Count}", seed, [.. functions.Where(static function => function.IsShort).TakeLast(5)]));
        return functions;
    }

    /// <summary>The method, and those that it calls, as C# of doubles: for messages.</summary>
    public override string ToString() => string.Concat(((RandomFunction[])[.. called, this]).Select(static function => function.Source("double")));

    /// <summary>The method as C# of a type.</summary>
    public string Source(string type)
    {
        var parameters = string.Join(", ", variables.Take(ParameterCount).Select(name => $"{type} {name}"));
        var body = text.ToString()
            .Replace("TYPE", type, StringComparison.Ordinal)
            .Replace("MATH", type == "float" ? "MathF" : "Math", StringComparison.Ordinal)
            .Replace("#", type == "float" ? "f" : "", StringComparison.Ordinal);
        return $"    [Differentiable]\n    public static {type} {Name}({parameters})\n    {{\n{body}    }}\n";
    }

    private void Statement(int depth)
    {
        switch (random.Next(depth > 0 ? 9 : 4))
        {
            case 0 or 1:
                var name = $"v{names++}";
                text.Append($"        {(random.Next(2) == 0 ? $"var {name} = 0.5# *" : $"TYPE {name} =")} {Expression(3)};\n");
                variables.Add(name);
                assignable.Add(name);
                break;
            case 2:
                text.Append($"        {Pick(assignable)} = {Expression(3)};\n");
                break;
            case 3:
                text.Append($"        {Pick(assignable)} {Pick(["+=", "-=", "*="])} {Expression(2)};\n");
                break;
            case 4:
                text.Append($"        if ({Condition(2)})\n");
                Block(depth - 1);
                if (random.Next(2) == 0)
                {
                    text.Append("        else\n");
                    Block(depth - 1);
                }

                break;
            case 5:
                text.Append($"        if ({Condition(1)})\n            return {Expression(2)};\n");
                break;
            case 6 or 7:
                Loop(depth);
                break;
            default:
                var function = $"Local{names++}";
                var (variable, other) = ($"p{names++}", $"q{names++}");
                List<string> outside = [.. variables];
                variables.Clear();
                variables.AddRange([variable, other]);
                var outsideCounters = counters.ToArray();
                counters.Clear();
                var outsideFunctions = localFunctions.ToArray();
                localFunctions.Clear();
                var body = Expression(2);
                variables.Clear();
                variables.AddRange(outside);
                counters.AddRange(outsideCounters);
                localFunctions.AddRange(outsideFunctions);
                text.Append($"        static TYPE {function}(TYPE {variable}, TYPE {other}) => {body};\n");
                localFunctions.Add(function);
                break;
        }
    }

    private void Block(int depth)
    {
        // What is declared inside is not seen outside.
        var (variableCount, assignableCount, functionCount) = (variables.Count, assignable.Count, localFunctions.Count);
        text.Append("        {\n");
        for (var i = random.Next(1, 3); i > 0; i--)
            Statement(depth);
        text.Append("        }\n");
        variables.RemoveRange(variableCount, variables.Count - variableCount);
        assignable.RemoveRange(assignableCount, assignable.Count - assignableCount);
        localFunctions.RemoveRange(functionCount, localFunctions.Count - functionCount);
    }

    private void Loop(int depth)
    {
        var counter = $"i{names++}";
        var start = random.Next(0, 3);
        text.Append(random.Next(3) switch
        {
            0 => $"        for (var {counter} = {start + 3}; {counter} > {start}; {counter}--)\n",
            1 => $"        for (int {counter} = {start}, n{counter} = {start} + 3; {counter} < n{counter}; ++{counter})\n",
            _ => $"        for (var {counter} = {start}; {counter} <= {start + 4}; {counter} += 2)\n",
        });
        counters.Add(counter);
        text.Append("        {\n");
        if (random.Next(4) == 0)
            text.Append($"        if ({counter} % 2 == 1)\n            continue;\n");
        Block(depth - 1);
        if (random.Next(4) == 0)
            text.Append($"        if ({Condition(1)})\n            break;\n");
        text.Append("        }\n");
        counters.Remove(counter);
    }

    private string Expression(int depth)
    {
        if (depth == 0)
            return Leaf();
        string Part() => Expression(depth - 1);
        switch (random.Next(18))
        {
            case 0:
                return Leaf();
            case 1 or 2:
                return $"({Part()} + {Part()})";
            case 3 or 4:
                return $"({Part()} - {Part()})";
            case 5 or 6 or 7:
                return $"{Part()} * {Part()}";
            case 8:
                return $"{Part()} / (1.5# + MATH.Abs({Part()}))";
            case 9:
                return $"(-{Part()})";
            case 10 or 11:
                return $"MATH.{Pick(Smooth)}({Part()})";
            case 12:
                // A factor with a fraction makes a whole number one of the type; C# has overloads that would take it otherwise.
                return string.Format(CultureInfo.InvariantCulture, Pick(
                [
                    "MATH.Exp(-MATH.Abs({0}))", "MATH.Log(1 + MATH.Exp({0}))", "MATH.Log(0.5# + {0} * {0})", "MATH.Sqrt(0.25# + {0} * {0})",
                    "MATH.Asin(0.9# * MATH.Sin({0}))", "MATH.Acos(0.9# * MATH.Cos({0}))", "MATH.Atanh(0.9# * MATH.Tanh({0}))",
                    "MATH.Acosh(2 + {0} * {0})", "MATH.Sinh(MATH.Tanh({0}))", "MATH.Cosh(MATH.Sin({0}))", "MATH.Tan(0.5# * MATH.Sin({0}))",
                    "MATH.Log2(1 + MATH.Abs({0}))", "MATH.Log10(2 + MATH.Sin({0}))", "1 / (1 + MATH.Exp(-({0})))", "MATH.Floor(1.5# * {0})",
                    "MATH.Truncate(2.75# * {0})", "MATH.Round(1.25# * {0})", "MATH.Ceiling(0.75# * {0})", "MATH.Sqrt({0})", "MATH.Log({0})",
                    "NetGen.Numerics.ScalarMath.Sigmoid(0.75# * {0})", "NetGen.Numerics.ScalarMath.Erf(1.25# * {0})", "TYPE.Exp2(MATH.Tanh({0}))",
                ]), Part());
            case 13:
                return string.Format(CultureInfo.InvariantCulture, Pick(
                [
                    "MATH.Min({0}, {1})", "MATH.Max({0}, {1})", "MATH.Pow(1.25# + MATH.Sin({0}), {1})", "MATH.Atan2({0}, {1})", "MATH.Pow({0}, 3)",
                    "Math.Clamp({0}, -1.75#, 1.3#)", "MATH.FusedMultiplyAdd({0}, {1}, 0.7#)", "TYPE.Lerp({0}, {1}, 0.3#)", "MATH.Log(2 + MATH.Abs({0}), 3)",
                ]), Part(), Part());
            case 14:
                return $"({Condition(1)} ? {Part()} : {Part()})";
            case 15:
                return $"(TYPE)({Part()})";
            case 16 when localFunctions.Count > 0:
                return $"{Pick(localFunctions)}({Part()}, {Part()})";
            // Not in loops of loops, which would unroll to more than is allowed.
            case 17 when callable.Count > 0 && counters.Count < 2:
                var function = Pick(callable);
                called.Add(function);
                return $"{function.Name}({string.Join(", ", Enumerable.Range(0, function.ParameterCount).Select(_ => $"MATH.Sin({Part()})"))})";
            default:
                return $"({Part()} + 0.5# * {Part()})";
        }
    }

    private string Leaf() => random.Next(5) switch
    {
        0 => FormattableString.Invariant($"{random.Next(1, 40) / 8.0:0.###}#"),
        1 when counters.Count > 0 => Pick(["{0}", "({0} + 1)", "({0} / 2)", "{0} * 0.25#"]).Replace("{0}", Pick(counters), StringComparison.Ordinal),
        _ => Pick(variables),
    };

    /// <summary>A condition whose bound no point hits.</summary>
    private string Condition(int depth) => random.Next(depth > 0 ? 6 : 3) switch
    {
        0 when counters.Count > 0 => $"{Pick(counters)} {Pick(["==", "<", "!="])} {random.Next(1, 4)}",
        3 => $"({Condition(depth - 1)} && {Condition(depth - 1)})",
        4 => $"({Condition(depth - 1)} || {Condition(depth - 1)})",
        5 => $"!({Condition(depth - 1)})",
        _ => FormattableString.Invariant($"{Expression(1)} {Pick(["<", "<=", ">", ">="])} {(random.NextDouble() * 4) - 2:0.0000}371#"),
    };

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
