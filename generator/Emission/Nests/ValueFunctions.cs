using NetGen.Generator.Declaration;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Nests;

/// <summary>
/// Writes values of a nest: a single operation where it is used, and what is longer as a function that inlines, with its mathematics.
/// </summary>
internal sealed class ValueFunctions
{
    private readonly List<(Scalar Expression, CSharpTarget Target, string Result, string Name, (string, string)[] Arguments)> functions = [];
    private readonly NameScope names = new();

    /// <summary>A value as C#.</summary>
    /// <param name="expression">The value.</param>
    /// <param name="arguments">The C# text of each argument, and what it is called in C# and in mathematics.</param>
    /// <param name="target">What it is computed on.</param>
    /// <param name="name">What a function for it is called, if there has to be one.</param>
    /// <param name="result">What it is, as mathematics.</param>
    public string Text(
        Scalar expression, IReadOnlyList<(string Text, string Name, string Mathematics)> arguments, CSharpTarget target, string name, string result)
    {
        if (expression is Argument(var index))
            return arguments[index].Text;
        if (expression is not Select && ScalarSize.Of(target.Lower(expression)) <= 1)
            return Aliases.Shorten(CSharpText.Emit([expression], [.. arguments.Select(static argument => argument.Text)], target, []).Expressions[0]);

        var place = functions.FindIndex(known => known.Target == target && known.Result == result && known.Expression.Equals(expression));
        if (place < 0)
        {
            place = functions.Count;
            functions.Add((expression, target, result, names.Take(name), [.. arguments.Select(static argument => (argument.Name, argument.Mathematics))]));
        }

        return $"{functions[place].Name}({string.Join(", ", ScalarArguments.Of(expression).Select(argument => arguments[argument].Text))})";
    }

    /// <summary>Writes the functions that values were written with.</summary>
    public void EmitAll(CodeWriter writer)
    {
        foreach (var (expression, target, result, name, arguments) in functions)
            Emit(writer, name, result, expression, arguments, target);
    }

    /// <summary>Writes one function.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="result">What it computes, as mathematics.</param>
    /// <param name="expression">The function.</param>
    /// <param name="arguments">What its arguments are called, in C# and in mathematics.</param>
    /// <param name="target">What it computes on.</param>
    private static void Emit(
        CodeWriter writer, string name, string result, Scalar expression, (string Name, string Mathematics)[] arguments, CSharpTarget target)
    {
        var used = ScalarArguments.Of(expression);
        var type = target.IsVector() ? "Vector" : "float";
        // A tensor that is read at two places has two parameters.
        var parameterNames = new NameScope();
        arguments = [.. arguments.Select(argument => (parameterNames.Take(argument.Name), argument.Mathematics))];
        var mathematics = arguments.Select(static argument => argument.Mathematics).ToArray();
        var text = CSharpText.Emit([expression], [.. arguments.Select(static argument => argument.Name)], target, []);

        writer.Blank();
        writer.Documentation("summary", $"{result} = {ScalarText.Right(expression, mathematics)}");
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
}
