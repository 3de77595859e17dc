using System.Globalization;
using System.Text;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Tests.Bodies.Constants;

/// <summary>
/// A random method of constants. Every operator, statement, type and function that a forward method can have for numbers and collections is drawn; which
/// they are is seen in what the generator reads.
/// </summary>
/// <remarks>It ends with all its variables. What it computes with is never a constant of C#, since the compiler would compute that itself.</remarks>
internal sealed class RandomProgram
{
    /// <summary>What programs call.</summary>
    public const string Helpers = """
        public enum Color { Red, Green = 5, Blue }
        public enum Small : byte { None, One, Many = 200 }
        public static class Helpers
        {
            public static readonly int Base = Twice(3) + 1;
            public static readonly int Derived = Base * 2;
            public static readonly double[] Weights = [1, 2.5, Base, -0.0];
            public static readonly int[][] Nested = [[1, 2], [Derived, 4, 5]];
            public static int Computed => Base + 1;
            public static int Twice(int x) => x * 2;
            public static int Mix(int a, int b = 3, int c = 7) => unchecked(a * 31 + b * 7 - c);
            public static int Grow(List<int> list, int value) { list.Add(value); return list.Count; }
            public static int Set(int[] array, int index, int value) { array[index] = value; return value; }
            public static double Half(double x) { x /= 2; return x; }
            public static (int, double) Pair(double a, int b) => (b, a);
            public static int Sum(params int[] values) { var sum = 0; foreach (var value in values) sum = unchecked(sum + value); return sum; }
            public static int First(int[] values, int limit) { for (var i = 0; i < values.Length; i++) { if (values[i] > limit) return i; } return -1; }
        }
        """;

