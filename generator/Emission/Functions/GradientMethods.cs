using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes the derivatives of a function at one point: methods from numbers to tuples.</summary>
internal static class GradientMethods
{
    /// <summary>The value and the derivatives by the first <paramref name="count"/> parameters.</summary>
    public static void Gradient(CodeWriter writer, FunctionCode code, int count)
    {
        var derivatives = Enumerable.Range(0, count).Select(code.Derivative).ToArray();
        var names = new UniqueNames(["Value"]);
        var elements = new List<string> { "Value" };
        elements.AddRange(code.Declaration.Parameters.Take(count).Select(parameter => names.Take("D" + FunctionCode.Word(parameter.Name))));

        Document(
            writer,
            code,
            count == code.Parameters.Length
                ? count == 1 ? "and its derivative." : "and its gradient."
                : $"and its derivative by {code.Declaration.Parameters[0].Name}.",
            derivatives.Select((derivative, parameter) => code.Equation(derivative, parameter)),
            count == 1 ? "The value and the derivative." : "The value and the partial derivatives.");
        Method(writer, code, elements, FunctionMembers.Gradient, Parameters(code), code.Parameters, [code.Stable, .. derivatives]);
    }

    /// <summary>The value, the gradient and all second derivatives.</summary>
    public static void Hessian(CodeWriter writer, FunctionCode code)
    {
        var count = code.Parameters.Length;
        var names = new UniqueNames(["Value"]);
        var words = code.Declaration.Parameters.Select(static parameter => FunctionCode.Word(parameter.Name)).ToArray();
        var elements = new List<string> { "Value" };
        var scalars = new List<Scalar> { code.Stable };
        var equations = new List<string?>();
        for (var row = 0; row < count; row++)
        {
            elements.Add(names.Take("D" + words[row]));
            scalars.Add(code.Derivative(row));
        }

        for (var row = 0; row < count; row++)
        {
            for (var column = row; column < count; column++)
            {
                elements.Add(names.Take("D" + words[row] + words[column]));
                scalars.Add(FunctionCode.Differentiated(scalars[row + 1], column));
                equations.Add(code.Equation(scalars[scalars.Count - 1], row, column));
            }
        }

        Document(
            writer,
            code,
            count == 1 ? "with its first and second derivative." : "with its gradient and its Hessian.",
            equations,
            count == 1 ? "The value, the derivative and the second derivative." : "The value, the partial derivatives, and the second ones: the upper half of the symmetric matrix.");
        Method(writer, code, elements, FunctionMembers.Hessian, Parameters(code), code.Parameters, scalars);
    }

