using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Declaration;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Bodies;
using NetGen.Generator.Programs;
using NetGen.Generator.Tests.Infrastructure;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Bodies.Constants;

/// <summary>Random methods of constants, run by the generator and by C#.</summary>
public sealed class RandomProgramTests(ITestOutputHelper output)
{
    private static readonly int Programs = TestTier.Cases(quick: 60, complete: 1100);

    private readonly Coverage coverage = new();
    private int equal;
    private int thrown;
    private int refused;

    [Fact]
    public void Constant_programs_give_what_CSharp_gives()
    {
        var seeds = Seeds.Draw(Programs);
        var programs = seeds.Select(static (seed, number) => new RandomProgram(seed, number)).ToArray();
        var source = new StringBuilder("using System.Linq;\n#nullable enable\npublic static class Programs\n{\n");
        foreach (var program in programs)
            source.Append(program.Source);
        source.Append("}\n").Append(RandomProgram.Helpers);
        var compilation = Host.CompileForValues(source.ToString());
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5).Select(diagnostic =>
            $"{diagnostic}: {compilation.SyntaxTrees.Last().GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}")));
        var compiled = Assembly.Load(stream.ToArray()).GetType("Programs")!;
        var type = compilation.GetTypeByMetadataName("Programs")!;

        foreach (var program in programs)
            Seeds.Run(program.Seed, program.Source, () => Check(compilation, type, compiled, program));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Programs} programs: {equal} equal, {thrown} that throw and are refused, {refused} refused where a number wraps around or is not specified, or at a limit"));
        Assert.InRange(equal, Programs * 5 / 8, Programs);
        if (TestTier.IsComplete)
            coverage.AssertComplete();
    }

    private void Check(CSharpCompilation compilation, INamedTypeSymbol type, Type compiled, RandomProgram program)
    {
        var problems = new ProblemList();
        var reader = new ProgramReader(type, [], compilation, problems, default);
        var read = reader.Read((IMethodSymbol)type.GetMembers(program.Name).Single());
        Assert.Empty(problems.ToEquatableArray().Select(static problem => $"{problem.Kind}: {string.Join(" ", problem.Arguments)} at {problem.Place.Lines}"));
        Assert.False(problems.HasErrors);
        coverage.Add(read);

        var (expected, exception) = Run(compiled, program.Name);
        Value actual;
        try
        {
            actual = new TensorInterpreter(new GraphBuilder(), new BodyDeclaration([], [], [], read), "", new EvaluationBudget()).RunConstant();
        }
        catch (EvaluationException refusal)
        {
            if (refusal.Kind is ProblemKind.EvaluationLimit or ProblemKind.EndlessLoop)
            {
                refused++;
                return;
            }

            Assert.Equal(ProblemKind.ImpossibleConstant, refusal.Kind);
            if (exception is not null)
            {
                thrown++;
                return;
            }

            Assert.True(
                refusal.Message.Contains("unchecked(…)", StringComparison.Ordinal) || refusal.Message.Contains("does not say", StringComparison.Ordinal) || refusal.Message.Contains("foreach", StringComparison.Ordinal),
                $"C# computes it, and it is refused: {refusal.Message} at {reader.Places[refusal.Place].Lines}");
            refused++;
            return;
        }

        Assert.True(exception is null, $"C# throws: {exception}");
        Assert.Equal(expected, Text(actual));
        equal++;
    }

    private static (string? Text, Exception? Exception) Run(Type type, string name)
    {
        try
        {
            var (reals, wholes) = ((double[], long[]))type.GetMethod(name)!.Invoke(null, null)!;
            return ($"{string.Join(" ", reals.Select(Bits))}; {string.Join(" ", wholes)}", null);
        }
        catch (TargetInvocationException exception)
        {
            return (null, exception.InnerException);
        }
    }

    private static string Text(Value value)
    {
        var items = ((TupleValue)value).Items.Cast<ListValue>().Select(static list => list.Items.Cast<NumberValue>()).ToArray();
        return $"{string.Join(" ", items[0].Select(static number => Bits(number.Real)))}; {string.Join(" ", items[1].Select(static number => number.Whole))}";
    }

    /// <summary>A number to its last bit; all NaNs are one.</summary>
    private static string Bits(double number)
        => double.IsNaN(number) ? "NaN" : string.Create(CultureInfo.InvariantCulture, $"{number:R}/{BitConverter.DoubleToInt64Bits(number):X}");

    /// <summary>What the programs have of all that programs can have.</summary>
    private sealed class Coverage
    {
        /// <summary>What there is of tensors only.</summary>
        private static readonly Type[] OfTensors = [typeof(MemberExpression), typeof(MemberWeightExpression), typeof(FunctionExpression), typeof(MapExpression), typeof(ScanExpression)];

        // Spans, tuples of two results and estimates belong to functions, whose random programs have them.
        private static readonly string[] OfFunctions = [".SinCos", ".Reciprocal", "Span`1.", "MemoryExtensions.AsSpan"];

        private readonly HashSet<object> seen = [];
        private readonly Dictionary<Type, PropertyInfo[]> properties = [];

        public void Add(object? part)
        {
            switch (part)
            {
                case null or int or bool or long or double:
                    return;
                case string text:
                    seen.Add(text);
                    return;
                case Enum value:
                    seen.Add(value);
                    return;
                case IEnumerable items:
                    foreach (var item in items)
                        Add(item);
                    return;
            }

            seen.Add(part.GetType());
            if (!properties.TryGetValue(part.GetType(), out var own))
                properties.Add(part.GetType(), own = [.. part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.GetIndexParameters().Length == 0)]);
            foreach (var property in own)
                Add(property.GetValue(part));
        }

        public void AssertComplete()
        {
            object[] all =
            [
                .. typeof(Expression).Assembly.GetTypes().Where(static type => !type.IsAbstract && (type.IsSubclassOf(typeof(Expression)) || type.IsSubclassOf(typeof(Statement)))).Except(OfTensors),
                .. Enum.GetValues<BinaryOperator>().Cast<object>(),
                .. Enum.GetValues<UnaryOperator>().Cast<object>(),
                .. Enum.GetValues<ConstantKind>().Cast<object>(),
                .. Enum.GetValues<Overflow>().Cast<object>(),
                .. LibraryFunctions.Signatures.Where(static signature => !signature.StartsWith("M:NetGen.", StringComparison.Ordinal) && !signature.StartsWith("M:System.Numerics.", StringComparison.Ordinal)
                    && !Array.Exists(OfFunctions, part => signature.Contains(part, StringComparison.Ordinal))),
            ];
            Assert.DoesNotContain(all, part => !seen.Contains(part));
        }
    }
}
