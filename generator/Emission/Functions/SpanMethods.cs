using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes a function and its gradient over spans: eight floats or four doubles at a time where all of it can be computed on vectors.</summary>
internal static class SpanMethods
{
    /// <summary>How many operations a function may have that is inlined into its loop.</summary>
    private const int LargestInlined = 100;

    private const string Vector256 = "global::System.Runtime.Intrinsics.Vector256";
    private const string LanesClass = "global::NetGen.Numerics.Lanes";
    private const string Unsafe = "global::System.Runtime.CompilerServices.Unsafe";
    private const string MemoryMarshal = "global::System.Runtime.InteropServices.MemoryMarshal";
    private const string MethodImpl = "global::System.Runtime.CompilerServices.MethodImplAttribute";
    private const string MethodImplOptions = "global::System.Runtime.CompilerServices.MethodImplOptions";

    private static string Lanes(FunctionCode code) => code.LaneCount == 8 ? "eight" : "four";

    /// <summary><c>result[i] = F(x[i], …)</c></summary>
    public static void Value(CodeWriter writer, FunctionCode code)
    {
        var elements = string.Join(", ", code.Declaration.Parameters.Select(static parameter => parameter.Name + "[i]"));
        var name = code.Declaration.Name.TrimStart('@');
        Write(
            writer,
            code,
            $"{code.Result}[i] = {name}({elements}) for every i{{0}}.",
            code.Declaration.Name,
            [code.Result],
            [code.Stable],
            indexed => ValueStatements(code, indexed));
    }

    /// <summary><c>(value[i], dX[i], …) = FGradient(x[i], …)</c></summary>
    public static void Gradient(CodeWriter writer, FunctionCode code)
    {
        var name = code.Declaration.Name.TrimStart('@');
        string[] outputs = [code.Value, .. code.Derivatives];
        Write(
            writer,
            code,
            $"{name} and its {(code.Parameters.Length == 1 ? "derivative" : "gradient")} at every element{{0}}.",
            name + FunctionMembers.Gradient,
            outputs,
            [code.Stable, .. Enumerable.Range(0, code.Parameters.Length).Select(code.Derivative)],
            indexed => [$"({string.Join(", ", outputs.Select(output => $"{output}[{code.Index}]"))}) = {name}{FunctionMembers.Gradient}{code.Declaration.Type.Parameters}({string.Join(", ", indexed)});"]);
    }

    /// <summary>One element: by a call of the function or, where its own form overflows on the way to a finite value or loses its digits, by the one that does not.</summary>
    private static string[] ValueStatements(FunctionCode code, string[] indexed)
    {
        if (!code.MayOverflow)
            return [$"{code.Result}[{code.Index}] = {code.Call(indexed)};"];
        var text = code.Emit([code.Stable], indexed, code.Target, [code.Result]);
        return
        [
            $"// Not by a call: as it is written, {code.Declaration.Name.TrimStart('@')} overflows on the way to a finite value, or loses digits.",
            .. text.Statements,
            $"{code.Result}[{code.Index}] = {text.Expressions[0]};",
        ];
    }

    private static void Write(
        CodeWriter writer,
        FunctionCode code,
        string summary,
        string name,
        string[] outputs,
        IReadOnlyList<Scalar> scalars,
        Func<string[], string[]> scalarStatements)
    {
        var hasVectors = code.VectorTarget is not null;
        var withoutVector = hasVectors ? code.WithoutVector(scalars) : [];
        var program = code.HasBody ? VectorProgram.Of(code, hasGradient: outputs.Length > 1) : null;
        var isVectorized = program is not null || (hasVectors && withoutVector.Count == 0 && code.Declaration.Body is not null && !code.HasLongLoop);
        writer.Blank();
        writer.Documentation("summary", string.Format(System.Globalization.CultureInfo.InvariantCulture, summary, isVectorized && code.HasBody ? $", {Lanes(code)} at a time" : ""));
        var reason = isVectorized || !code.HasBody ? ""
            : !hasVectors ? $"One element at a time: what vectors {code.Number} has is known only where it is a type. "
            : code.Declaration.Body is null ? "One element at a time: it goes other ways for other values. "
            : code.HasLongLoop ? "One element at a time: the rounds of its loop would be much code if they were written out. "
            : $"One element at a time: {string.Join(" and ", withoutVector)} cannot be computed on vectors{(code.Target == CSharpTarget.Double ? " of doubles" : "")}. ";
        writer.Documentation("remarks", reason + "Results may take the place of arguments, span for span; otherwise spans must not overlap.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The spans are not all of one length, or a result overlaps another span.</exception>");
        var parameters = code.Parameters.Select(parameter => $"global::System.ReadOnlySpan<{code.Number}> {parameter}")
            .Concat(outputs.Select(output => $"global::System.Span<{code.Number}> {output}"));
        var header = FunctionFile.Head($"{code.Declaration.Accessibility} static void {name}{code.Declaration.Type.Parameters}", [.. parameters]) + code.Declaration.Type.Where;
        if (!code.HasBody)
        {
            FunctionFile.WriteSkeleton(writer, header);
            return;
        }

        if (isVectorized)
            writer.Line($"[{MethodImpl}({MethodImplOptions}.AggressiveOptimization)]");
        using var body = writer.Braces(header);
        var first = code.Parameters[0];
        foreach (var other in code.Parameters.Skip(1).Concat(outputs))
            writer.Line($"global::NetGen.Numerics.SpanLength.CheckEqual({first}.Length, {NameOf(code, first)}, {other}.Length, {NameOf(code, other)});");
        for (var index = 0; index < outputs.Length; index++)
        {
            foreach (var input in code.Parameters)
                writer.Line($"global::NetGen.Numerics.SpanOverlap.CheckApartOrSame<{code.Number}>({outputs[index]}, {NameOf(code, outputs[index])}, {input}, {NameOf(code, input)});");
            foreach (var output in outputs.Take(index))
                writer.Line($"global::NetGen.Numerics.SpanOverlap.CheckApart<{code.Number}>({outputs[index]}, {NameOf(code, outputs[index])}, {output}, {NameOf(code, output)});");
        }

        if (isVectorized)
        {
            WriteVectorLoop(writer, code, outputs);
            writer.Blank();
            if (program is not null)
                program.Write(writer, outputs);
            else
                WriteElement(writer, code, outputs, scalars);
        }
        else
        {
            var statements = scalarStatements([.. code.Parameters.Select(parameter => $"{parameter}[{code.Index}]")]);
            var head = $"for (var {code.Index} = 0; {code.Index} < {first}.Length; {code.Index}++)";
            using var loop = statements.Length == 1 ? writer.Indented(head) : writer.Braces(head);
            writer.Line(string.Join("\n", statements));
        }
    }

