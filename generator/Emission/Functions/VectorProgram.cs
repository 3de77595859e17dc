using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>
/// A function with loops, and its gradient, on a vector of elements: the statements of one element, each for all lanes. A loop whose rounds are the same for
/// all elements stays a loop, and what it keeps for its way back is kept as vectors.
/// </summary>
internal sealed class VectorProgram
{
    /// <summary>How many vectors are kept on the stack before memory of the thread is taken.</summary>
    private const int KeptOnStack = 32;

    private readonly FunctionCode code;
    private readonly Procedure procedure;
    private readonly List<Line> forward;
    private readonly List<Line> backward = [];
    private readonly AdjointVariables? adjoints;
    private readonly Term value;

    private VectorProgram(FunctionCode code, bool hasGradient)
    {
        this.code = code;
        var program = code.Declaration.Program!;
        procedure = PreparedProcedure.Of(program.Model!, program.Signature, code.Declaration.Type);
        if (hasGradient)
        {
            DerivativeValues.Add(procedure, 1);
            JoinedInPlace.Apply(procedure);
            var lines = ReverseMode.Of(procedure, [[1.0]]);
            (forward, backward, adjoints) = (lines.Forward, lines.Backward, lines.Adjoints);
        }
        else
        {
            JoinedInPlace.Apply(procedure);
            forward = new ForwardLines(procedure, new Dictionary<int, (Frame, int)>(), new Dictionary<Loop, Frame>(), new HashSet<int>(), static _ => false).Of(procedure.Steps);
        }

        value = ResultValues.Keep(procedure, forward)[0];
        var roots = new HashSet<int>();
        VariablesOf.Term(value, variable => roots.Add(variable));
        foreach (var input in procedure.Inputs)
        {
            if (adjoints is not null && adjoints.TryGet(input, 0, out var adjoint))
                roots.Add(adjoint);
        }

        UnusedLines.Remove(Blocks, roots);
        FirstAssigned.Apply(backward);
    }

    private List<Line>[] Blocks => [forward, backward];

    /// <summary>The function, or its value and its gradient, on vectors; null where elements go different ways, or need what vectors do not have.</summary>
    public static VectorProgram? Of(FunctionCode code, bool hasGradient)
    {
        if (code.VectorTarget is null || code.Declaration.Program?.Model?.HasLoop != true)
            return null;
        var program = new VectorProgram(code, hasGradient);
        return program.value is RealTerm && !MethodParts.AreNeeded(program.procedure, program.Blocks) && LineTree.All(program.Blocks.SelectMany(static block => block)).All(program.IsOnVectors) ? program : null;
    }

    private bool IsOnVectors(Line line)
        => line switch
        {
            Keep keep => IsNumber(keep.Variable),
            Recall recall => IsNumber(recall.Variable),
            TakeArray or AssignElement or AccumulateElement or PartOfMethod => false,
            _ => LineTree.Terms(line).All(IsOnVectors),
        };

    private bool IsNumber(int variable) => procedure.Variables[variable].Kind == VariableKind.Real;

    private bool IsOnVectors(Term term) => term switch
    {
        RealTerm(var scalar) => code.VectorTarget!.Unsupported(scalar).Count == 0,
        ElementTerm(var array, _, var index) => procedure.Arrays[array].Table is not null && IsSameForAll(index),
        RealOfWhole(var whole) => IsSameForAll(whole),
        WholeTerm(var whole) => IsSameForAll(whole),
        TruthTerm(var condition) => IsSameForAll(condition),
        _ => false,
    };

    private static bool IsSameForAll(Whole whole) => whole switch
    {
        WholePart => false,
        WholeBinary(_, var left, var right) => IsSameForAll(left) && IsSameForAll(right),
        WholeNegative(var operand) => IsSameForAll(operand),
        WholeConversion(_, var operand) => IsSameForAll(operand),
        WholeOfEnumeration(_, _, var operand) => IsSameForAll(operand),
        WholeElement(_, _, var index) => IsSameForAll(index),
        WholeCall(_, var arguments) => arguments.All(IsSameForAll),
        _ => true,
    };

    private static bool IsSameForAll(Condition condition) => condition switch
    {
        Compared => false,
        ComparedWhole(_, var left, var right) => IsSameForAll(left) && IsSameForAll(right),
        TruthElement(_, _, var index) => IsSameForAll(index),
        Chosen(var choice, var whenTrue, var whenFalse) => IsSameForAll(choice) && IsSameForAll(whenTrue) && IsSameForAll(whenFalse),
        _ => true,
    };

    /// <summary>Writes it as a local function.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="outputs">The value, and the derivatives by the parameters.</param>
    public void Write(CodeWriter writer, string[] outputs)
    {
        var vector = $"global::System.Runtime.Intrinsics.Vector256<{code.Number}>";
        var names = new VariableNames(procedure, [.. code.Declaration.Parameters.Select(static parameter => parameter.Name), .. outputs, code.Element])
        {
            Adjoint = variable => adjoints?.OriginOf(variable) is var (of, _) ? (of, static name => "d" + Identifiers.Word(name.TrimStart('@'))) : null,
        };
        SortedSet<int> depths = [.. LineTree.All(forward).OfType<PushFrame>().Select(static push => push.Frame.Depth)];
        var text = new CodeWriter();
        var body = new LineText(procedure, text, names) { IsOnVectors = true, Tapes = depths.ToDictionary(static depth => depth, _ => names.Take("tape")) };
        body.Write(Blocks, forward);
        if (backward.Count > 0)
        {
            text.Blank();
            text.Line("// Backwards: the rounds of each loop from its last one to its first.");
            body.Write(Blocks, backward);
        }

        for (var output = 1; output < outputs.Length; output++)
        {
            var input = procedure.Inputs.FindIndex(variable => procedure.Variables[variable].Text == code.Parameters[output - 1]);
            text.Line($"{outputs[output]} = {(input >= 0 && adjoints!.TryGet(procedure.Inputs[input], 0, out var adjoint) ? names.Of(adjoint) : vector + ".Zero")};");
        }

        foreach (var tape in body.Tapes.Values)
            text.Line($"{tape}.Dispose();");
        text.Line($"return {body.Of(value)};");

        var parameters = code.Parameters.Select(name => $"{vector} {name}").Concat(outputs.Skip(1).Select(name => $"out {vector} {name}"));
        using var braces = writer.Braces($"static {vector} {code.Element}({string.Join(", ", parameters)})");
        ProgramHead.WriteTables(writer, procedure);
        foreach (var depth in depths)
            writer.Line($"var {body.Tapes[depth]} = new global::NetGen.Numerics.Tape<{vector}>({(depth == depths.Max ? $"stackalloc {vector}[{Numbers.Text(KeptOnStack)}]" : "default")});");
        writer.Line(text.ToString().TrimEnd('\n'));
    }
}
