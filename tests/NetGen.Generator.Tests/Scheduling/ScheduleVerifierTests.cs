using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>The schedules of small networks, each time with one thing wrong.</summary>
public sealed class ScheduleVerifierTests
{
    // Forward outer products, transposed weight, weight gradients in panels
    private static readonly ScheduledProgram Dense = Stages.Of("Input(20), Dense(40, Activation.Relu, Name = \"hidden\"), Dense(18, Name = \"output\")").Program.Training;

    // Dot products forward
    private static readonly ScheduledProgram Narrow = Stages.Of("Input(20), Dense(2, Name = \"output\")").Program.Prediction;

    // Loops with reductions
    private static readonly ScheduledProgram Softmax = Stages.Of("Input(20), Softmax(Name = \"soft\")").Program.Prediction;

    // A packed outer product forward, and backward one that adds up the samples
    private static readonly ScheduledProgram Convolution = Stages.Of("Input(64, 9, 9), Conv2D(68, 3, Name = \"output\")").Program.Training;

    // Channels as vectors, transposed to pictures
    private static readonly ScheduledProgram Channels = Stages.Of("Input(64, 9, 9), Conv2D(64, 3, Name = \"output\")").Program.Training;

    // Sums that leave out what meets zeros
    private static readonly ScheduledProgram Padded = Stages.Of("Input(6, 12, 12), Conv2D(6, 5, Padding = 2, Name = \"output\")").Program.Prediction;

    // A large weight, of which one panel at a time is copied
    private static readonly ScheduledProgram Large = Stages.Of("Input(5), Dense(90), Dense(110, Name = \"output\")").Program.Training;

