using System.Reflection;
using System.Reflection.Emit;

namespace NetGen.Generator.Tests.Emission;

/// <summary>How large a method is for the JIT: itself, and what it has to inline into it.</summary>
/// <param name="Bytes">Bytes of IL.</param>
/// <param name="Instructions">Instructions.</param>
/// <param name="Blocks">Runs of instructions between jumps.</param>
/// <param name="Locals">Local variables, and the parameters of what is inlined.</param>
/// <param name="References">Instructions that read or write a local variable or a parameter.</param>
internal readonly record struct MethodSize(int Bytes, int Instructions, int Blocks, int Locals, int References)
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => code.Value);

    /// <summary>The largest of each over methods.</summary>
    public static MethodSize Largest(IEnumerable<MethodSize> sizes) => sizes.Aggregate(static (left, right) => new(
        Math.Max(left.Bytes, right.Bytes),
        Math.Max(left.Instructions, right.Instructions),
        Math.Max(left.Blocks, right.Blocks),
        Math.Max(left.Locals, right.Locals),
        Math.Max(left.References, right.References)));

    /// <summary>A method's size with all that is marked to be inlined; the framework's vector operations count as the calls they are written as.</summary>
    public static MethodSize Of(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            return default;

        var code = body.GetILAsByteArray()!;
        var blocks = new HashSet<int> { 0 };
        var size = new MethodSize(code.Length, 0, 0, body.LocalVariables.Count, 0);
        for (var at = 0; at < code.Length;)
        {
            var opcode = code[at] == 0xFE ? Codes[(short)(0xFE00 | code[at + 1])] : Codes[code[at]];
            var operand = at + opcode.Size;
            at = operand + OperandLength(opcode, code, operand);
            size = size with
            {
                Instructions = size.Instructions + 1,
                References = size.References + (IsVariable(opcode) ? 1 : 0),
            };

            if (opcode.OperandType == OperandType.InlineMethod && Inlined(method, BitConverter.ToInt32(code, operand)) is { } inlined)
                size = size.With(inlined);
            if (opcode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
                blocks.Add(at);
            blocks.UnionWith(Targets(opcode, code, operand, at));
        }

        return size with { Blocks = size.Blocks + blocks.Count };
    }

    private MethodSize With(MethodBase inlined)
    {
        var other = Of(inlined);
        return new(
            Bytes + other.Bytes,
            Instructions + other.Instructions,
            Blocks + other.Blocks,
            Locals + other.Locals + inlined.GetParameters().Length,
            References + other.References);
    }

    private static MethodBase? Inlined(MethodBase caller, int token)
    {
        var callerTypeArguments = caller.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var callerArguments = caller.IsGenericMethod ? caller.GetGenericArguments() : null;
        var called = caller.Module.ResolveMethod(token, callerTypeArguments, callerArguments)!;
        return called.Module != typeof(object).Module && called.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining) ? called : null;
    }

    private static bool IsVariable(OpCode opcode)
        => (opcode.Name!.Contains("loc", StringComparison.Ordinal) && opcode != OpCodes.Localloc)
            || (opcode.Name.Contains("arg", StringComparison.Ordinal) && opcode != OpCodes.Arglist);

    private static int OperandLength(OpCode opcode, byte[] code, int operand) => opcode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, operand)),
        _ => 4,
    };

    private static IEnumerable<int> Targets(OpCode opcode, byte[] code, int operand, int next) => opcode.OperandType switch
    {
        OperandType.ShortInlineBrTarget => [next + (sbyte)code[operand]],
        OperandType.InlineBrTarget => [next + BitConverter.ToInt32(code, operand)],
        OperandType.InlineSwitch => Enumerable.Range(1, BitConverter.ToInt32(code, operand)).Select(label => next + BitConverter.ToInt32(code, operand + (4 * label))),
        _ => [],
    };
}
