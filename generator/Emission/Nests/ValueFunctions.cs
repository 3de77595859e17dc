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
            ElementFunctions.Emit(writer, name, result, expression, arguments, target);
    }
}