    private static readonly Dictionary<string, (ScheduledProgram Program, string Message)> Broken = new()
    {
        ["a layout too few"] = (Dense with { Parameters = Dense.Parameters with { All = [.. Dense.Parameters.Take(3)] } }, "there are 3 layouts of 4 parameters"),
        ["a layout that is too small"] = (Dense with { Parameters = Dense.Parameters with { All = [.. Dense.Parameters.Take(3), Dense.Parameters[3] with { Length = 16 }] } }, "output.bias [18] does not fit its layout of 16 floats"),
        ["a layout that overlaps itself"] = (Dense with { Parameters = Dense.Parameters with { All = [Dense.Parameters[0] with { BlockStride = 960 }, .. Dense.Parameters.Skip(1)] } }, "hidden.weight [40, 20] does not fit its layout of 960 floats"),

        ["a view as an argument"] = (Change(Stages.Of("Input(2, 4), Flatten(Name = \"flat\"), Dense(3, Name = \"output\")").Program.Prediction, 0, kernel => kernel with { Arguments = Called(kernel.Arguments, 0, 1) }), "the schedule of %5 output is called with %1 flat, which has no memory of its own"),
        ["a copy that is not there yet"] = (Dense with { Kernels = Dense.Kernels.Where(static kernel => !IsTranspose(kernel)).ToEquatableArray() }, "reads %6 output.weight repacked before it is made"),
        ["a copy twice"] = (Dense with { Kernels = [.. Dense.Kernels.Where(IsTranspose), .. Dense.Kernels] }, "copies %6 output.weight repacked a second time"),
        ["a parameter that is written"] = (Change(Dense, 0, kernel => kernel with { Arguments = Written(kernel.Arguments, 1) }), "writes the parameter %1 hidden.weight"),
        ["a tensor that it has nothing to do with"] = (Change(Dense, 0, kernel => kernel with { Arguments = Called(kernel.Arguments, 0, 8) }), "the schedule of %5 hidden is called with %8 output.bias, which its source does not touch"),
        ["a copy of something longer"] = (Copied(static nest => To(nest, static place => place with { Indices = [place.Indices[0] + 720] })), "is no legal nest: 'output.weight repacked' is reached at"),
        ["a copy of a block in the same order"] = (Copied(static nest => new SameOrder().Rewrite(nest)), "has another in it, and they do not transpose a block"),
        ["a copy in smaller blocks"] = (Copied(static nest => new Lanes().Rewrite(nest)), "has 4 lanes"),

        ["a loop that is left out"] = (Outer(schedule => schedule with { Reduced = [] }), "the schedule of %5 hidden goes 0 times through loop 'feature' of 20"),
        ["a loop twice"] = (Outer(schedule => schedule with { Outer = [0] }), "goes 2 times through loop 'sample' of batch"),
        ["a loop that is not there"] = (Outer(schedule => schedule with { Outer = [7] }), "goes through loop 7 of 4"),
        ["a broken vector"] = (Outer(schedule => schedule with { ColumnTile = 12 }), "has tiles of 12 columns, which are not 1 to 3 whole vectors"),
        ["too many accumulators"] = (Outer(schedule => schedule with { RowTile = 7 }), "has a tile of 7 × 2 accumulators; there are registers for 12"),
        ["the batch as vector"] = (Outer(schedule => schedule with { Row = 1, Column = 0 }), "has the batch as vector"),
        ["operands that changed places"] = (Outer(schedule => schedule with { Broadcast = schedule.Vector, Vector = schedule.Broadcast }), "broadcasts an operand that depends on the column"),
        ["a vector that is the same in every column"] = (Outer(schedule => schedule with { Vector = Stride(schedule.Vector, 1, 0) }), "loads vectors of %1 hidden.weight, which is the same in every column"),
        ["a stride too few"] = (Outer(schedule => schedule with { Broadcast = schedule.Broadcast with { Strides = [20, 0, 1] } }), "reaches %0 input by 3 strides in 4 loops"),
        ["an argument that is not there"] = (Outer(schedule => schedule with { Broadcast = schedule.Broadcast with { Argument = 9 } }), "has no argument 9"),
        ["backwards"] = (Outer(schedule => schedule with { Broadcast = Stride(schedule.Broadcast, 2, -1) }), "reaches 19 floats before %0 input"),
        ["padding that is somebody else's"] = (Outer(schedule => schedule with { Broadcast = schedule.Broadcast with { IsPadded = true } }), "takes what is behind %0 input for padding"),
        ["other panels"] = (Outer(schedule => schedule with { ColumnTile = 8 }), "goes in tiles of 8 through %1 hidden.weight, which lies in panels of 16"),
        ["panels where there are none"] = (Outer(schedule => schedule with { Outputs = [schedule.Outputs[0] with { Operand = schedule.Outputs[0].Operand with { TileStride = 20 } }] }), "goes in panels through %5 hidden, which does not lie in panels"),
        ["beyond the end"] = (Outer(schedule => schedule with { Broadcast = schedule.Broadcast with { Offset = 1 } }), "reaches float 20 of 20 of %0 input"),
        ["from sample to sample too far"] = (Outer(schedule => schedule with { Broadcast = Stride(schedule.Broadcast, 0, 21) }), "goes from sample to sample of %0 input by 21 floats"),
        ["results on top of each other"] = (Outer(schedule => schedule with { Outputs = [schedule.Outputs[0] with { Operand = Stride(schedule.Outputs[0].Operand, 0, 0) }] }), "stores %5 hidden at steps of 0 along 'sample'"),
        ["a result for every summand"] = (Outer(schedule => schedule with { Outputs = [schedule.Outputs[0] with { Operand = Stride(schedule.Outputs[0].Operand, 2, 1) }] }), "stores %5 hidden at steps of 1 along 'feature'"),
        ["a result in what is only read"] = (Outer(schedule => schedule with { Outputs = [schedule.Outputs[0] with { Operand = schedule.Broadcast }] }), "stores %0 input, which it is not to write"),
        ["an unknown argument"] = (Outer(schedule => schedule with { Extras = [] }), "uses argument 1 of 1"),

        ["panels one after the other, of which one is there"] = (Repacked(static plan => plan with { Vector = plan.Vector with { TileStride = plan.ColumnTile } }), "does not copy one panel of a weight after the other to where it loads its vectors from"),
        ["a panel of another memory"] = (Repacked(static plan => plan with { Repacking = plan.Repacking! with { Weight = plan.Broadcast.Argument } }), "does not copy one panel of a weight after the other to where it loads its vectors from"),
        ["a panel that is too short"] = (Repacked(static plan => plan with { Vector = plan.Vector with { Offset = 100 } }), "reaches float"),
        ["a copy in another place"] = (Packed(Convolution, isBackward: false, static (schedule, packing) => schedule with { Packing = packing with { Copy = 0 } }), "does not pack what it loads its vectors from"),
        ["a copy of one sample for all"] = (Packed(Convolution, isBackward: false, static (schedule, packing) => schedule with { Packing = packing with { Sample = schedule.Row } }), "packs one sample at a time, and has no loop over the samples around all others"),
        ["a copy from somewhere else"] = (Packed(Convolution, isBackward: false, static (schedule, packing) => schedule with { Packing = packing with { Source = packing.Source with { Offset = 1 } } }), "reaches float 5184 of 5184 of %0 input"),
        ["a copy of every other sample"] = (Packed(Convolution, isBackward: false, static (schedule, packing) => schedule with { Packing = packing with { SampleStride = 10368 } }), "goes from sample to sample of %0 input by 10368 floats"),
        ["vectors behind the copy"] = (Packed(Convolution, isBackward: false, static (schedule, packing) => schedule with { Vector = schedule.Vector with { Offset = 8 } }), "of 32256 of %0 input packed"),
        ["a column added twice"] = (Packed(Convolution, isBackward: true, static (schedule, _) => schedule with { ColumnsOverlap = true }), "adds every sample to sums of which some are in two tiles"),
        ["a row added twice"] = (Packed(Convolution, isBackward: true, static (schedule, _) => schedule with { RowTile = 3 }), "adds every sample to sums of which some are in two tiles"),
        ["steps left out in the middle of a vector"] = (Packed(Padded, isBackward: false, static (schedule, _) => schedule with { Ranges = [schedule.Ranges[0] with { Loop = schedule.Reduced[^1] }] }), "leaves out steps of 'kx' by 'y', which do not go around a tile"),
        ["steps left out by the column"] = (Packed(Padded, isBackward: false, static (schedule, _) => schedule with { Ranges = [schedule.Ranges[0] with { Kept = schedule.Column }] }), "leaves out steps of 'ky' by 'x', which do not go around a tile"),

        ["results that nobody unpacks"] = (Unpacked(static (schedule, unpacking) => schedule with { Unpackings = [unpacking with { Source = 0 }] }), "does not unpack what its tiles store"),
        ["one sample's results for all"] = (Unpacked(static (schedule, unpacking) => schedule with { Unpackings = [unpacking with { Around = [schedule.Outer[1]] }] }), "unpacks one sample at a time, and has no loop over the samples around all others"),
        ["fewer results than there are"] = (Unpacked(static (schedule, unpacking) => schedule with { Unpackings = [unpacking with { Rows = unpacking.Rows with { Extent = 48 } }] }), "unpacks 48 rows of 16 numbers, which are not what its tiles store"),
        ["results in another order"] = (Unpacked(static (schedule, unpacking) => schedule with { Unpackings = [unpacking with { Result = Stride(unpacking.Result, schedule.Row, 2) }] }), "which are not what its tiles store"),
        ["results behind the end"] = (Unpacked(static (schedule, unpacking) => schedule with { Unpackings = [unpacking with { Result = unpacking.Result with { Offset = 1 } }] }), "reaches float 3136 of 3136 of %5 output"),

        ["too many dot products"] = (Dot(schedule => schedule with { RowTile = 7 }), "the schedule of %4 output has a tile of 7 × 2 accumulators"),
        ["dot products along what is the same in every step"] = (Dot(schedule => schedule with { Rows = Stride(schedule.Rows, 2, 0) }), "loads vectors of %0 input, which is the same in every step"),
        ["columns of the rows"] = (Dot(schedule => schedule with { Rows = schedule.Columns, Columns = schedule.Rows }), "has columns of %1 output.weight"),
        ["rows of the columns"] = (Dot(schedule => schedule with { Columns = Stride(schedule.Columns, 0, 1) }), "has rows of %1 output.weight"),
        ["no sum"] = (Dot(schedule => schedule with { Row = 2, Reduced = [0] }), "has the batch as vector"),

        ["a tensor that is not an argument"] = (Loop(2, static nest => To(nest, static place => place with { Buffer = place.Buffer with { Memory = 7 } })), "the schedule of %5 soft has no argument 7"),
        ["an element beyond the end"] = (Loop(2, static nest => To(nest, static place => place with { Indices = [place.Indices[0] + 1] })), "the schedule of %5 soft is no legal nest: 'soft' is reached at 20·batch + 0 and ends before batch·20"),
        ["an element in what is only read"] = (Loop(2, static nest => To(nest, static place => place with { Buffer = place.Buffer with { Memory = 0 } })), "which it is not to write"),
        ["padding where there is none"] = (Loop(2, static nest => To(nest, static place => place with { Buffer = place.Buffer with { IsPadded = true } })), "for padding"),
        ["a vector of other lanes"] = (Loop(2, static nest => new Lanes().Rewrite(nest)), "has 4 lanes"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schedule_that_breaks_a_rule_is_refused_by_what_it_writes(string name)
    {
        var (program, message) = Broken[name];

        Assert.Contains(message, Assert.Throws<InvalidGraphException>(() => ScheduleVerifier.Verify(program)).Message, StringComparison.Ordinal);
    }

    /// <summary>Changes the copy of the weight.</summary>
    private static ScheduledProgram Copied(Func<Nest, Nest> change)
        => Change(Dense, Dense.Kernels.ToList().FindIndex(IsTranspose), kernel => kernel with { Schedule = (NestSchedule)kernel.Schedule with { Nest = change(((NestSchedule)kernel.Schedule).Nest) } });

    private static bool IsTranspose(ScheduledKernel kernel) => kernel.Schedule is NestSchedule { Copy: not null };

    private static ScheduledProgram Change(ScheduledProgram program, int index, Func<ScheduledKernel, ScheduledKernel> change)
        => program with { Kernels = program.Kernels.Select((kernel, place) => place == index ? change(kernel) : kernel).ToEquatableArray() };

    /// <summary>Changes the first outer product that is of an image.</summary>
    private static ScheduledProgram Packed(ScheduledProgram program, bool isBackward, Func<OuterProductPlan, Packing, OuterProductPlan> change)
    {
        var index = program.Kernels.ToList().FindIndex(kernel => kernel.IsBackward == isBackward && kernel.Schedule is NestSchedule { Plan: OuterProductPlan });
        return Planned<OuterProductPlan>(program, index, plan => change(plan, plan.Packing!));
    }

    /// <summary>Changes the product that reads a large weight along its other axis.</summary>
    private static ScheduledProgram Repacked(Func<OuterProductPlan, OuterProductPlan> change)
        => Planned(Large, Large.Kernels.ToList().FindIndex(static kernel => kernel.Schedule is NestSchedule { Plan: OuterProductPlan { Repacking: not null } }), change);

    /// <summary>Changes an outer product whose results are transposed.</summary>
    private static ScheduledProgram Unpacked(Func<OuterProductPlan, Unpacking, OuterProductPlan> change)
        => Planned<OuterProductPlan>(
            Channels, Channels.Kernels.ToList().FindIndex(static kernel => kernel.Schedule is NestSchedule { Plan: OuterProductPlan { Unpackings: [_] } }), plan => change(plan, Assert.Single(plan.Unpackings)));

    private static ScheduledProgram Outer(Func<OuterProductPlan, OuterProductPlan> change)
        => Planned(Dense, 0, change);

    private static ScheduledProgram Dot(Func<DotProductPlan, DotProductPlan> change)
        => Planned(Narrow, 0, change);

    private static ScheduledProgram Planned<T>(ScheduledProgram program, int index, Func<T, T> change)
        where T : TilePlan
        => Change(program, index, kernel => kernel with { Schedule = (NestSchedule)kernel.Schedule with { Plan = change((T)((NestSchedule)kernel.Schedule).Plan!) } });

    private static ScheduledProgram Loop(int index, Func<Nest, Nest> change)
        => Change(Softmax, index, kernel => kernel with { Schedule = new NestSchedule(change(((NestSchedule)kernel.Schedule).Nest)) });

    /// <summary>Stores everything at other places.</summary>
    private static Nest To(Nest nest, Func<Place, Place> change) => new Stores(change).Rewrite(nest);

    private static Operand Stride(Operand operand, int loop, int stride)
        => operand with { Strides = operand.Strides.Select((own, place) => place == loop ? stride : own).ToEquatableArray() };

    private static EquatableArray<KernelArgument> Called(EquatableArray<KernelArgument> arguments, int place, int node)
        => arguments.Select((argument, index) => index == place ? argument with { Node = node } : argument).ToEquatableArray();

    private static EquatableArray<KernelArgument> Written(EquatableArray<KernelArgument> arguments, int place)
        => arguments.Select((argument, index) => index == place ? argument with { IsWritten = true } : argument).ToEquatableArray();

    /// <summary>Vectors of four lanes.</summary>
    private sealed class Lanes : NestRewriter
    {
        protected override Statement Visit(Statement statement) => base.Visit(statement is For { IsVector: true } loop ? loop with { Extent = 4 } : statement);
    }

    /// <summary>A block of which the rows are stored where the columns belong.</summary>
    private sealed class SameOrder : NestRewriter
    {
        protected override Statement Visit(Statement statement)
            => statement is For { Transposed: { } block } loop
                ? loop with { Body = (For)loop.Body with { Body = new Store(block.To, new Read(block.From with { Indices = [block.To.Indices[0]] })) } }
                : base.Visit(statement);
    }

    private sealed class Stores(Func<Place, Place> change) : NestRewriter
    {
        protected override Statement Visit(Statement statement) => statement is Store store ? store with { Place = change(store.Place) } : base.Visit(statement);
    }
}
