using NetGen.Generator.Kernels;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>Zeros around an image are written where a sum reads them, and nowhere else. That what is left is enough, random programs show: memory that nothing is stored in is NaN there.</summary>
public sealed class UnreadZerosTests
{
    [Fact]
    public void Rows_that_every_sum_leaves_out_are_not_written()
    {
        var stages = Stages.Of("Input(1, 28, 28), Conv2D(6, 5), MaxPool2D(2), Conv2D(16, 5), MaxPool2D(2), Flatten, Dense(10)");

        // Above and below the gradient of the second convolution, and on its left and right.
        Assert.Equal(2, stages.TrainingKernels.Kernels.Count(IsZeros));
        Assert.Single(stages.Program.Training.Kernels, static kernel => kernel.Source is { } source && IsZeros(source));
    }

    [Fact]
    public void What_the_readable_form_reads_is_written()
    {
        var readable = Stages.Of("Input(1, 8, 8), Conv2D(2, 3), MaxPool2D(2), Conv2D(3, 2)");
        var scheduled = Scheduler.Run(readable.TrainingKernels, readable.Program.Training.Parameters, new PlannedNests(), CodeForm.Readable);

        Assert.Equal(readable.TrainingKernels.Kernels.Count, scheduled.Kernels.Count);
    }

    private static bool IsZeros(Kernel kernel) => kernel is LoopKernel { Operands.Count: 0 };
}
