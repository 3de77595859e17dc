using System.Globalization;
using System.Text;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>
/// A random function with loops whose bounds are known when it runs, branches, early exits, spans, arrays that it writes, a structure and methods of it, as C#.
/// It takes a span of three numbers, a number, a structure of two, a span of two such structures, data and a count; it gives one number, or two, three or five as a tuple, or writes three into a span.
/// </summary>
internal sealed class RandomProcedure
{
    /// <summary>How many numbers it is differentiated by.</summary>
    public const int Inputs = 10;

    /// <summary>What all of them use.</summary>
    public const string Shared = """
            public readonly record struct Pair(double X, double Y)
            {
                public double Length => Math.Sqrt(1 + X * X + Y * Y);

                public static Pair operator +(Pair a, Pair b) => new(a.X + b.X, a.Y + b.Y);

                public static Pair operator *(double factor, Pair a) => new(factor * a.X, factor * a.Y);

                public Pair Turned(double angle)
                {
                    var (sin, cos) = Math.SinCos(angle);
                    return new(cos * X - sin * Y, sin * X + cos * Y);
                }
            }

            static Pair[] Pairs(double[] x) => [new(x[6], x[7]), new(x[8], x[9])];

            static double[] Numbers(Pair[] pairs) => [pairs[0].X, pairs[0].Y, pairs[1].X, pairs[1].Y];

            static readonly double[] Table = [0.5, -1.25, 0.75, 2];

            static double Soft(double x)
            {
                if (x > 1)
                    return 1 + Math.Log(x);
                return x < -1 ? -1 - Math.Log(-x) : x;
            }

            static void Fill(Span<double> s, double x)
            {
                for (var i = 0; i < s.Length; i++)
                    s[i] += x * (i + 1) * 0.1;
            }

            static (double Sum, double Product) Both(double x, double y) => (x + y, Math.Tanh(x) * y);

        """;

    private readonly bool countsAlone;
    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<string> reals = ["p[0]", "p[1]", "p[2]", "a", "s.X", "s.Y", "q[0].X", "q[1].Y", "q[^1].X", "data[0]"];
    private readonly List<string> assignable = ["a"];
    private readonly List<string> structures = ["s", "q[1]"];
    private readonly List<string> wholes = ["n"];
    private readonly List<string> arrays = [];
    private int names;
    private int loops;

    /// <param name="name">What it is called.</param>
    /// <param name="seed">Which one it is.</param>
    /// <param name="result">What it gives.</param>
    /// <param name="countsAlone">Whether all of its loops end with their count, and it has no arrays of its own.</param>
    public RandomProcedure(string name, int seed, ProcedureResult result, bool countsAlone = false)
    {
        (Name, Seed, Result, this.countsAlone) = (name, seed, result, countsAlone);
        random = new(seed);
        if (result == ProcedureResult.Span)
        {
            arrays.Add("y");
            Line(2, "y.Clear();");
        }

        if (countsAlone)
        {
            Line(2, "var carried = 0.3 * a;");
            reals.Add("carried");
            Block(2, 2, "for (var round = 0; round < n + 3; round++)", isLoop: true, "round", "p[round % 3]");
            // A number goes from round to round.
            text.Length -= 1 + (4 * 2) + 1;
            Line(3, "carried = Math.Sin(1.1 * carried + p[round % 3]);");
            Line(2, "}");
        }

        var statements = random.Next(2, 6);
        for (var statement = 0; statement < statements; statement++)
            Statement(2, 2);
        Line(2, result switch
        {
            ProcedureResult.Two or ProcedureResult.Three or ProcedureResult.Five => $"return ({string.Join(", ", Names.Select(_ => Given(2)))});",
            ProcedureResult.Span => $"y[{random.Next(3)}] += {Real(3)};",
            _ => $"return {Given(3)};",
        });

        string Given(int depth) => (countsAlone ? "carried + " : "") + Real(depth);
    }

    public string Name { get; }

    public int Seed { get; }

    public ProcedureResult Result { get; }

    /// <summary>The results of a tuple.</summary>
    public IReadOnlyList<string> Names => Result switch { ProcedureResult.Two => ["U", "V"], ProcedureResult.Three => ["U", "V", "W"], ProcedureResult.Five => ["U", "V", "W", "T", "S"], _ => [] };

