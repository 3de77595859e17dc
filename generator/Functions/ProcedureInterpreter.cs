using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Evaluates a differentiable function as far as it is known, and writes down the rest as a procedure: a condition that depends on what the function is
/// called with becomes a choice, and a loop whose bounds do stays a loop. Calls are inlined, and so are loops of a few rounds.
/// </summary>
internal sealed partial class ProcedureInterpreter : ScalarInterpreter
{
    private readonly FunctionSignature signature;
    private readonly HashSet<int> results;
    private readonly Procedure procedure;

    /// <summary>What is known of elements at indices that are known: they are loaded once, at the start.</summary>
    private readonly Dictionary<ElementTerm, int> prologue = [];
    private readonly List<Step> prologueSteps = [];

    /// <summary>What is being written.</summary>
    private List<Step> steps = [];

    /// <summary>What the blocks around have loaded.</summary>
    private Scope scope = new(null);

    private ProcedureInterpreter(JumpFree program, FunctionSignature signature, RealType number)
        : base(program.Program, number.IsSingle, ScalarBuilder.MostInProgram)
        => (this.signature, results, procedure) = (signature, program.Results, new(number));

    /// <summary>What a function computes.</summary>
    /// <param name="program">The function and what it calls.</param>
    /// <param name="signature">What it takes and gives.</param>
    /// <param name="number">The type of its numbers.</param>
    /// <exception cref="EvaluationException">It cannot be written down.</exception>
    public static Procedure Of(ProgramModel program, FunctionSignature signature, RealType number)
        => WithMemory(inMemory => new ProcedureInterpreter(JumpFree.Of(program), signature, number) { inMemory = inMemory }.Write());

    private ConstantKind Real => procedure.Number.IsSingle ? ConstantKind.Single : ConstantKind.Double;

    private Procedure Write()
    {
        try
        {
            var parameters = Program.Methods[0].Parameters;
            var value = Call(0, [.. signature.Parameters.Select(Argument)], name: null, place: -1);
            CheckSize(-1);
            if (signature.Result is { } shape)
                AddResults(shape is MembersShape ? "" : "value", shape, value);
            for (var index = 0; index < signature.Parameters.Count; index++)
            {
                if (signature.Parameters[index] is { IsOut: true } given)
                    AddResults(given.Name, given.Shape, Held(parameters[index]) ?? throw EvaluationException.ToldElsewhere(-1));
            }

            procedure.Steps = [.. prologueSteps, .. steps];
            return procedure;
        }
        catch (InsufficientExecutionStackException)
        {
            throw TooLarge(-1);
        }
    }

    private void AddResults(string name, Shape shape, Value value)
    {
        switch (shape)
        {
            case MembersShape members when value is TupleValue tuple:
                for (var item = 0; item < members.Members.Count; item++)
                    AddResults(name.Length == 0 ? members.Members[item].Name : name + Identifiers.Word(members.Members[item].Name), members.Members[item].Shape, tuple.Items[item]);
                break;
            case RealShape:
                procedure.Results.Add(new(name, new RealTerm(ScalarOf(value) ?? throw EvaluationException.ToldElsewhere(-1))));
                break;
            default:
                procedure.Results.Add(new(name, TermOf(value) ?? throw EvaluationException.ToldElsewhere(-1)));
                break;
        }
    }

    /// <summary>A parameter's value.</summary>
    private Value Argument(SignatureParameter parameter)
        => parameter.IsOut ? new NullValue() : Argument(parameter.Name, Identifiers.Escape(parameter.Name), parameter.Shape, parameter.IsConstant);

    private Value Argument(string name, string text, Shape shape, bool isConstant)
    {
        switch (shape)
        {
            case MembersShape members:
                return new TupleValue(
                    [.. members.Members.Select(member => Argument(name + Identifiers.Word(member.Name), text + "." + member.Name, member.Shape, isConstant))])
                {
                    Names = members.Members.Select(static member => member.Name).ToEquatableArray(),
                };
            case SpanShape span:
                procedure.Arrays.Add(new(text, !isConstant && !span.IsWritten && span.Element.Count > 0)
                {
                    Use = span.IsWritten ? ArrayUse.Result : ArrayUse.Read,
                    Members = [.. span.Element.Leaves("").Where(static leaf => leaf.Shape is RealShape).Select(static leaf => leaf.Member)],
                });
                var array = procedure.Arrays.Count - 1;
                return new SpanValue(array, span.Element, 0, new WholeLength(array));
            case DataShape { Kind: ConstantKind.Boolean }:
                return new OpenTruth(new TruthVariable(procedure.NewVariable(name, VariableKind.Truth, text)));
            case DataShape { Kind: var kind } data when kind.IsWhole():
                return OfData(data, new WholeVariable(procedure.NewVariable(name, VariableKind.Whole, text)));
            default:
                var variable = procedure.NewVariable(name, VariableKind.Real, text);
                if (shape is RealShape && !isConstant)
                    procedure.Inputs.Add(variable);
                return new OpenNumber(Build.Argument(variable), Real);
        }
    }

