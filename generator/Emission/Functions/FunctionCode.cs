using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>A function and its derivatives as C# and as mathematics, with the names that generated code uses for them.</summary>
internal sealed class FunctionCode
{
    /// <summary>An expression of more operations becomes several, each with a name: about what fits on a line.</summary>
    private const int LongestExpression = 16;

    /// <summary>The same of vectors, whose operations are calls with long names.</summary>
    private const int LongestVectorExpression = 6;

    /// <summary>With more parameters the derivatives are those of reverse mode, which all have what they share in common.</summary>
    private const int MostByForwardMode = 3;

    /// <summary>Mathematics longer than this says less than the code beside it.</summary>
    private const int LongestFormula = 160;

    private readonly (string Name, Scalar Value)[] locals = [];
    private readonly Dictionary<int, Scalar> derivatives = [];

    public FunctionCode(FunctionDeclaration declaration)
    {
        Declaration = declaration;
        var names = new UniqueNames(declaration.Parameters.Select(static parameter => parameter.Name).Append(declaration.Type.Name));
        Parameters = [.. declaration.Parameters.Select(static parameter => Identifiers.Escape(parameter.Name))];
        Derivatives = [.. declaration.Parameters.Select(parameter => names.Take("d" + Word(parameter.Name)))];
        Directions = [.. declaration.Parameters.Select(parameter => names.Take("v" + Word(parameter.Name)))];
        Result = names.Take("result");
        Value = names.Take("value");
        Index = names.Take("i");
        Rest = names.Take("rest");
        Element = names.Take("Element");
        if (declaration.Body is not { } body)
            return;
        var scalars = body.Expressions.ToScalars();
        Function = scalars[0];
        Stable = StableForms.Of(Function);
        locals = [.. body.Locals.Select((name, index) => (name, StableForms.Of(scalars[index + 1])))];
    }

    public FunctionDeclaration Declaration { get; }

    /// <summary>The parameters as they are written in C#.</summary>
    public string[] Parameters { get; }

    /// <summary>A name for the derivative by each parameter: <c>dX</c>.</summary>
    public string[] Derivatives { get; }

    /// <summary>A name for the component of a direction along each parameter: <c>vX</c>.</summary>
    public string[] Directions { get; }

    public string Result { get; }

    public string Value { get; }

    public string Index { get; }

    public string Rest { get; }

    /// <summary>The local function of one vector of elements.</summary>
    public string Element { get; }

    /// <summary>What the function computes, as it was written.</summary>
    public Scalar Function { get; } = 0.0;

    /// <summary>The same in a form that does not overflow on the way to a finite value.</summary>
    public Scalar Stable { get; } = 0.0;

    /// <summary>Whether the function as it was written may overflow where <see cref="Stable"/> does not.</summary>
    public bool MayOverflow => !IsProgram && ScalarList.Of([Simplifier.Simplify(Function)]) != ScalarList.Of([Stable]);

    /// <summary>Whether it is differentiated as a program, although it is a function of numbers.</summary>
    public bool IsProgram => Declaration.Program?.Model is not null;

    /// <summary>Whether it is differentiated as a program because of a loop, whose rounds would be much code if they were written out.</summary>
    public bool HasLongLoop => Declaration.Program?.Model?.HasLoop == true && Declaration.Body?.Expressions.Nodes.Count > FunctionBodyReader.MostInExpression;

    public bool HasBody => Declaration.Body is not null || Declaration.Program?.Model is not null;

    public string Number => Declaration.Type.Name;

    public CSharpTarget Target => Declaration.Type.Target;

    /// <summary>What spans are computed on; null where nothing is known of vectors of the numbers.</summary>
    public CSharpTarget? VectorTarget => Declaration.Type.Vectors;

    /// <summary>How many elements are in a vector.</summary>
    public int LaneCount => Declaration.Type.LaneCount;

    /// <summary>The functions in some expressions that cannot be computed on vectors.</summary>
    public IReadOnlyList<string> WithoutVector(IEnumerable<Scalar> scalars) =>
        [.. scalars.SelectMany(scalar => VectorTarget!.Unsupported(scalar)).Distinct().OrderBy(static name => name, StringComparer.Ordinal)];

    public Scalar Derivative(int parameter)
    {
        if (Parameters.Length > MostByForwardMode && derivatives.Count == 0)
        {
            foreach (var (argument, slope) in Adjoints.Of(Stable, Stable, 1.0, static _ => true))
                derivatives[argument] = slope;
            for (var index = 0; index < Parameters.Length; index++)
            {
                if (!derivatives.ContainsKey(index))
                    derivatives.Add(index, 0.0);
            }
        }

        if (!derivatives.TryGetValue(parameter, out var derivative))
            derivatives.Add(parameter, derivative = Differentiated(Function, parameter));
        return derivative;
    }

    /// <summary>The derivative of a scalar over the parameters, with the digits of what is small.</summary>
    public static Scalar Differentiated(Scalar scalar, int parameter) => Simplifier.Simplify(StableForms.OfDerivative(Scalars.Derivative.Of(scalar, parameter)));

    /// <summary>The call of the function on some values of its parameters.</summary>
    public string Call(IEnumerable<string> arguments) => $"{Declaration.Name}{Declaration.Type.Parameters}({string.Join(", ", arguments)})";

    /// <summary>C# for scalars over the parameters.</summary>
    public CSharpScalars Emit(IReadOnlyList<Scalar> scalars, IReadOnlyList<string> arguments, CSharpTarget target, IEnumerable<string> taken)
    {
        // Vectors multiply and add in one instruction, which wants its product as it is.
        if (target.IsVector)
            return CSharpText.Emit(scalars, arguments, target, new(taken), locals, LongestVectorExpression);
        var factors = new ConstantFactors(scalars);
        return CSharpText.Emit(
            [.. scalars.Select(factors.Apply)], arguments, target, new(taken), locals.Select(local => (local.Name, factors.Apply(local.Value))), LongestExpression);
    }

    /// <summary><c>Mish(x) = x·tanh(log(1 + exp(x)))</c>, or no more than <c>Mish(x)</c> where that is long.</summary>
    public string Equation()
    {
        var call = $"{Declaration.Name.TrimStart('@')}({string.Join(", ", Names)})";
        return Formula(Function) is { } formula ? $"{call} = {formula}" : call;
    }

    /// <summary>An equation for a derivative, or null where it would be long.</summary>
    public string? Equation(Scalar derivative, params int[] parameters)
    {
        var by = parameters.Length switch
        {
            1 => $"∂{Names[parameters[0]]}",
            2 when parameters[0] == parameters[1] => $"∂{Names[parameters[0]]}²",
            _ => string.Concat(parameters.Select(parameter => $"∂{Names[parameter]}")),
        };
        return Formula(derivative) is { } formula ? $"∂{(parameters.Length > 1 ? "²" : "")}{Declaration.Name.TrimStart('@')}/{by} = {formula}" : null;
    }

    /// <summary>How a parameter's name goes on after a prefix: <c>X</c>, <c>Prediction</c>.</summary>
    public static string Word(string name) => Identifiers.Word(name);

    private string[] Names => [.. Declaration.Parameters.Select(static parameter => parameter.Name)];

    private string? Formula(Scalar scalar)
    {
        // Mathematics spells shared parts out each time: a formula can be far longer than the code.
        if (Declaration.Body is null || ScalarSize.Of(scalar) > LongestFormula / 2)
            return null;
        var formula = ScalarText.Mathematics(Simplifier.Simplify(scalar), Names);
        return formula.Length <= LongestFormula ? formula : null;
    }
}