    /// <summary>The method, with methods from and to arrays around what is generated for it.</summary>
    /// <param name="suffix">What is added to its name.</param>
    /// <param name="option">What is added to its attribute.</param>
    public string Source(string suffix = "", string option = "")
    {
        var name = Name + suffix;
        var type = Result switch { ProcedureResult.Two or ProcedureResult.Three or ProcedureResult.Five => $"({string.Join(", ", Names.Select(static result => "double " + result))})", ProcedureResult.Span => "void", _ => "double" };
        var head = $"    [Differentiable(Order = {(Result == ProcedureResult.Number ? 2 : 1)}{option})]\n    public static {type} {name}(ReadOnlySpan<double> p, double a, Pair s, ReadOnlySpan<Pair> q, [Constant] ReadOnlySpan<double> data, int n{(Result == ProcedureResult.Span ? ", Span<double> y" : "")})\n    {{\n{text}    }}\n";
        const string Arguments = "x.AsSpan(0, 3), x[3], new Pair(x[4], x[5]), Pairs(x), Data, 4";
        const string Directions = "v.AsSpan(0, 3), v[3], new Pair(v[4], v[5]), Pairs(v)";
        return Result == ProcedureResult.Span
            ? head + $$"""
                  public static double[] {{name}}Values(double[] x) { var y = new double[3]; {{name}}({{Arguments}}, y); return y; }
                  public static double[] {{name}}Along(double[] x, double[] v) { var y = new double[3]; var w = new double[3]; {{name}}Jvp({{Arguments}}, y, {{Directions}}, w); return [.. y, .. w]; }
                  public static double[] {{name}}Back(double[] x, double[] w) { var y = new double[3]; var g = new double[3]; var h = new Pair[2]; var r = {{name}}Vjp({{Arguments}}, y, w, g, h); return [.. y, .. g, r.DA, r.DS.X, r.DS.Y, .. Numbers(h)]; }

              """
            : Names.Count > 0
            ? head + $$"""
                  public static double[] {{name}}Values(double[] x) { var r = {{name}}({{Arguments}}); return [{{Members("r")}}]; }
                  public static double[] {{name}}Rows(double[] x) { var j = new double[{{Names.Count * Inputs}}]; var r = {{name}}Jacobian({{Arguments}}, j); return [{{Members("r")}}, .. j]; }
                  public static double[] {{name}}Along(double[] x, double[] v) { var r = {{name}}Jvp({{Arguments}}, {{Directions}}); return [{{Members("r.Value")}}, {{Members("r.Derivative")}}]; }
                  public static double[] {{name}}Back(double[] x, double[] w) { var g = new double[3]; var h = new Pair[2]; var r = {{name}}Vjp({{Arguments}}, ({{string.Join(", ", Names.Select(static (_, index) => $"w[{index}]"))}}), g, h); return [{{Members("r.Value")}}, .. g, r.DA, r.DS.X, r.DS.Y, .. Numbers(h)]; }

              """
            : head + $$"""
                  public static double[] {{name}}Values(double[] x) => [{{name}}({{Arguments}})];
                  public static double[] {{name}}Rows(double[] x) { var g = new double[3]; var h = new Pair[2]; var r = {{name}}Gradient({{Arguments}}, g, h); return [r.Value, .. g, r.DA, r.DS.X, r.DS.Y, .. Numbers(h)]; }
                  public static double[] {{name}}Second(double[] x, double[] v) { var g = new double[3]; var h = new Pair[2]; var r = {{name}}HessianVectorProduct({{Arguments}}, {{Directions}}, g, h); return [.. g, r.A, r.S.X, r.S.Y, .. Numbers(h)]; }

              """;
    }

    private string Members(string tuple) => string.Join(", ", Names.Select(name => $"{tuple}.{name}"));

    public override string ToString() => Source();

    private void Line(int indent, string line) => text.Append(' ', 4 * indent).Append(line).Append('\n');

    private string NewName(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}{names++}");