    /// <summary>The Hessian of a function that is differentiated as a program: a product with each direction.</summary>
    public static void HessianByProducts(CodeWriter writer, FunctionCode code)
    {
        var count = code.Parameters.Length;
        var names = new UniqueNames(["Value"]);
        var words = code.Declaration.Parameters.Select(static parameter => FunctionCode.Word(parameter.Name)).ToArray();
        List<string> elements = ["Value", .. words.Select(word => names.Take("D" + word))];
        for (var row = 0; row < count; row++)
        {
            for (var column = row; column < count; column++)
                elements.Add(names.Take("D" + words[row] + words[column]));
        }

        Document(
            writer, code, count == 1 ? "with its first and second derivative." : "with its gradient and its Hessian.", [],
            count == 1 ? "The value, the derivative and the second derivative." : "The value, the partial derivatives, and the second ones: the upper half of the symmetric matrix.");
        var result = FunctionFile.Head($"{code.Declaration.Accessibility} static ", [.. elements.Select(element => $"{code.Number} {element}")]);
        using var body = writer.Braces(FunctionFile.Head($"{result} {code.Declaration.Name.TrimStart('@')}{FunctionMembers.Hessian}{code.Declaration.Type.Parameters}", Parameters(code)) + code.Declaration.Type.Where);
        var locals = new UniqueNames(code.Declaration.Parameters.Select(static parameter => parameter.Name));
        var gradient = locals.Take("gradient");
        var call = code.Declaration.Name.TrimStart('@');
        writer.Line($"var {gradient} = {call}{FunctionMembers.Gradient}{code.Declaration.Type.Parameters}({string.Join(", ", code.Parameters)});");
        List<string> values = [.. elements.Take(count + 1).Select((_, index) => $"{gradient}.Item{Numbers.Text(index + 1)}")];
        var (zero, one) = (code.Target.Literal(0.0), code.Target.Literal(1.0));
        for (var row = 0; row < count; row++)
        {
            var along = locals.Take("along" + words[row]);
            writer.Line($"var {along} = {call}{FunctionMembers.HessianVectorProduct}{code.Declaration.Type.Parameters}({string.Join(", ", code.Parameters.Concat(Enumerable.Range(0, count).Select(index => index == row ? one : zero)))});");
            values.AddRange(Enumerable.Range(row, count - row).Select(column => count == 1 ? along : $"{along}.Item{Numbers.Text(column + 1)}"));
        }

        writer.Line("return (");
        for (var element = 0; element < elements.Count; element++)
            writer.Line($"    {elements[element]}: {values[element]}{(element < elements.Count - 1 ? "," : ");")}");
    }

    /// <summary>The second derivatives along a direction: the gradient of the gradient's product with it.</summary>
    public static void HessianVectorProduct(CodeWriter writer, FunctionCode code)
    {
        var count = code.Parameters.Length;
        var names = new UniqueNames([]);
        var elements = code.Declaration.Parameters.Select(parameter => names.Take(Component(parameter.Name))).ToList();
        Scalar alongDirection = 0.0;
        for (var parameter = 0; parameter < count; parameter++)
            alongDirection += code.Derivative(parameter) * new Argument(count + parameter);

        var variables = string.Join(", ", code.Declaration.Parameters.Select(static parameter => parameter.Name));
        writer.Blank();
        writer.Documentation(
            "summary", $"The Hessian of {code.Equation()} at ({variables}), times the direction ({string.Join(", ", code.Directions)}).");
        writer.Documentation("returns", "The components of the product: how fast the gradient changes along the direction.");
        Method(
            writer,
            code,
            elements,
            FunctionMembers.HessianVectorProduct,
            [.. code.Parameters.Concat(code.Directions).Select(name => $"{code.Number} {name}")],
            [.. code.Parameters, .. code.Directions],
            [.. Enumerable.Range(0, count).Select(parameter => FunctionCode.Differentiated(alongDirection, parameter))]);
    }

    /// <summary>A component of a direction is called as its parameter, but for the names that a tuple has for other things.</summary>
    private static string Component(string parameter)
    {
        var word = FunctionCode.Word(parameter);
        var isTaken = word is "Rest" or "ToString" or "Equals" or "GetHashCode" or "CompareTo" or "Deconstruct"
            || (word.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(word.Substring(4), out _));
        return isTaken ? word + "Component" : word;
    }

    private static void Document(CodeWriter writer, FunctionCode code, string what, IEnumerable<string?> equations, string returns)
    {
        writer.Blank();
        writer.Documentation("summary", $"{code.Equation()}, {what}");
        if (code.HasBody && equations.OfType<string>().ToArray() is { Length: > 0 } known)
        {
            writer.Line("/// <remarks>");
            foreach (var equation in known)
                writer.Line($"/// <para>{CodeWriter.Escape(equation)}</para>");
            writer.Line("/// </remarks>");
        }

        writer.Documentation("returns", returns);
    }

    private static string[] Parameters(FunctionCode code)
        => [.. code.Declaration.Parameters.Select((parameter, index) =>
            $"{code.Number} {code.Parameters[index]}{(parameter.Default is { } value ? " = " + value : "")}")];

    private static void Method(
        CodeWriter writer,
        FunctionCode code,
        List<string> elements,
        string suffix,
        IReadOnlyList<string> parameters,
        IReadOnlyList<string> arguments,
        IReadOnlyList<Scalar> scalars)
    {
        var result = FunctionFile.Head($"{code.Declaration.Accessibility} static ", [.. elements.Select(element => $"{code.Number} {element}")]);
        var header = FunctionFile.Head($"{result} {code.Declaration.Name.TrimStart('@')}{suffix}{code.Declaration.Type.Parameters}", parameters) + code.Declaration.Type.Where;
        if (!code.HasBody)
        {
            FunctionFile.WriteSkeleton(writer, header);
            return;
        }

        var text = code.Emit(scalars, arguments, code.Target, []);
        using var body = writer.Braces(header);
        foreach (var statement in text.Statements)
            writer.Line(statement);
        writer.Line("return (");
        for (var element = 0; element < elements.Count; element++)
            writer.Line($"    {elements[element]}: {text.Expressions[element]}{(element < elements.Count - 1 ? "," : ");")}");
    }
}
