using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Typing;

/// <summary>Heads of classes that C# refuses, or that are half typed: the mistake is told where it is, and never again in code that the generator has written.</summary>
public sealed class ClassHeadTests
{
    [Theory]
    [InlineData("private partial class")]
    [InlineData("protected partial class")]
    [InlineData("private protected partial class")]
    [InlineData("protected internal partial class")]
    [InlineData("file partial class")]
    [InlineData("static partial class")]
    [InlineData("abstract partial class")]
    [InlineData("abstract sealed partial class")]
    [InlineData("readonly partial class")]
    [InlineData("new partial class")]
    [InlineData("public private partial class")]
    [InlineData("partial record")]
    [InlineData("partial struct")]
    [InlineData("partial interface")]
    [InlineData("partial")]
    [InlineData("class")]
    public void Generated_files_repeat_no_error(string head)
    {
        string[] sources = [$"namespace Space {{ [Network, Input(2), Dense(1)] {head} Net {{ }} }}", $"namespace Space {{ [Network] {head} Body {{ [Dense(1)] private partial Tensor Last(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Last(x); }} }}"];
        foreach (var source in sources)
        {
            var run = Host.Run(source);

            Assert.Null(run.Result.Exception);
            Assert.DoesNotContain(run.Result.Diagnostics, static diagnostic => diagnostic.Id == "NETGEN999");
            Assert.DoesNotContain(run.Diagnostics, IsGeneratedError);
        }
    }

    private static bool IsGeneratedError(Diagnostic diagnostic)
        => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