    private void Block(int indent, int depth, string head, bool isLoop, string? counter, params string[] more)
    {
        Line(indent, head);
        Line(indent, "{");
        var (oldReals, oldAssignable, oldStructures, oldWholes, oldArrays) = (reals.Count, assignable.Count, structures.Count, wholes.Count, arrays.Count);
        reals.AddRange(more);
        if (counter is not null)
            wholes.Add(counter);
        loops += isLoop ? 1 : 0;
        var statements = random.Next(1, 4);
        for (var statement = 0; statement < statements; statement++)
            Statement(indent + 1, depth - 1);
        if (isLoop && !countsAlone && random.Next(4) == 0)
            Line(indent + 1, $"if ({Condition()}) {(random.Next(3) == 0 && Result == ProcedureResult.Number ? $"return {Real(1)}" : random.Next(2) == 0 ? "break" : "continue")};");
        loops -= isLoop ? 1 : 0;
        reals.RemoveRange(oldReals, reals.Count - oldReals);
        assignable.RemoveRange(oldAssignable, assignable.Count - oldAssignable);
        structures.RemoveRange(oldStructures, structures.Count - oldStructures);
        wholes.RemoveRange(oldWholes, wholes.Count - oldWholes);
        arrays.RemoveRange(oldArrays, arrays.Count - oldArrays);
        Line(indent, "}");
    }

    private void Statement(int indent, int depth)
    {
        switch (random.Next(depth > 0 ? 15 : 8) is var kind && depth <= 0 && kind >= 6 ? kind + 7 : kind)
        {
            case 0 or 1:
                var local = NewName("x");
                Line(indent, $"var {local} = {Real(3)};");
                reals.Add(local);
                assignable.Add(local);
                break;
            case 2:
                var structure = NewName("s");
                Line(indent, $"var {structure} = {Structure(2)};");
                structures.Add(structure);
                reals.Add(structure + ".X");
                break;
            case 3:
                var (sum, product) = (NewName("u"), NewName("v"));
                Line(indent, $"var ({sum}, {product}) = Both({Real(2)}, {Real(1)});");
                reals.AddRange([sum, product]);
                break;
            case 4 or 5:
                var target = assignable[random.Next(assignable.Count)];
                Line(indent, random.Next(3) switch
                {
                    0 => $"{target} = {Bounded(Real(2))};",
                    1 => $"{target} += {Bounded(Real(2))};",
                    _ => $"{target} *= {Bounded(Real(1))};",
                });
                break;
            case 6 or 7:
                Block(indent, depth, $"if ({Condition()})", isLoop: false, null);
                if (random.Next(2) == 0)
                    Block(indent, depth, "else", isLoop: false, null);
                break;
            case 8 or 9 when loops < 2:
                var i = NewName("i");
                var head = random.Next(5) switch
                {
                    0 => $"for (var {i} = 0; {i} < data.Length; {i}++)",
                    1 => $"for (var {i} = n - 1; {i} >= 0; {i}--)",
                    2 => $"for (var {i} = 0; {i} < 7; {i}++)",
                    3 => $"for (var {i} = 1; {i} <= n; {i} += 2)",
                    _ => $"for (var {i} = 0; {i} < n; {i}++)",
                };
                Block(indent, depth, head, isLoop: true, i, $"data[{i} % 5]", $"p[{i} % 3]", $"q[{i} % 2].X", $"q[{i} % q.Length].Y", $"q[{i} % 2].Length", $"Table[{i} % 4]", $"({i} * 0.25)");
                break;
            case 10 when loops < 2:
                var item = NewName("item");
                Block(indent, depth, $"foreach (var {item} in {(random.Next(2) == 0 ? "data" : "p[1..]")})", isLoop: true, null, item);
                break;
            case 11 when loops < 2 && !countsAlone:
                var (size, rounds) = (NewName("w"), NewName("k"));
                Line(indent, $"var {size} = 4 + {Bounded(Real(2))};");
                Line(indent, $"var {rounds} = 0;");
                Block(indent, depth, $"while ({size} > 0.7 && {rounds}++ < 6)", isLoop: true, null, size, $"({rounds} * 0.5)");
                // The size goes down at the end of the loop too.
                text.Length -= 1 + (4 * indent) + 1;
                Line(indent + 1, $"{size} *= 0.6 + 0.1 * {Bounded(Real(1))};");
                Line(indent, "}");
                reals.Add(size);
                break;
            case 13 when !countsAlone:
                var array = NewName("arr");
                Line(indent, random.Next(3) switch
                {
                    0 => $"var {array} = new double[n + {random.Next(1, 4)}];",
                    1 => $"Span<double> {array} = stackalloc double[5];",
                    _ => $"double[] {array} = [{Real(1)}, {Real(1)}, {Constant()}];",
                });
                arrays.Add(array);
                if (random.Next(2) == 0)
                    Line(indent, $"Fill({array}, {Bounded(Real(1))});");
                break;
            case 14 when arrays.Count > 0:
                Line(indent, random.Next(4) switch
                {
                    0 => $"{Element()} = {Bounded(Real(2))};",
                    1 => $"Fill({arrays[random.Next(arrays.Count)]}, {Bounded(Real(1))});",
                    2 => $"{Element()} *= {Bounded(Real(1))};",
                    _ => $"{Element()} += {Bounded(Real(2))};",
                });
                break;
            default:
                Line(indent, $"{assignable[random.Next(assignable.Count)]} -= {Bounded(Real(2))};");
                break;
        }
    }

