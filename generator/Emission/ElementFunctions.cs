using NetGen.Generator.Declaration;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// The functions that make a kernel's outputs, element by element: each is written once, as a method that inlines, and called wherever
/// the kernel stores.
/// </summary>
internal sealed class ElementFunctions(CodeWriter writer, KernelMethod method)
{
    private readonly Dictionary<StoredOperand, string> names = [];
    private readonly NameScope scope = new();

    /// <summary>The value of an output, as a call of its function.</summary>
    /// <param name="output">The output.</param>
    /// <param name="arguments">The C# text of every argument of its expression.</param>
    public string Call(StoredOperand output, IReadOnlyList<string> arguments) => Call(Name(output), output.Expression, arguments);

    /// <summary>The value of an expression, as a call of the function <paramref name="name"/>; an argument alone stands for itself.</summary>
    public static string Call(string name, Scalar expression, IReadOnlyList<string> arguments)
        => expression is Argument(var index)
            ? arguments[index]
            : $"{name}({string.Join(", ", ScalarArguments.Of(expression).Select(argument => arguments[argument]))})";

    /// <summary>Writes the functions of outputs whose arguments are these, each named by what it is and, if it is a tensor, its number among the method's.</summary>
    public void EmitAll(IEnumerable<StoredOperand> outputs, IReadOnlyList<(string Name, int? Argument)> arguments)
    {
        var parameters = arguments.Select(argument => (
            argument.Name,
            argument.Argument is { } number ? method.Graph[method.Kernel.Arguments[number].Node].Name.Mathematics : argument.Name)).ToArray();
        foreach (var output in outputs.Distinct())
        {
            var node = method.Kernel.Arguments[output.Operand.Argument].Node;
            Emit(writer, Name(output), method.Graph[node].Name.Mathematics, output.Expression, parameters, CSharpTarget.Vector256);
        }
    }

    /// <summary>Writes one function; none for an argument alone.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="result">What it computes, as mathematics.</param>
    /// <param name="expression">The function.</param>
    /// <param name="arguments">What its arguments are called, in C# and in mathematics.</param>
    /// <param name="target">What it computes on.</param>
    public static void Emit(
        CodeWriter writer, string name, string result, Scalar expression, IReadOnlyList<(string Name, string Mathematics)> arguments, CSharpTarget target)
    {
        if (expression is Argument)
            return;

        var used = ScalarArguments.Of(expression);
        var type = target == CSharpTarget.Vector256 ? "Vector" : "float";
        // A tensor that is read at two places has two parameters.
        var parameterNames = new NameScope();
        arguments = [.. arguments.Select(argument => (parameterNames.Take(argument.Name), argument.Mathematics))];
        var mathematics = arguments.Select(static argument => argument.Mathematics).ToArray();
        var text = CSharpText.Emit([expression], [.. arguments.Select(static argument => argument.Name)], target, []);

        writer.Blank();
        writer.Documentation("summary", $"{result} = {ScalarText.Mathematics(expression, mathematics)}");
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

    private string Name(StoredOperand output)
    {
        if (names.TryGetValue(output, out var name))
            return name;
        var isOnly = method.Kernel.Arguments.Count(static argument => argument.IsWritten) == 1;
        var node = method.Kernel.Arguments[output.Operand.Argument].Node;
        return names[output] = scope.Take(method.Name + (isOnly ? "Element" : method.Graph[node].Name.Pascal));
    }
}
