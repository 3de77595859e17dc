using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>A project as a program on disk, beside the runtime.</summary>
internal static class EmittedProgram
{
    /// <summary>What the JIT says of the methods of a project that has a <c>Main</c>.</summary>
    public static JitSummary Summary(Microsoft.CodeAnalysis.Compilation project)
    {
        var folder = Directory.CreateTempSubdirectory("netgen-jit");
        try
        {
            var path = Path.Combine(folder.FullName, "Project.dll");
            var result = project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication).WithOptimizationLevel(OptimizationLevel.Release)).Emit(path);
            Assert.True(result.Success, string.Join("\n", result.Diagnostics));
            File.WriteAllText(
                Path.ChangeExtension(path, "runtimeconfig.json"),
                $$"""{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }""");
            var runtime = typeof(DifferentiableAttribute).Assembly.Location;
            File.Copy(runtime, Path.Combine(folder.FullName, Path.GetFileName(runtime)));
            return JitSummary.Of(path, path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
