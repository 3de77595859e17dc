using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Functions;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads the body of a scalar function as one expression over its parameters: as a program, which is then evaluated.</summary>
internal static class FunctionBodyReader
{
    /// <summary>What the method computes, or null where it cannot be read.</summary>
    /// <param name="method">A static method of <c>float</c>, or of <c>double</c>, parameters and result.</param>
    /// <param name="type">Which of the two.</param>
    /// <param name="compilation">Where the methods are found that it calls.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static FunctionBody? Read(
        IMethodSymbol method,
        FunctionType type,
        Microsoft.CodeAnalysis.Compilation compilation,
        ProblemList problems,
        CancellationToken cancellation)
    {
        var found = new ProblemList();
        var reader = new ProgramReader(method.ContainingType, [], compilation, found, cancellation);
        var program = reader.ReadFunction(method);
        FunctionBody? body = null;
        if (!found.HasErrors)
        {
            try
            {
                body = DeepStack.Run(() => new ScalarInterpreter(program, type == FunctionType.Single).Run());
            }
            catch (EvaluationException exception)
            {
                if (exception.Kind is { } kind)
                    found.Add(kind, exception.Place < 0 ? LocationRecord.From(method.Locations[0]) : reader.Places[exception.Place], [.. exception.Arguments]);
                else
                    found.LeaveToTheCompiler();
            }
        }

        problems.AddRange(found);
        return body;
    }
}