    /// <summary>An element of an array, also where its index is known only at run time.</summary>
    private string Element()
    {
        var array = arrays[random.Next(arrays.Count)];
        return random.Next(3) == 0 ? $"{array}[{random.Next(3)}]" : $"{array}[({wholes[random.Next(wholes.Count)]} + {random.Next(3)}) % {array}.Length]";
    }

    private static string Bounded(string expression) => $"Math.Tanh({expression})";

    private string Condition() => random.Next(5) switch
    {
        0 => $"{Real(1)} > {Constant()} && {Real(1)} < {Real(1)}",
        1 => $"{Real(1)} < {Constant()} || {wholes[random.Next(wholes.Count)]} > {random.Next(6)}",
        2 => $"{Real(2)} > {Real(1)}",
        _ => $"{Real(1)} > {Constant()}",
    };

    private string Structure(int depth) => random.Next(depth > 0 ? 4 : 2) switch
    {
        0 => structures[random.Next(structures.Count)],
        1 => $"new Pair({Bounded(Real(1))}, {Real(0)})",
        2 => $"{structures[random.Next(structures.Count)]}.Turned({Real(1)})",
        _ => $"({Structure(depth - 1)} + {Constant()} * {Structure(depth - 1)})",
    };

    private string Constant() => ((random.NextDouble() * 3) - 1.5).ToString("0.00", CultureInfo.InvariantCulture) is var number && number[0] == '-' ? $"({number})" : number;

    private string Real(int depth)
    {
        if (depth == 0)
            return random.Next(4) == 0 ? Constant() : arrays.Count > 0 && random.Next(3) == 0 ? Element() : reals[random.Next(reals.Count)];
        return random.Next(15) switch
        {
            0 or 1 => $"({Real(depth - 1)} + {Real(depth - 1)})",
            2 => $"({Real(depth - 1)} - {Real(depth - 1)})",
            3 or 4 => $"{Bounded(Real(depth - 1))} * {Real(depth - 1)}",
            5 => $"{Real(depth - 1)} / (1.5 + {Bounded(Real(depth - 1))})",
            6 => $"Math.Sin({Real(depth - 1)})",
            7 => $"Math.Exp({Bounded(Real(depth - 1))})",
            8 => $"Math.Sqrt(1.2 + {Bounded(Real(depth - 1))})",
            9 => $"Soft({Real(depth - 1)})",
            10 => $"({Condition()} ? {Real(depth - 1)} : {Real(depth - 1)})",
            11 => $"Math.Pow(1.5 + {Bounded(Real(depth - 1))}, {Bounded(Real(depth - 1))})",
            12 => $"{structures[random.Next(structures.Count)]}.Length",
            13 => $"Math.Cos({Real(depth - 1)})",
            _ => reals[random.Next(reals.Count)],
        };
    }
}

/// <summary>What a random function gives.</summary>
internal enum ProcedureResult
{
    Number, Two, Three, Five, Span,
}
