using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;

namespace NetGen.Generator;

/// <summary>
/// The pipeline from annotated functions to files and diagnostics. A function is read with the whole project in sight, calls inlined, so
/// that an edit of one that it calls, in whatever file, changes what is read of it; what did not change is not compiled again.
/// </summary>
internal static class FunctionPipeline
{
    public static void Register(IncrementalGeneratorInitializationContext context, GeneratorParts parts)
    {
        var functions = Read(context, FunctionAttributes.Differentiable, parts.ReadDifferentiable);
        var losses = Read(context, FunctionAttributes.Loss, parts.ReadLoss);
        var declaredFunctions = Declared(functions);
        var declaredLosses = Declared(losses);

        var collisions = declaredFunctions.Select(static (function, _) => function.FileName).Collect()
            .Combine(declaredLosses.Select(static (loss, _) => loss.FileName).Collect())
            .Select(static (names, cancellation) => FileNames.Collisions(names.Left.AddRange(names.Right), cancellation))
            .WithTrackingName(Steps.FunctionFileNames);

        var compiler = new FunctionCompiler(parts.WriteFunction);
        var functionOutcomes = Compile(context, compiler, declaredFunctions, collisions);
        var lossOutcomes = Compile(context, compiler, declaredLosses, collisions);

        var problems = functions.Collect().Combine(losses.Collect())
            .Combine(functionOutcomes.Collect().Combine(lossOutcomes.Collect()))
            .SelectMany(static (all, _) => Problems(all.Left.Left.AddRange(all.Left.Right), all.Right.Left.AddRange(all.Right.Right)))
            .WithTrackingName(Steps.FunctionProblems);
        HelpPage.Report(context, problems);
    }

    private static IncrementalValuesProvider<ReadFunction> Read(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, ReadFunction?> read)
        => context.SyntaxProvider
            .ReadAnnotated(attribute, FunctionReader.IsMethod, read, "function", ReadFunction.Unread)
            .WithTrackingName(Steps.Functions);

    private static IncrementalValuesProvider<FunctionDeclaration> Declared(IncrementalValuesProvider<ReadFunction> functions)
        => functions
            .Where(static function => function.Declared is not null).Select(static (function, _) => function.Declared!)
            .WithTrackingName(Steps.FunctionDeclarations);

    private static IncrementalValuesProvider<FunctionOutcome> Compile(
        IncrementalGeneratorInitializationContext context,
        FunctionCompiler compiler,
        IncrementalValuesProvider<FunctionDeclaration> declared,
        IncrementalValueProvider<EquatableArray<FileNameCollision>> collisions)
    {
        var outcomes = declared
            .Combine(collisions).Select((function, cancellation) => compiler.Compile(function.Left, function.Right, cancellation))
            .WithTrackingName(Steps.FunctionOutcomes);
        var files = outcomes
            .SelectMany(static (outcome, _) => outcome.Files)
            .WithTrackingName(Steps.FunctionFiles);
        context.RegisterSourceOutput(files, SourceOutput.Add);
        return outcomes;
    }

    /// <summary>What readers and compiler found, each once: of a class that is not partial, each of its functions tells.</summary>
    private static IEnumerable<PlacedProblem> Problems(ImmutableArray<ReadFunction> functions, ImmutableArray<FunctionOutcome> outcomes)
    {
        var places = new Dictionary<string, LocationRecord>();
        foreach (var function in functions)
        {
            if (function.Declared is { } declared)
                places[declared.FileName] = function.Place;
        }

        return functions.SelectMany(static function => function.Problems)
            .Concat(outcomes.Where(static outcome => outcome.Problem is not null)
                .Select(outcome => new PlacedProblem(outcome.Problem!.Kind, places[outcome.FileName], outcome.Problem.Arguments)))
            .Distinct();
    }

    /// <summary>The names under which the steps can be watched.</summary>
    internal static class Steps
    {
        public const string Functions = nameof(Functions);
        public const string FunctionDeclarations = nameof(FunctionDeclarations);
        public const string FunctionFileNames = nameof(FunctionFileNames);
        public const string FunctionOutcomes = nameof(FunctionOutcomes);
        public const string FunctionFiles = nameof(FunctionFiles);
        public const string FunctionProblems = nameof(FunctionProblems);
    }
}