    private static readonly string[] Wholes = ["sbyte", "byte", "short", "ushort", "int", "uint", "long"];
    private static readonly string[] Numbers = [.. Wholes, "float", "double"];
    /// <summary>
    /// The framework's functions of numbers that are no type parameter. NetGen's own may differ from the compiler's in the last bit, and an estimate is no constant.
    /// </summary>
    private static readonly string[] MathSignatures =
        [.. LibraryFunctions.Signatures.Where(static signature => LibraryFunctions.Find(signature).IsOfNumbers && signature.StartsWith("M:System.", StringComparison.Ordinal) && !signature.Contains('`') && !signature.Contains("Estimate(System.Double)", StringComparison.Ordinal) && !signature.Contains("Estimate(System.Single)", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private readonly Random random;
    private readonly StringBuilder text = new();
    private int names;
    private int loops;

    public RandomProgram(int seed, int number)
    {
        random = new(seed);
        Name = string.Create(CultureInfo.InvariantCulture, $"P{number}");
        Seed = seed;
        Write();
        Source = text.ToString();
    }

    public string Name { get; }

    public int Seed { get; }

    public string Source { get; }

    private void Write()
    {
        var context = random.Next(12) switch { 0 => "checked ", 1 or 2 => "", _ => "unchecked " };
        text.Append($"public static (double[], long[]) {Name}()\n{{\nvar reals = new List<double>(); var wholes = new List<long>();\n");
        foreach (var type in Numbers)
            text.Append($"{type} {type}A = {Literal(type)}; {type} {type}B = {Literal(type)};\n");
        text.Append("bool boolA = true, boolB = false; string? textA = \"a\", textB = \"\"; Color color = Color.Green; Small small = Small.Many;\n");
        text.Append("int[] ints = [3, -1, 4, intA]; var others = new int[4]; double[] doubles = { 1, 2.5, floatA, -0.0 }; byte[] bytes = [1, 200, byteA, 7]; int[][] jagged = [[1, 2], [intB, 4]];\n");
        text.Append("List<int> list = new List<int> { 5, intA, 7 }; List<double> reversed = [1, .. doubles]; (int, double) pair = (intA, 2); IReadOnlyList<int> view = list; int[]? none = null; var flags = new bool[2];\n");
        text.Append("int Local(int x) { intB = unchecked(intB + x); return unchecked(intB * 2); }\n");
        text.Append(context).Append("{\n");
        for (var statement = random.Next(6, 14); statement > 0; statement--)
            Statement(3);
        text.Append("}\n");
        foreach (var type in Wholes)
            text.Append($"wholes.Add({type}A); wholes.Add({type}B); ");
        text.Append("\nreals.Add(floatA); reals.Add(floatB); reals.Add(doubleA); reals.Add(doubleB); reals.Add(pair.Item2); wholes.Add(pair.Item1); wholes.Add((long)color); wholes.Add((byte)small);\n");
        text.Append("wholes.Add(boolA ? 1 : 0); wholes.Add(boolB ? 1 : 0); wholes.Add(textA == textB ? 1 : 0); wholes.Add(textA is \"ab\" ? 1 : 0); wholes.Add(none is null ? 1 : 0);\n");
        text.Append("foreach (var x in ints) wholes.Add(x); foreach (var x in others) wholes.Add(x); foreach (var x in doubles) reals.Add(x); foreach (var x in bytes) wholes.Add(x); foreach (var x in view) wholes.Add(x); foreach (var x in reversed) reals.Add(x);\n");
        text.Append("foreach (var row in jagged) foreach (long x in row) wholes.Add(x);\nreturn (reals.ToArray(), wholes.ToArray());\n}\n");
    }

    private void Statement(int depth)
    {
        switch (random.Next(30))
        {
            case 0 or 1:
                var type = Pick(Numbers);
                text.Append($"{Variable(type)} = {Expression(type, 3)};\n");
                break;
            case 2:
                type = Pick(Numbers);
                text.Append($"{Variable(type)} {Pick("+=", "-=", "*=", "/=", "%=")} {Divisor(type)};\n");
                break;
            case 3:
                type = Pick(Wholes);
                var function = Pick("&=", "|=", "^=", "<<=", ">>=");
                text.Append($"{Variable(type)} {function} {Variable(function.Length == 3 ? "int" : type)};\n");
                break;
            case 4:
                text.Append(Pick($"{Variable(Pick(Numbers))}{Pick("++", "--")};\n", $"{Pick("++", "--")}{Variable(Pick(Numbers))};\n", $"{Element()}{Pick("++", "--")};\n"));
                break;
            case 5 when depth > 0:
                text.Append($"if ({Expression("bool", 3)})\n{{\n");
                Statement(depth - 1);
                text.Append(random.Next(2) == 0 ? "}\n" : "}\nelse\n{\n");
                if (text[^2] == '{')
                {
                    Statement(depth - 1);
                    text.Append("}\n");
                }

                break;
            case 6 or 7 when depth > 0 && loops < 2:
                var index = NewName();
                loops++;
                text.Append($"for (var {index} = {random.Next(3)}; {index} < {random.Next(3, 6)}; {index}++)\n{{\n");
                if (random.Next(3) == 0)
                    text.Append($"if ({Expression("bool", 2)}) {Pick("break", "continue")};\n");
                text.Append($"intA ^= {index};\n");
                Statement(depth - 1);
                Statement(depth - 1);
                text.Append("}\n");
                loops--;
                break;
            case 8 or 9 when depth > 0 && loops < 2:
                loops++;
                var item = NewName();
                text.Append($"foreach ({Pick("var", "long", "double", "int")} {item} in {Collection()})\n{{\ndoubleA -= {item}; if ({item} {Pick("<", ">=", "==")} intB) {Pick("intB--", "break", "continue", "ints[1] = 9", "longA ^= 5")};\n");
                Statement(depth - 1);
                text.Append("}\n");
                loops--;
                break;
            case 10 when depth > 0:
                text.Append($"switch ({Expression("int", 2)} & 7)\n{{\ncase 0: case 3:\n");
                Statement(depth - 1);
                text.Append($"break;\ndefault:\nintB ^= 1;\nbreak;\ncase > 5 when {Expression("bool", 2)}:\n");
                Statement(depth - 1);
                text.Append("break;\ncase 4 or (> 0 and not 2):\nlongB--;\nbreak;\n}\n");
                break;
            case 11:
                text.Append(Pick("switch (doubleA) { case double.NaN: intA = 1; break; case 0: intA = 2; break; case < 0: intA = 3; break; }\n", "switch (textA) { case \"a\": intA++; break; case \"\": intA--; break; case null: intA = 7; break; }\n", "switch (color) { case Color.Red: intA = 1; break; case Color.Green: color = Color.Blue; break; default: color = (Color)(intA & 7); break; }\n"));
                break;
            case 12:
                text.Append(Pick("(intA, intB) = (intB, intA);\n", "(ints[intA & 3], intA) = (intA, ints[1]);\n", "(doubleA, doubleB) = (intA, floatA);\n", "(longA, _) = pair;\n", "pair = (byteA, floatB);\n", "pair = Helpers.Pair(doubleA, intB);\n", "{ var (p, q) = Helpers.Pair(doubleA, intB); doubleB = q / 2; intA ^= p; }\n", "foreach (var (u, v) in new[] { (1, 2.5), (intA, doubleA) }) { intB ^= u; doubleB = v; }\n"));
                break;
            case 13:
                text.Append(Pick(
                    "ints[intA & 3] = intA = 2;\n", "ints[Helpers.Mix(intA++, c: intA, b: intB--) & 3] ^= intA;\n", "others[intA & 3] = intB = intA++;\n", "doubles[intB & 3] *= doubleA;\n",
                    "bytes[2] += bytes[1];\n", "jagged[intA & 1][0] = Local(2);\n", "ints[^1] = ints[^2];\n", "list[^1] = Helpers.Grow(list, 4);\n", "flags[intA & 1] = boolA; boolB = flags[0];\n"));
                break;
            case 14:
                text.Append(Pick("others = ints;\n", "ints = [intA, .. list, 4, 5, 6];\n", "others = new[] { 1, intB, 3, 4 };\n", "jagged[1] = ints;\n", "view = list;\n", "view = ints;\n", "list = [.. ints];\n", "list = new List<int>(ints) { 8, intA };\n",
                    "list = new(intA & 7) { 1, 2, 3 };\n", "none = intA > 3 ? ints : null;\n", "others = new int[4 + (intA & 3)];\n", "none = default;\n", "doubleB = default(double);\n", "none = jagged[0];\n"));
                break;
            case 15 or 16:
                text.Append(Pick(
                    "list.Add(intA);\n", "list.AddRange(ints);\n", "list.AddRange(list);\n", "list.Insert(1, intB);\n", "if (list.Count > 2) list.RemoveAt(list.Count - 1);\n", "list.Reverse();\n", "list.Reverse(0, 2);\n", "list.Clear(); list.Add(1); list.Add(intA); list.Add(3);\n",
                    "ints = list.ToArray();\n", "list.AddRange(ints.Skip(2));\n", "reversed.Reverse(1, 3);\n"));
                break;
            case 17:
                text.Append($"{Pick("textA", "textB")} = {Expression("string", 2)};\n");
                break;
            case 18:
                text.Append($"{Pick("boolA", "boolB")} {Pick("=", "&=", "|=", "^=")} {Expression("bool", 4)};\n");
                break;
            case 19 or 20:
                text.Append($"wholes.Add({Expression(Pick(Wholes), 4)});\n");
                break;
            case 21 or 22 or 23:
                text.Append($"reals.Add({Expression(Pick("float", "double"), 4)});\n");
                break;
            case 24:
                text.Append($"small = (Small){Expression("byte", 2)}; color = small == Small.Many ? Color.Red : (Color)intB;\n");
                break;
            case 25:
                text.Append($"{Pick("intA", "longA")} = {Expression("int", 2)} switch {{ 1 => 5, > 100 when boolA => intB, < 0 or 7 => 3, _ => {Expression("int", 2)} }};\n");
                break;
            case 26:
                text.Append($"wholes.Add(checked({Expression("int", 2)}));\n");
                break;
            default:
                for (var calls = 4; calls > 0; calls--)
                {
                    var signature = Pick(MathSignatures);
                    var call = Call(signature, 2);
                    text.Append(IsQuestion(signature) ? $"wholes.Add({call} ? 1 : 0);\n" : $"reals.Add({call});\n");
                }

                break;
        }
    }

    private string Collection() => Pick(
        "ints", "list", "view", "others", "Enumerable.Range(intB & 7, 3)", "Enumerable.Repeat(intA, 2)", "ints.Skip(1)", "list.Take(2)", "list.Concat(ints)", "ints.Append(intA)", "list.Prepend(intB)",
        "Enumerable.Reverse(ints)", "view.Reverse()", "list.Skip(1).ToArray()", "ints.ToList()", "jagged[0]", "Helpers.Nested[1]", "new[] { 1, 2 }", "(int[])[intA, 3]");

    private string Expression(string type, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
            return Leaf(type);
        switch (type)
        {
            case "bool":
                var number = Pick(Numbers);
                return random.Next(10) switch
                {
                    0 or 1 or 2 => $"({Expression(number, depth - 1)} {Pick("<", "<=", ">", ">=", "==", "!=")} {Operand(number, depth - 1)})",
                    3 => $"({Expression("bool", depth - 1)} {Pick("&&", "||", "&", "|", "^", "==", "!=")} {Expression("bool", depth - 1)})",
                    4 => $"!{Expression("bool", depth - 1)}",
                    5 => $"({Expression("int", depth - 1)} is > 3 or not (1 or < -2))",
                    6 => $"({Expression("double", depth - 1)} is double.NaN or > 2)",
                    7 => $"({Expression("string", depth - 1)} {Pick("==", "!=")} textB)",
                    8 => $"({Pick("none", "textA")} {Pick("is null", "== null", "is not null", "!= null")})",
                    _ => $"(boolA {Pick("&&", "||")} intA++ > {Expression("int", depth - 1)} {Pick("&&", "||")} boolB)",
                };
            case "string":
                return Pick($"({Leaf("string")} + \"b\")", $"({Expression("bool", depth - 1)} ? textA : \"ab\")", Leaf("string"));
            case "sbyte" or "byte" or "short" or "ushort":
                return random.Next(5) switch
                {
                    0 => Conditional(type, depth),
                    1 => MathOf(type, depth),
                    2 => $"{Variable(type)}{Pick("++", "--")}",
                    _ => $"({type}){Convertible(depth)}",
                };
            case "float" or "double":
                return random.Next(9) switch
                {
                    0 => Conditional(type, depth),
                    1 or 2 => MathOf(type, depth),
                    3 => $"({type}){Expression(Pick(Numbers), depth - 1)}",
                    4 => $"(-{Expression(type, depth - 1)})",
                    5 => $"({Variable(type)} {Pick("=", "+=", "*=")} {Expression(type, depth - 1)})",
                    _ => $"({Expression(type, depth - 1)} {Pick("+", "-", "*", "/", "%")} {Operand(type, depth - 1)})",
                };
            default:
                return random.Next(14) switch
                {
                    0 => Conditional(type, depth),
                    1 => MathOf(type, depth),
                    2 => $"({type}){Convertible(depth)}",
                    3 => type == "uint" ? $"(uint)(-{Expression("uint", depth - 1)})" : $"(-{Expression(type, depth - 1)})",
                    4 => $"({Variable(type)} {Pick("=", "+=", "^=")} {Expression(type, depth - 1)})",
                    5 => $"({Variable(type)}{Pick("++", "--")})",
                    6 => $"({Expression(type, depth - 1)} {Pick("<<", ">>")} {Expression("int", depth - 1)})",
                    7 => $"({Expression(type, depth - 1)} {Pick("/", "%")} {Divisor(type)})",
                    8 when type == "int" => Pick(
                        $"Helpers.Mix({Expression("int", depth - 1)})", $"Helpers.Mix(c: intA++, a: {Expression("int", depth - 1)}, b: intA)", "Helpers.Grow(list, 6)", "Local(intA)", "Helpers.Set(ints, intB & 3, 2)", "Helpers.Sum()", "Helpers.Sum(1, intA, 3)",
                        "Helpers.First(ints, 2)", "Helpers.Base", "Helpers.Derived", "Helpers.Computed", "Helpers.Nested[1].Length", "list.Count", "ints.First()", "list.Last()", "list.Skip(1).Count()", "view.Count", "(+byteA)", "(int)Helpers.Half(3)"),
                    9 => $"unchecked({Expression(type, depth - 1)} * {Operand(type, depth - 1)})",
                    _ => $"({Expression(type, depth - 1)} {Pick("+", "-", "*", "&", "|", "^")} {Operand(type, depth - 1)})",
                };
        }
    }

    private string Conditional(string type, int depth) => $"({Expression("bool", depth - 1)} ? {Variable(type)} : {Expression(type, depth - 1)})";

    private string Convertible(int depth) => random.Next(4) == 0
        ? $"({Expression(Pick("float", "double"), depth - 1)} % 90)"
        : Expression(Pick(Wholes), depth - 1);

    private string MathOf(string type, int depth)
    {
        var full = FullName(type);
        var fitting = MathSignatures.Where(signature => signature.Contains($"({full}", StringComparison.Ordinal) && !signature.Contains(".Sign(", StringComparison.Ordinal) && !IsQuestion(signature)).ToArray();
        return fitting.Length == 0 ? Leaf(type) : Call(Pick(fitting), depth);
    }

    /// <summary>Whether a function gives a truth value: <c>IsNaN</c>.</summary>
    private static bool IsQuestion(string signature) => signature.Contains(".Is", StringComparison.Ordinal);

    /// <summary>A call by its signature, <c>M:System.Math.Round(System.Double,System.Int32)</c>.</summary>
    private string Call(string signature, int depth)
    {
        var name = signature["M:System.".Length..signature.IndexOf('(', StringComparison.Ordinal)];
        var parameters = signature[(signature.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',');
        var arguments = parameters.Select((parameter, index) => parameter switch
        {
            "System.MidpointRounding" => "MidpointRounding." + Pick("ToEven", "AwayFromZero", "ToZero", "ToNegativeInfinity", "ToPositiveInfinity"),
            // Bounds that are in order, but for a few.
            _ when name.EndsWith(".Clamp", StringComparison.Ordinal) && index > 0 && random.Next(20) > 0 => $"({Numbers.Single(type => FullName(type) == parameter)}){(index == 1 ? "3" : "90")}",
            "System.Int32" when index > 0 && parameters[0] == "System.Double" => $"(intA & {Pick("7", "7", "15", "31")})",
            _ => Expression(Numbers.Single(type => FullName(type) == parameter), depth - 1),
        });
        return $"{name}({string.Join(", ", arguments)})";
    }

    private static string FullName(string type) => type switch
    {
        "sbyte" => "System.SByte",
        "byte" => "System.Byte",
        "short" => "System.Int16",
        "ushort" => "System.UInt16",
        "int" => "System.Int32",
        "uint" => "System.UInt32",
        "long" => "System.Int64",
        "float" => "System.Single",
        _ => "System.Double",
    };

    /// <summary>A right operand, which may be a literal.</summary>
    private string Operand(string type, int depth) => random.Next(4) == 0 && type is not ("sbyte" or "byte" or "short" or "ushort") ? $"({Literal(type)})" : Expression(type, depth);

    /// <summary>What something may be divided by: mostly not zero.</summary>
    private string Divisor(string type) => type switch
    {
        "sbyte" or "byte" or "short" or "ushort" => Variable(type),
        "float" or "double" => Expression(type, 1),
        _ => random.Next(8) == 0 ? Variable(type) : $"({Variable(type)} | 1)",
    };

    private string Leaf(string type) => type switch
    {
        "int" when random.Next(3) == 0 => Element(),
        "double" when random.Next(3) == 0 => Pick("doubles[intA & 3]", "reversed[0]", "Helpers.Weights[intB & 3]", "pair.Item2", "Helpers.Half(doubleA)"),
        "byte" when random.Next(3) == 0 => Pick("bytes[intA & 3]", "(byte)small"),
        "string" => Pick("textA", "textB"),
        "bool" => Pick("boolA", "boolB"),
        _ => Variable(type),
    };

    private string Element() => Pick("ints[intA & 3]", "others[intB & 3]", "list[intA & 1]", "ints[^1]", "jagged[1][intA & 1]");

    private string Variable(string type) => type + Pick("A", "B");

    private string Literal(string type) => type switch
    {
        "sbyte" => Pick("-128", "127", "-1", "0", "5"),
        "byte" => Pick("0", "200", "255", "1", "17"),
        "short" => Pick("-32768", "32767", "-300", "0", "44"),
        "ushort" => Pick("0", "65535", "40000", "3"),
        "int" => Pick("int.MinValue", "int.MaxValue", "-1", "1", "2", "3", "7", "100", "-33", "65536", "16777217"),
        "uint" => Pick("1u", "uint.MaxValue", "2147483648u", "7u", "100000u"),
        "long" => Pick("1L", "-7L", "long.MaxValue", "long.MinValue", "4294967296L", "9007199254740993L"),
        "float" => Pick("0.1f", "1f", "-2.5f", "float.NaN", "float.PositiveInfinity", "3e38f", "1e-40f", "-0f", "16777216f", "0.7f"),
        _ => Pick("0.1", "1.0", "-2.5", "double.NaN", "double.NegativeInfinity", "1e308", "5e-324", "-0.0", "2.5", "3.5", "1e10", "0.49999999999999994"),
    };

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"n{names++}");

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