    /// <summary><c>nameof(x)</c>, or the name as text where <c>nameof</c> is something of the developer's.</summary>
    private static string NameOf(FunctionCode code, string parameter)
        => code.Declaration.TakenAliases.Contains(FunctionAliases.NameOf) || code.Parameters.Contains("@" + FunctionAliases.NameOf)
            ? $"\"{parameter.TrimStart('@')}\""
            : $"{FunctionAliases.NameOf}({parameter})";

    private static void WriteVectorLoop(CodeWriter writer, FunctionCode code, string[] outputs)
    {
        var (i, rest, first) = (code.Index, code.Rest, code.Parameters[0]);
        var names = new UniqueNames([.. code.Declaration.Parameters.Select(static parameter => parameter.Name), .. outputs, i, rest, code.Element]);
        var starts = code.Parameters.Concat(outputs).ToDictionary(static name => name, name => names.Take(name.TrimStart('@') + "Start"));
        var results = outputs.ToDictionary(static name => name, name => names.Take(name + "Vector"));
        foreach (var span in code.Parameters.Concat(outputs))
            writer.Line($"ref var {starts[span]} = ref {MemoryMarshal}.GetReference({span});");
        writer.Line($"var {i} = 0;");
        using (writer.Braces($"for (; {i} <= {first}.Length - {code.LaneCount}; {i} += {code.LaneCount})"))
        {
            Step(
                name => $"{Vector256}.LoadUnsafe(ref {starts[name]}, (nuint){i})",
                (name, value) => $"{Vector256}.StoreUnsafe({value}, ref {starts[name]}, (nuint){i});");
        }

        writer.Blank();
        writer.Line($"// Fewer than {Lanes(code)} are left.");
        using (writer.Braces($"if ({i} < {first}.Length)"))
        {
            writer.Line($"var {rest} = {first}.Length - {i};");
            Step(
                name => $"{LanesClass}.LoadPartial(ref {Unsafe}.Add(ref {starts[name]}, {i}), {rest})",
                (name, value) => $"{LanesClass}.StorePartial({value}, ref {Unsafe}.Add(ref {starts[name]}, {i}), {rest});");
        }

        void Step(Func<string, string> load, Func<string, string, string> store)
        {
            var arguments = code.Parameters.Select(load).Concat(outputs.Skip(1).Select(output => $"out var {results[output]}"));
            var call = $"var {results[outputs[0]]} = {code.Element}(";
            writer.Line(code.Parameters.Length + outputs.Length <= 3
                ? $"{call}{string.Join(", ", arguments)});"
                : $"{call}\n    {string.Join(",\n    ", arguments)});");
            foreach (var output in outputs)
                writer.Line(store(output, results[output]));
        }
    }

    private static void WriteElement(CodeWriter writer, FunctionCode code, string[] outputs, IReadOnlyList<Scalar> scalars)
    {
        var text = code.Emit(scalars, code.Parameters, code.VectorTarget!, outputs);
        var vector = $"{Vector256}<{code.Number}>";
        var parameters = code.Parameters.Select(name => $"{vector} {name}").Concat(outputs.Skip(1).Select(name => $"out {vector} {name}"));
        // It is called twice, by the loop and behind it; what is large costs little more as a call.
        if (ScalarList.Of(scalars).Nodes.Count <= LargestInlined)
            writer.Line($"[{MethodImpl}({MethodImplOptions}.AggressiveInlining)]");
        if (outputs.Length == 1 && text.Locals.Count == 0)
        {
            writer.Line($"static {vector} {code.Element}({string.Join(", ", parameters)})");
            writer.Line($"    => {text.Expressions[0]};");
            return;
        }

        using var body = writer.Braces($"static {vector} {code.Element}({string.Join(", ", parameters)})");
        foreach (var statement in text.Statements)
            writer.Line(statement);
        for (var output = 1; output < outputs.Length; output++)
            writer.Line($"{outputs[output]} = {text.Expressions[output]};");
        writer.Line($"return {text.Expressions[0]};");
    }
}
