using NetGen.Generator.Declaration;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Nests;

/// <summary>An argument of a function.</summary>
/// <param name="Text">The C# of it, where the function is called.</param>
/// <param name="Name">What the function calls it.</param>
/// <param name="Mathematics">What it is called in mathematics.</param>
/// <param name="Offset">How far into its tensor it was read, where it was read from one.</param>
internal sealed record FunctionArgument(string Text, string Name, string Mathematics, int? Offset = null)
{
    /// <summary>Whether it is an element of a parameter of the network.</summary>
    public bool IsParameter { get; init; }

    /// <summary>How far into the tensor of its name the method's argument begins, of which it is an element.</summary>
    public int Start { get; init; }
}

/// <summary>
/// Writes values of a nest: a single operation where it is used, and what is longer as a function that inlines, with its mathematics.
/// </summary>
internal sealed class ValueFunctions
{
    private readonly List<(Scalar Expression, CSharpTarget Target, string Result, string Name, List<FunctionArgument[]> Uses, IReadOnlyList<(string Name, Scalar Value)> Inner)> functions = [];
    private readonly NameScope names = new();

    /// <summary>A value as C#.</summary>
    /// <param name="expression">The value.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="inner">What parts of it are called.</param>
    /// <param name="target">What it is computed on.</param>
    /// <param name="name">What a function for it is called, if there has to be one.</param>
    /// <param name="result">What it is, as mathematics.</param>
    public string Text(Scalar expression, IReadOnlyList<FunctionArgument> arguments, IReadOnlyList<(string Name, Scalar Value)> inner, CSharpTarget target, string name, string result)
    {
        if (expression is Argument(var index))
            return arguments[index].Text;
        if (expression is not Select && ScalarSize.Of(target.Lower(expression)) <= 1)
            return Aliases.Shorten(CSharpText.Emit([expression], [.. arguments.Select(static argument => argument.Text)], target, []).Expressions[0]);

        var used = Used(expression, arguments);
        var place = functions.FindIndex(known => known.Target == target && known.Result == result && known.Expression.Equals(expression) && Used(expression, known.Uses[0]).SequenceEqual(used));
        if (place < 0)
        {
            place = functions.Count;
            functions.Add((expression, target, result, names.Take(name), [], inner));
        }

        if (!functions[place].Uses.Exists(known => used.All(argument => known[argument].Mathematics == arguments[argument].Mathematics)))
            functions[place].Uses.Add([.. arguments]);
        return $"{functions[place].Name}({string.Join(", ", used.Select(argument => arguments[argument].Text))})";
    }

    /// <summary>Writes the functions that values were written with.</summary>
    public void EmitAll(CodeWriter writer)
    {
        // Where one function reads a tensor at several places, its parts are told apart in all of them.
        var firsts = functions.SelectMany(static function => ScalarArguments.Of(function.Expression).Select(argument => function.Uses[0][argument]).Where(static argument => argument.Offset is not null).GroupBy(static argument => argument.Mathematics))
            .Where(static same => same.Skip(1).Any()).GroupBy(static same => same.Key).ToDictionary(static same => same.Key, static same => same.Min(static parts => parts.Min(static part => part.Offset!.Value)));
        foreach (var (expression, target, result, name, uses, inner) in functions)
            Emit(writer, name, result, expression, uses, inner, target, firsts);
    }

    /// <summary>The arguments that an expression has, parameters of the network last, as in all methods.</summary>
    private static int[] Used(Scalar expression, IReadOnlyList<FunctionArgument> arguments) => [.. ScalarArguments.Of(expression).OrderBy(argument => arguments[argument].IsParameter ? 1 : 0)];

    // What a function calls its arguments where they are others in each of its uses.
    private static readonly string[] Letters = ["x", "y", "u", "v", "w", "r", "s", "t", "p", "q"];

