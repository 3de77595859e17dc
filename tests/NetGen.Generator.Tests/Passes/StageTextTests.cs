using NetGen.Generator.Compilation;
using NetGen.Generator.Lowering;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Passes;

/// <summary>Every stage of the compiler as text: how each layer is lowered, what its gradient is, and what becomes of both.</summary>
public sealed class StageTextTests
{
    [Theory]
    [InlineData("Dense", "Input(3), Dense(2, Activation.Tanh, Name = \"hidden\"), Dense(1, Bias = false, Name = \"output\")")]
    [InlineData("DenseOverRows", "Input(4, 3), Dense(2, Activation.Gelu, Name = \"hidden\")")]
    [InlineData("Flatten", "Input(4, 3), Dense(2, Name = \"hidden\"), Flatten(Name = \"flat\"), Dense(1, Name = \"output\")")]
    [InlineData("Activation", "Input(3), Dense(2, Name = \"hidden\"), Activation(Activation.Silu, Name = \"silu\")")]
    [InlineData("Softmax", "Input(3), Dense(2, Name = \"hidden\"), Softmax(Name = \"soft\")")]
    [InlineData("LogSoftmax", "Input(3), Dense(2, Name = \"hidden\"), LogSoftmax(Name = \"soft\")")]
    public void Every_stage_of(string layer, string attributes)
    {
        var printer = new PrintingObserver();
        Pipeline.Run(StackLowering.Lower(Stages.Declare(attributes)), Targets.Default, printer);

        Snapshot.Verify(printer.ToString(), layer, extension: "txt");
    }
}