    /// <summary>A whole number of the caller's, or the one that stands for a value of an enumeration.</summary>
    private static OpenWhole OfData(DataShape data, Whole whole)
        => new(data.Enumeration is { } enumeration ? new WholeOfEnumeration(enumeration, data.Kind, whole) : whole, data.Kind);

    /// <summary>A value gets the name of the variable that holds it.</summary>
    protected override Value OnAssigned(int local, Value value) => Program.Locals[local].Name is { Length: > 0 } name ? Named(name, value) : value;

    protected override Value OnBound(int parameter, Value argument) => OnAssigned(parameter, argument);

    private Value Named(string name, Value value)
    {
        switch (value)
        {
            case OpenNumber { Scalar: Scalars.Argument(var variable) }:
                NameIfNameless(variable, name);
                return value;
            case OpenNumber { Scalar: not Scalars.Constant } open:
                return open with { Scalar = Build.Argument(NewLet(name, new RealTerm(open.Scalar))) };
            case OpenWhole { Whole: WholeVariable(var variable) }:
                NameIfNameless(variable, name);
                return value;
            case OpenWhole { Whole: WholeOfEnumeration }:
                return value;
            case OpenWhole { Whole: not WholeNumber } whole:
                return whole with { Whole = new WholeVariable(NewLet(name, new WholeTerm(whole.Whole))) };
            case OpenTruth(TruthVariable(var variable)):
                NameIfNameless(variable, name);
                return value;
            case OpenTruth(var condition):
                return new OpenTruth(new TruthVariable(NewLet(name, new TruthTerm(condition))));
            case SpanValue span when procedure.Arrays[span.Array].Text.Length == 0:
                procedure.Arrays[span.Array] = procedure.Arrays[span.Array] with { Text = name };
                return value;
            case TupleValue tuple:
                return tuple with
                {
                    Items = [.. tuple.Items.Select((item, index) => Named(name + (index < tuple.Names.Count ? Identifiers.Word(tuple.Names[index]) : Numbers.Text(index + 1)), item))],
                };
            default:
                return value;
        }
    }

    private void NameIfNameless(int variable, string name)
    {
        if (procedure.Variables[variable].Name.Length == 0)
            procedure.Variables[variable].Name = name;
    }

    private static VariableKind KindOf(Term term) => term switch
    {
        WholeTerm => VariableKind.Whole,
        TruthTerm => VariableKind.Truth,
        _ => VariableKind.Real,
    };

    private int NewLet(string name, Term term)
    {
        CheckSize(-1);
        var variable = procedure.NewVariable(name, KindOf(term));
        steps.Add(new Let(variable, term));
        return variable;
    }

    /// <summary>A term that stands in the block or around it already, or a new variable for it.</summary>
    private int Loaded(string name, Term term)
    {
        if (scope.Find(term) is { } known)
            return known;
        var variable = NewLet(name, term);
        scope.Add(term, variable);
        return variable;
    }

    /// <summary>A value as a term; null for what is none.</summary>
    private Term? TermOf(Value value) => value switch
    {
        OpenWhole(var whole, _) => new WholeTerm(whole),
        OpenTruth(var condition) => new TruthTerm(condition),
        NumberValue { Kind: ConstantKind.Boolean } truth => new TruthTerm(Condition.Of(truth.IsTrue)),
        NumberValue { Kind: var kind } number when kind.IsWhole() => new WholeTerm(number.Whole),
        _ => ScalarOf(value) is { } scalar ? new RealTerm(scalar) : null,
    };

    private static Whole? WholeOf(Value value) => value switch
    {
        OpenWhole(var whole, _) => whole,
        NumberValue { Kind: var kind } number when kind.IsWhole() => new WholeNumber(number.Whole),
        _ => null,
    };

    private static ConstantKind WholeKindOf(Value value) => value is OpenWhole open ? open.Kind : ((NumberValue)value).Kind;

    /// <summary>The terms that a block has loaded, and those around it.</summary>
    private sealed class Scope(Scope? outer)
    {
        private readonly Dictionary<Term, int> variables = [];

        public Scope? Outer => outer;

        public int? Find(Term term) => variables.TryGetValue(term, out var variable) ? variable : outer?.Find(term);

        public void Add(Term term, int variable) => variables[term] = variable;
    }

    private sealed class SameList : IEqualityComparer<ListValue>
    {
        public static readonly SameList Instance = new();

        public bool Equals(ListValue x, ListValue y) => ReferenceEquals(x, y);

        public int GetHashCode(ListValue list) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(list);
    }
}
