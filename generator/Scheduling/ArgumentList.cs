using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>Numbers the tensors that a kernel is called with.</summary>
/// <param name="isShared">
/// Whether a tensor that is read in two roles has one number. In a contraction it has two, because its operands are references that
/// move as the sum goes on.
/// </param>
internal sealed class ArgumentList(bool isShared)
{
    private readonly List<KernelArgument> arguments = [];

    public int Read(int owner, TensorForm form = TensorForm.Own, StepPlace? step = null) => Number(new KernelArgument(owner, form, IsWritten: false) { Step = step });

    public int Write(int owner, TensorForm form = TensorForm.Own, StepPlace? step = null) => Number(new KernelArgument(owner, form, IsWritten: true) { Step = step });

    /// <summary>Says how many floats a copy takes that the kernel makes.</summary>
    public void SetLength(int argument, int length) => arguments[argument] = arguments[argument] with { Length = length };

    /// <summary>Says what a step of each of the loops around the kernel adds.</summary>
    public void SetAround(int argument, EquatableArray<int> around) => arguments[argument] = arguments[argument] with { Around = around };

    public EquatableArray<KernelArgument> ToArray() => arguments.ToEquatableArray();

    /// <summary>The numbers of those that are gradients of parameters.</summary>
    public int[] Gradients(NetworkGraph graph) => [.. Enumerable.Range(0, arguments.Count).Where(number => arguments[number].IsGradient(graph))];

    /// <summary>The arguments, each from where in its memory the kernel begins.</summary>
    public EquatableArray<KernelArgument> ToArray(IReadOnlyDictionary<int, int> starts)
        => arguments.Select((argument, number) => starts.TryGetValue(number, out var start) ? argument with { Start = start } : argument).ToEquatableArray();

    /// <summary>The operand from the start of its argument, which begins where the operand does: so kernels on other parts of a memory are equal.</summary>
    public Operand FromStart(Operand operand)
    {
        // What goes backwards begins in the middle.
        if (operand.Offset == 0 || operand.Strides.Any(static stride => stride < 0))
            return operand;
        arguments[operand.Argument] = arguments[operand.Argument] with { Start = operand.Offset };
        return operand with { Offset = 0 };
    }

    private int Number(KernelArgument argument)
    {
        if (isShared && arguments.IndexOf(argument) is >= 0 and var number)
            return number;
        arguments.Add(argument);
        return arguments.Count - 1;
    }
}
