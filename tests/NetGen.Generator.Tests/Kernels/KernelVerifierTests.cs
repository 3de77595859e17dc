using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Kernels;

/// <summary>The kernels of a small network, each time with one thing wrong.</summary>
public sealed class KernelVerifierTests
{
    private static readonly Scalar X = new Argument(0);

    // hidden, maximum, exponentials with their sum, softmax; then the gradients
    private static readonly KernelProgram Program = Stages.Of("Input(3), Dense(5, Activation.Relu, Name = \"hidden\"), Softmax(Name = \"soft\")").TrainingKernels;

    private static readonly Dictionary<string, (KernelProgram Program, string Message)> Broken = new()
    {
        ["too early"] = (Reordered(1, 0), "the kernel of %6 soft.maximum reads %5 hidden, which is not stored before"),
        ["forward after backward"] = (Moved(3, 4), "the kernel of %10 soft belongs to the forward pass and comes after the backward pass has begun"),
        ["nothing stored"] = (With(0, kernel => (ContractKernel)kernel with { Outputs = [] }), "a ContractKernel stores nothing"),
        ["another contraction"] = (With(0, kernel => (ContractKernel)kernel with { Root = 5 }), "the kernel of %5 hidden is not the contraction of %5 hidden"),
        ["other operands"] = (With(0, kernel => (ContractKernel)kernel with { Left = 1, Right = 0 }), "the kernel of %5 hidden does not read the operands of %2 hidden.product"),
        ["an unknown extra"] = (With(0, kernel => (ContractKernel)kernel with { Extras = [] }), "the kernel of %5 hidden uses argument 1 of 1"),
        ["an unknown operand"] = (With(3, kernel => (LoopKernel)kernel with { Operands = [8] }), "the kernel of %10 soft uses argument 1 of 1"),
        ["an operand twice"] = (With(3, kernel => (LoopKernel)kernel with { Operands = [8, 8] }), "the kernel of %10 soft reads a value under two numbers"),
        ["an operand that is too large"] = (With(1, kernel => (LoopKernel)kernel with { Operands = [1] }), "the kernel of %6 soft.maximum reads %1 hidden.weight [5 × 3] for every element of [batch × 5]"),
        ["a result of another shape"] = (With(3, kernel => Renamed((LoopKernel)kernel, 6)), "the kernel of %6 soft.maximum stores [batch × 5] as %6 soft.maximum [batch × 1]"),
        ["a part of no concatenation"] = (With(3, kernel => (LoopKernel)kernel with { Elements = [((LoopKernel)kernel).Elements[0] with { Offset = 1 }] }), "the kernel of %10 soft stores %10 soft 1 floats into its memory"),
        ["a reduction of a missing axis"] = (Reduced(1, reduction => reduction with { Axes = [2] }), "the kernel of %6 soft.maximum reduces axes [2] of [batch × 5]"),
        ["a reduction without a result"] = (Reduced(2, reduction => reduction with { Outputs = [] }), "the kernel of %8 soft.exponential reduces, but stores no result"),
        ["a reduction of an unknown operand"] = (Reduced(1, reduction => reduction with { Expression = new Argument(3) }), "the kernel of %6 soft.maximum uses argument 3 of 1"),
        ["a value twice"] = (Program with { Kernels = [.. Program.Kernels.Take(1), .. Program.Kernels] }, "the kernel of %5 hidden stores %5 hidden, which is stored before"),
        ["a value of the other pass"] = (With(3, kernel => (LoopKernel)kernel with { IsBackward = true }), "the kernel of %10 soft stores %10 soft, which belongs to the other pass"),
        ["its own result"] = (With(3, kernel => (LoopKernel)kernel with { Operands = [10, 9] }), "the kernel of %10 soft reads %10 soft, which it stores itself"),
        ["an output that is missing"] = (Program with { Kernels = [.. Program.Kernels.Take(3)] }, "%10 soft is an output or a gradient, but no kernel stores it"),
        ["a gradient that is missing"] = (Program with { Kernels = [.. Program.Kernels.Take(Program.Kernels.Count - 1)] }, "is an output or a gradient, but no kernel stores it"),
        ["a value for nobody"] = (With(0, kernel => Stored((ContractKernel)kernel, new KernelOutput(2, X))), "%2 hidden.product is stored, but nobody reads it"),
        ["an input as a result"] = (With(0, kernel => Stored((ContractKernel)kernel, new KernelOutput(0, X))), "the kernel of %0 input stores [batch × 5] as %0 input [batch × 3]"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_that_breaks_a_rule_is_refused_by_its_node(string name)
    {
        var (program, message) = Broken[name];

        Assert.Contains(message, Assert.Throws<InvalidGraphException>(() => KernelVerifier.Verify(program)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parts_of_a_concatenation_are_read_only_when_all_are_there()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        var joined = graph.Concatenate([graph.Map(X * X, [x], new("square")), x], 1, new("joined"));
        var y = graph.Map(X + 1, [joined], new("y"));
        var program = Stages.Of(graph.Build([y])).PredictionKernels;

        KernelVerifier.Verify(program);
        Assert.Equal(3, program.Kernels.Count);
        AssertRefused("the kernel of %3 y reads %2 joined before all its parts are stored", [program.Kernels[0], program.Kernels[2]]);
        AssertRefused(
            "stores [batch × 3] at 1 of %2 joined, where no such part begins",
            [(LoopKernel)program.Kernels[0] with { Elements = [((LoopKernel)program.Kernels[0]).Elements[0] with { Offset = 1 }] }]);

        void AssertRefused(string message, EquatableArray<Kernel> kernels)
            => Assert.Contains(
                message, Assert.Throws<InvalidGraphException>(() => KernelVerifier.Verify(program with { Kernels = kernels })).Message, StringComparison.Ordinal);
    }

    private static KernelProgram With(int index, Func<Kernel, Kernel> change)
        => Program with { Kernels = Program.Kernels.Select((kernel, place) => place == index ? change(kernel) : kernel).ToEquatableArray() };

    private static KernelProgram Reduced(int index, Func<LoopReduction, LoopReduction> change)
        => With(index, kernel => (LoopKernel)kernel with { Reduction = change(((LoopKernel)kernel).Reduction!) });

    private static LoopKernel Renamed(LoopKernel kernel, int node) => kernel with { Elements = [kernel.Elements[0] with { Node = node }] };

    private static ContractKernel Stored(ContractKernel kernel, KernelOutput more) => kernel with { Outputs = [.. kernel.Outputs, more] };

    private static KernelProgram Reordered(int first, int second)
    {
        var kernels = Program.Kernels.ToArray();
        (kernels[first], kernels[second]) = (kernels[second], kernels[first]);
        return Program with { Kernels = kernels.ToEquatableArray() };
    }

    /// <summary>A kernel behind another one.</summary>
    private static KernelProgram Moved(int index, int behind)
    {
        var kernels = Program.Kernels.ToList();
        var kernel = kernels[index];
        kernels.Insert(behind + 1, kernel);
        kernels.RemoveAt(index);
        return Program with { Kernels = kernels.ToEquatableArray() };
    }
}
