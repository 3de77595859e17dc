using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes a pass over the network: where every tensor is, then kernel after kernel.</summary>
/// <param name="writer">Where to.</param>
/// <param name="program">The program.</param>
/// <param name="memory">Where its tensors are.</param>
/// <param name="library">The kernels' methods.</param>
/// <param name="reference">A reference to a tensor's first float, as C#.</param>
internal sealed class PassEmitter(CodeWriter writer, ScheduledProgram program, MemoryPlan memory, KernelLibrary library, Func<Placement, string> reference)
{
    /// <param name="kernels">The kernels of the pass.</param>
    /// <param name="scope">The names that are taken where the pass is written.</param>
    /// <param name="pass">What methods that are new are called after.</param>
    public void Emit(IEnumerable<ScheduledKernel> kernels, NameScope scope, string pass)
    {
        var sequence = kernels.ToArray();
        var locals = new Dictionary<(int, TensorForm), string>();
        foreach (var argument in sequence.SelectMany(static kernel => kernel.Arguments))
        {
            var key = (argument.Node, argument.Form);
            if (locals.ContainsKey(key))
                continue;
            locals[key] = scope.Take(KernelLibrary.IdentifierOf(program.Graph, argument));
            writer.Line($"ref var {locals[key]} = {reference(memory[argument.Node, argument.Form])};");
        }

        writer.Blank();
        foreach (var kernel in sequence)
        {
            if (kernel.Schedule is LeafSchedule leaf)
            {
                LeafEmitter.Emit(writer, leaf.Leaf, program.Graph[kernel.Arguments[0].Node].Shape, locals[(kernel.Arguments[0].Node, TensorForm.Own)]);
                continue;
            }

            if (kernel.Schedule is ExchangeSchedule exchange)
            {
                var (part, whole) = (kernel.Arguments[0], kernel.Arguments[1]);
                writer.Line($"// {program.Graph[whole.Node].Name.Mathematics} of the whole batch, if other workers have parts of it");
                writer.Line($"workspace.Exchange(ref {locals[(part.Node, part.Form)]}, ref {locals[(whole.Node, whole.Form)]}, {Numbers.Text(exchange.Count)});");
                continue;
            }

            var method = library.MethodOf(program.Graph, kernel, pass);
            var arguments = kernel.Arguments.Select(argument => At(locals[(argument.Node, argument.Form)], argument.Start))
                .Concat(method.TakesBatch ? ["batch"] : []);
            writer.Call("Kernels." + method.Name, arguments.ToArray());
        }
    }

    /// <summary>A reference so many floats into a buffer.</summary>
    public static string At(string start, long offset)
        => offset == 0 ? $"ref {start}" : $"ref Unsafe.Add(ref {start}, {Numbers.Text(offset)})";
}
