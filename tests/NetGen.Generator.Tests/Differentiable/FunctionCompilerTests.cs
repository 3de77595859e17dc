using NetGen.Generator.Compilation;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Tests.Differentiable;

public sealed class FunctionCompilerTests
{
    [Fact]
    public void A_mistake_of_the_compilers_own_is_a_problem_of_that_function_alone()
    {
        var declaration = CompiledFunctions.Members("[Differentiable] static float F(float x) => x;").Declarations.Single();

        var outcome = new FunctionCompiler(static _ => throw new InvalidOperationException("No such\nfunction.")).Compile(declaration, [], CancellationToken.None);

        Assert.Empty(outcome.Files);
        Assert.Equal(new(ProblemKind.InternalError, Problem.AtClass, ["function 'Functions.F'", "InvalidOperationException", "No such function."]), outcome.Problem);
    }
}
