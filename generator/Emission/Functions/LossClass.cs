using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes a loss: the mean of a function over all elements, and its gradient, in one pass.</summary>
internal static class LossClass
{
    private const string Vector = "global::System.Runtime.Intrinsics.Vector256<float>";
    private const string Vector256 = "global::System.Runtime.Intrinsics.Vector256";
    private const string Loss = "global::NetGen.Loss";
    private const string ComputeHead = "protected override global::NetGen.LossValue Compute(global::System.ReadOnlySpan<float> outputs, global::System.ReadOnlySpan<float> targets, "
        + "global::System.Span<float> gradients, int batch, global::System.ReadOnlySpan<int> outputShape)";

    /// <summary>What the members of the class are called already.</summary>
    private static readonly string[] Inherited =
    [
        "Compute", "Element", "Equals", "Evaluate", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "Objection", "ReferenceEquals", "TargetShape", "TargetSize", "Targets",
        "ToString",
    ];

    public static void Write(CodeWriter writer, FunctionCode code)
    {
        var name = code.Declaration.Name.TrimStart('@') + FunctionMembers.Loss;
        var settings = code.Declaration.Parameters.Skip(2).ToArray();
        var names = new UniqueNames([.. Inherited, name]);
        var properties = settings.Select(setting => names.Take(FunctionCode.Word(setting.Name))).ToArray();
        var settingNames = code.Parameters.Skip(2).ToArray();

        writer.Blank();
        writer.Documentation("summary", $"The mean over all elements of {code.Equation()}, for outputs and targets [batch × output].");
        using var body = writer.Braces($"{code.Declaration.Accessibility} sealed class {name} : {Loss}");
        WriteConstructor(writer, name, settings, settingNames, properties);
        for (var setting = 0; setting < settings.Length; setting++)
        {
            writer.Blank();
            writer.Documentation("summary", $"The {settings[setting].Name} that the loss was made with.");
            writer.Line($"public float {properties[setting]} {{ get; }}");
        }

        WriteCompute(writer, code, $"new Element({string.Join(", ", properties)})");
        if (code.HasBody)
            WriteElement(writer, code, ElementSettings(code, settingNames));
    }

    /// <summary>The settings as the struct of an element has them: none is called as one of its methods.</summary>
    private static string[] ElementSettings(FunctionCode code, string[] settings)
    {
        var names = new UniqueNames([.. code.Declaration.Parameters.Select(static parameter => parameter.Name), .. code.Derivatives]);
        return [.. settings.Select(setting => Inherited.Contains(setting) ? names.Take(setting + "Setting") : setting)];
    }

    private static void WriteConstructor(
        CodeWriter writer, string name, FunctionParameter[] settings, string[] settingNames, string[] properties)
    {
        if (settings.Length == 0)
            return;
        writer.Documentation("summary", "Makes the loss.");
        for (var setting = 0; setting < settings.Length; setting++)
            writer.Documentation($"param name=\"{settings[setting].Name}\"", $"The function's {settings[setting].Name}, the same for all elements.");
        var parameters = settings.Select((setting, index) => $"float {settingNames[index]}{(setting.Default is { } value ? " = " + value : "")}");
        using var body = writer.Braces($"public {name}({string.Join(", ", parameters)})");
        for (var setting = 0; setting < settings.Length; setting++)
            writer.Line($"{(settingNames.Contains(properties[setting]) ? "this." : "")}{properties[setting]} = {settingNames[setting]};");
    }

    private static void WriteCompute(CodeWriter writer, FunctionCode code, string element)
    {
        writer.Blank();
        writer.Line("/// <inheritdoc/>");
        if (code.HasBody)
            writer.Line(ComputeHead).Line($"    => global::NetGen.ElementwiseMean.Evaluate({element}, outputs, targets, gradients);");
        else
            FunctionFile.WriteSkeleton(writer, ComputeHead);
    }

    private static void WriteElement(CodeWriter writer, FunctionCode code, string[] settings)
    {
        Scalar[] scalars = [code.Stable, code.Derivative(0)];
        var (prediction, target, derivative) = (code.Parameters[0], code.Parameters[1], code.Derivatives[0]);
        var names = new UniqueNames([.. code.Declaration.Parameters.Select(static parameter => parameter.Name), .. code.Derivatives]);
        var column = names.Take("column");
        writer.Blank();
        if (code.Equation(scalars[1], 0) is { } equation)
            writer.Line($"// {equation}");
        var fields = settings.Length == 0 ? "" : $"({string.Join(", ", settings.Select(static setting => "float " + setting))})";
        using var structure = writer.Braces($"private readonly struct Element{fields} : global::NetGen.IElementwiseLoss");
        writer.Line("[global::System.Runtime.CompilerServices.MethodImplAttribute(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        var header = $"public {Vector} Evaluate({Vector} {prediction}, {Vector} {target}, int {column}, out {Vector} {derivative})";
        var withoutVector = code.WithoutVector(scalars);
        using var body = writer.Braces(header);
        if (withoutVector.Count > 0)
        {
            WriteLanes(writer, code, scalars, withoutVector, settings, names);
            return;
        }

        // A setting is a number; here it is needed in all lanes.
        var vectors = settings.Select(setting => names.Take(setting.TrimStart('@') + "Vector")).ToArray();
        var used = ScalarArguments.Of(scalars[0] + scalars[1]);
        for (var setting = 0; setting < settings.Length; setting++)
        {
            if (used.Contains(setting + 2))
                writer.Line($"var {vectors[setting]} = {Vector256}.Create({settings[setting]});");
        }

        var text = code.Emit(scalars, [prediction, target, .. vectors], CSharpTarget.Vector256, [derivative, column, .. settings]);
        foreach (var statement in text.Statements)
            writer.Line(statement);
        writer.Line($"{derivative} = {text.Expressions[1]};");
        writer.Line($"return {text.Expressions[0]};");
    }

    private static void WriteLanes(
        CodeWriter writer, FunctionCode code, Scalar[] scalars, IReadOnlyList<string> withoutVector, string[] settings, UniqueNames names)
    {
        var (prediction, target, derivative) = (code.Parameters[0], code.Parameters[1], code.Derivatives[0]);
        var (lane, value, predicted, wanted) = (names.Take("lane"), names.Take("values"), names.Take("predicted"), names.Take("wanted"));
        var text = code.Emit(scalars, [predicted, wanted, .. settings], CSharpTarget.Single, [prediction, target, derivative, lane, value]);
        writer.Line($"// One lane at a time: {string.Join(" and ", withoutVector)} cannot be computed on vectors.");
        writer.Line($"var {value} = {Vector}.Zero;");
        writer.Line($"{derivative} = {Vector}.Zero;");
        using (writer.Braces($"for (var {lane} = 0; {lane} < 8; {lane}++)"))
        {
            writer.Line($"var {predicted} = {Vector256}.GetElement({prediction}, {lane});");
            writer.Line($"var {wanted} = {Vector256}.GetElement({target}, {lane});");
            foreach (var statement in text.Statements)
                writer.Line(statement);
            writer.Line($"{value} = {Vector256}.WithElement({value}, {lane}, {text.Expressions[0]});");
            writer.Line($"{derivative} = {Vector256}.WithElement({derivative}, {lane}, {text.Expressions[1]});");
        }

        writer.Line($"return {value};");
    }
}
