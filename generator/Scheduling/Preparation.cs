using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Brings those kernels of a prediction to its front that read nothing but parameters and each other's results: packed weights, the scale and
/// the shift of a normalisation. They are carried out once for all samples, and by a predictor once for all predictions.
/// </summary>
internal static class Preparation
{
    public static ScheduledProgram Run(ScheduledProgram program)
    {
        var graph = program.Graph;
        var writers = new Dictionary<(int, TensorForm), int>();
        foreach (var argument in program.Kernels.SelectMany(static kernel => kernel.Arguments.Where(static argument => argument.IsWritten)))
            writers[(argument.Node, argument.Form)] = writers.TryGetValue((argument.Node, argument.Form), out var count) ? count + 1 : 1;

        var prepared = new HashSet<(int, TensorForm)>();
        var kernels = new List<ScheduledKernel>();
        foreach (var kernel in program.Kernels)
        {
            var isFirst = kernel.Schedule is NestSchedule or IndexedSchedule && kernel.Arguments.All(IsReady);
            kernels.Add(kernel with { IsPreparation = isFirst });
            if (isFirst)
                prepared.UnionWith(kernel.Arguments.Where(static argument => argument.IsWritten).Select(static argument => (argument.Node, argument.Form)));
        }

        return program with { Kernels = kernels.OrderByDescending(static kernel => kernel.IsPreparation).ToEquatableArray() };

        // What two kernels write is not there any more when the first sample is predicted a second time.
        bool IsReady(KernelArgument argument)
            => argument.IsWritten
                ? !graph[argument.Node].Shape.IsBatched && writers[(argument.Node, argument.Form)] == 1 && Uses.Of(graph).OutputOf(argument.Node) is null
                : prepared.Contains((argument.Node, argument.Form)) || (argument.Form == TensorForm.Own && graph[argument.Node].Operation is Parameter or Literal);
    }
}