    /// <summary>What a function calls its arguments, in C# and in mathematics; and those that are others in each of its uses.</summary>
    private static ((string Name, string Mathematics)[] Names, int[] Different) Names(IReadOnlyCollection<int> used, List<FunctionArgument[]> uses, IReadOnlyDictionary<string, int> firsts)
    {
        var first = uses[0];
        int[] different = [.. used.Where(argument => uses.Exists(use => use[argument].Mathematics != first[argument].Mathematics))];
        var scope = new NameScope();
        foreach (var argument in used.Except(different))
            scope.Take(first[argument].Name);
        var letters = new Queue<string>(Letters.Where(letter => !used.Any(argument => first[argument].Name == letter)));
        var own = new NameScope();
        return ([.. first.Select((argument, number) =>
        {
            if (Array.IndexOf(different, number) >= 0 && letters.Count > 0 && letters.Dequeue() is var letter)
                return (own.Take(letter), letter);

            // A tensor that is read at two places has two parameters.
            var from = used.Contains(number) ? argument.Start : 0;
            if (used.Contains(number) && firsts.TryGetValue(argument.Mathematics, out var least) && argument.Offset > least)
                from += argument.Offset!.Value - least;
            var further = from > 0 ? $"From{Numbers.Text(from)}" : "";
            var name = own.Take(argument.Name + further);
            return (name, name == argument.Name ? argument.Mathematics : further.Length > 0 ? argument.Mathematics + further : name);
        })], different);
    }

    private const string Stored = "stored";

    /// <summary>Writes one function.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="result">What it computes, as mathematics.</param>
    /// <param name="expression">The function.</param>
    /// <param name="uses">What its arguments are in each of its uses.</param>
    /// <param name="inner">What parts of it are called.</param>
    /// <param name="target">What it computes on.</param>
    /// <param name="firsts">Where the first part of each tensor is that is read at several places.</param>
    private static void Emit(CodeWriter writer, string name, string result, Scalar expression, List<FunctionArgument[]> uses, IReadOnlyList<(string Name, Scalar Value)> inner, CSharpTarget target, IReadOnlyDictionary<string, int> firsts)
    {
        var used = Used(expression, uses[0]);
        var type = target.IsVector ? "Vector" : "float";
        var (arguments, different) = Names(used, uses, firsts);
        // What the place of the result has before it is another value than the result.
        var before = Array.FindIndex(arguments, argument => argument.Mathematics == result);
        if (before >= 0)
            arguments[before] = (Stored, Stored);
        var mathematics = arguments.Select(static argument => argument.Mathematics).ToArray();
        // A sum of a few values is none of a product.
        var text = CSharpText.Emit([expression], [.. arguments.Select(static argument => argument.Name)], target, new(["sum"]), inner, int.MaxValue);

        writer.Blank();
        var formula = $"{result} = {ScalarText.Right(expression, [.. mathematics.Select(FormulaText.Of)])}";
        string[] stored = before >= 0 && used.Contains(before) ? [$"where {Stored} is the sum that {result} has held until then"] : [];
        writer.Documentation("summary", different.Length == 0 ? [formula, .. stored]
            : [formula, .. stored, $"where {Tuple(different.Select(argument => mathematics[argument]))} is {string.Join(" or ", uses.Select(use => Tuple(different.Select(argument => use[argument].Mathematics))))}"]);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        var parameters = string.Join(", ", used.Select(argument => $"{type} {arguments[argument].Name}"));
        if (text.Locals.Count == 0)
        {
            writer.Line($"private static {type} {name}({parameters})");
            writer.Line($"    => {Aliases.Shorten(text.Expressions[0])};");
            return;
        }

        using var body = writer.Braces($"private static {type} {name}({parameters})");
        foreach (var statement in text.Statements)
            writer.Line(Aliases.Shorten(statement));
        writer.Line($"return {Aliases.Shorten(text.Expressions[0])};");
    }

    private static string Tuple(IEnumerable<string> values) => values.ToArray() is { Length: 1 } one ? one[0] : $"({string.Join(", ", values)})";
}
