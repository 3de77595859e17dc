using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>
/// Reads the body of a scalar function as one expression over its parameters: runs it with the parameters left open, follows both ways
/// where a condition is open too, unrolls loops, and inlines calls.
/// </summary>
internal sealed partial class FunctionBodyReader
{
    private readonly IMethodSymbol root;
    private readonly Microsoft.CodeAnalysis.Compilation compilation;
    private readonly ProblemList problems;
    private readonly CancellationToken cancellation;
    private readonly ScalarBuilder build;
    private readonly OutcomeMerger merger;
    private readonly HashSet<PlacedProblem> reported = [];
    private readonly List<(string Name, Scalar Value)> locals = [];

    /// <summary>The methods that are being read, from the root to the innermost call.</summary>
    private readonly List<IMethodSymbol> calls = [];

    /// <summary>How many of the calls are of other annotated methods, whose problems are told where they are read by themselves.</summary>
    private int foreignCalls;

    private SyntaxNode? callFromRoot;
    private bool isSizeReported;
    private bool isCircleReported;

    private FunctionBodyReader(
        IMethodSymbol root, FunctionType type, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems, CancellationToken cancellation)
    {
        this.root = root;
        this.compilation = compilation;
        this.problems = problems;
        this.cancellation = cancellation;
        build = new(type);
        merger = new(Merge);
    }

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
        var body = DeepStack.Run(() => new FunctionBodyReader(method, type, compilation, found, cancellation).Read());
        problems.AddRange(found);
        return found.HasErrors ? null : body;
    }

    private FunctionBody? Read()
    {
        if (OperationOf(root) is not { } operation)
        {
            problems.LeaveToTheCompiler();
            return null;
        }

        var arguments = root.Parameters.Select(parameter => (Value)new Real(build.Argument(parameter.Ordinal)));
        Value result;
        try
        {
            result = Run(root, operation, arguments);
            CheckSize(NameOf(root));
        }
        catch (InsufficientExecutionStackException)
        {
            ReportSize(NameOf(root));
            return null;
        }

        if (result is not Real(var scalar))
        {
            // Whatever kept it from being read has been told, or is an error of C#.
            problems.LeaveToTheCompiler();
            return null;
        }

        var used = Reachable(scalar);
        // Numbers may also be computed, by loops and calls.
        var outside = build.Type == FunctionType.Single ? used.OfType<Constant>().FirstOrDefault(static constant => SingleRange.Becomes(constant.Value) is "0" or "infinite") : null;
        if (outside is not null)
        {
            problems.Add(
                ProblemKind.NoSingle, LocationRecord.From(root.Locations[0]), Numbers.Text(outside.Value), SingleRange.Becomes(outside.Value)!, SingleRange.Text);
            return null;
        }

        var kept = locals.Where(local => used.Contains(local.Value)).ToArray();
        return new(
            ScalarList.Of([scalar, .. kept.Select(static local => local.Value)]),
            kept.Select(static local => local.Name).ToEquatableArray());
    }

    /// <summary>Runs a method, or a local function, on arguments.</summary>
    private Value Run(IMethodSymbol method, IOperation operation, IEnumerable<Value> arguments)
    {
        calls.Add(method);
        var outside = frame;
        frame = new Frame(method, outside);
        // A partial method has two sets of parameters, and its body uses those of the part that it stands in.
        foreach (var (parameter, value) in (method.PartialImplementationPart ?? method).Parameters.Zip(arguments, static (parameter, value) => (parameter, value)))
            frame.Locals = frame.Locals.SetItem(parameter, value);

        var result = merger.Result(Execute(operation));
        frame = outside;
        calls.RemoveAt(calls.Count - 1);
        return result;
    }

    /// <summary>The locals of one call, and the local functions that can be seen from it.</summary>
    private sealed class Frame(IMethodSymbol method, Frame? caller)
    {
        public ImmutableDictionary<ISymbol, Value> Locals { get; set; } = ImmutableDictionary.Create<ISymbol, Value>(SymbolEqualityComparer.Default);

        // A local function sees those around it, and it is called from where they can be seen.
        public Dictionary<ISymbol, ILocalFunctionOperation> LocalFunctions { get; } =
            method.MethodKind == MethodKind.LocalFunction && caller is not null ? caller.LocalFunctions : new(SymbolEqualityComparer.Default);

        /// <summary>How many conditions have to hold for the expression that is being read to be computed at all.</summary>
        public int Conditions { get; set; }
    }

    private Frame frame = null!;

    /// <summary>The body of a method of this project.</summary>
    private IOperation? OperationOf(IMethodSymbol method)
    {
        var declared = method.PartialImplementationPart ?? method;
        if (declared.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not { } syntax)
            return null;
        return compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation);
    }

    private static HashSet<Scalar> Reachable(Scalar root)
    {
        var nodes = new HashSet<Scalar>(ReferenceComparer.Instance);
        new ScalarRewriter(node =>
        {
            nodes.Add(node);
            return node;
        }).Rewrite(root);
        return nodes;
    }

    private Value Merge(Condition condition, Value whenTrue, Value whenFalse) => (whenTrue, whenFalse) switch
    {
        _ when ReferenceEquals(whenTrue, whenFalse) => whenTrue,
        _ when ReferenceEquals(whenTrue, Value.Unknown) || ReferenceEquals(whenFalse, Value.Unknown) => Value.Unknown,
        // C# has made sure that it is not read where it is not assigned.
        _ when ReferenceEquals(whenTrue, Value.Unassigned) => whenFalse,
        _ when ReferenceEquals(whenFalse, Value.Unassigned) => whenTrue,
        (Real(var left), Real(var right)) => new Real(build.Choose(condition, left, right)),
        (Truth(var left), Truth(var right)) => new Truth(Condition.Choose(condition, left, right)),
        (Whole(var left), Whole(var right)) when left == right => whenTrue,
        (Whole or Varying, Whole or Varying) => new Varying(build.Choose(condition, ScalarOf(whenTrue), ScalarOf(whenFalse))),
        _ => Value.Unknown,
    };

    /// <summary>A number of any kind as an expression.</summary>
    private Scalar ScalarOf(Value number) => number switch
    {
        Real(var scalar) => scalar,
        Varying(var scalar) => scalar,
        Whole(var whole) => build.Number(whole),
        _ => throw new ArgumentOutOfRangeException(nameof(number), number, "It is not a number."),
    };

    private Value Report(ProblemKind kind, SyntaxNode place, params string[] arguments) => Report(kind, LocationRecord.From(place), arguments);

    /// <summary>Tells a problem once, however often a loop or a call leads to it; those of other annotated methods are told there.</summary>
    private Value Report(ProblemKind kind, LocationRecord place, params string[] arguments)
    {
        if (foreignCalls > 0)
            problems.LeaveToTheCompiler();
        else if (reported.Add(new(kind, place, arguments.ToEquatableArray())))
            problems.Add(kind, place, arguments);
        return Value.Unknown;
    }

    private bool CheckSize(LocationRecord place)
    {
        if (build.IsTooLarge)
            ReportSize(place);
        return !build.IsTooLarge;
    }

    private bool CheckSize(SyntaxNode place) => CheckSize(LocationRecord.From(place));

    private void ReportSize(LocationRecord place)
    {
        if (isSizeReported)
            return;
        isSizeReported = true;
        // It may be only together that methods are too large: then it is told of the one that calls.
        var where = foreignCalls > 0 && callFromRoot is not null ? LocationRecord.From(callFromRoot) : place;
        problems.Add(
            ProblemKind.FunctionTooLarge, where, root.Name, Counts.Text(ScalarBuilder.MostOperations), Counts.Text(ScalarBuilder.DeepestNesting));
    }

    private static LocationRecord NameOf(IMethodSymbol method) => LocationRecord.From(method.Locations[0]);
}
