namespace NetGen.Generator.Programs;

/// <summary>Methods as they were read, without anything of Roslyn: what is evaluated at compile time.</summary>
/// <param name="Methods">The method that is evaluated first, then those that it calls.</param>
/// <param name="Locals">All locals and parameters, by their numbers. No method calls itself, so each has one number.</param>
internal sealed record ProgramModel(EquatableArray<ProgramMethod> Methods, EquatableArray<ProgramLocal> Locals)
{
    /// <summary>The static fields that it reads.</summary>
    public EquatableArray<ProgramField> Fields { get; init; } = [];

    /// <summary>Whether one of the methods has a loop.</summary>
    public bool HasLoop => Methods.Any(static method => IsWithLoop(method.Body));

    private static bool IsWithLoop(Statement statement) => statement switch
    {
        ForStatement or ForEachStatement => true,
        BlockStatement block => block.Statements.Any(IsWithLoop),
        IfStatement choice => IsWithLoop(choice.WhenTrue) || (choice.WhenFalse is { } other && IsWithLoop(other)),
        SwitchStatement choice => choice.Sections.Any(static section => IsWithLoop(section.Body)),
        _ => false,
    };
}

/// <summary>A local variable or a parameter.</summary>
/// <param name="Name">What it is called; empty where it stands for no variable of the developer's.</param>
/// <param name="Method">Which method it belongs to, or −1 where that is a static field's value.</param>
internal sealed record ProgramLocal(string Name, int Method);

/// <summary>A method.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Parameters">The locals that take its arguments.</param>
/// <param name="Origin">Where it comes from.</param>
internal sealed record ProgramMethod(string Name, EquatableArray<int> Parameters, Statement Body, MethodOrigin Origin);

internal enum MethodOrigin
{
    /// <summary>It is what is read: a forward method, an objective, a differentiable function.</summary>
    Root,

    /// <summary>A local function.</summary>
    Local,

    /// <summary>A method of the project, or a property that computes.</summary>
    Project,

    /// <summary>A method that is read by itself too. What is wrong with it is told there.</summary>
    Marked,
}

/// <summary>A static field whose value is known.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">The class that it belongs to.</param>
/// <param name="Part">Which part of the class it is written in.</param>
/// <param name="Order">Its place among the members: C# computes the fields of a class in their order.</param>
internal sealed record ProgramField(string Name, string Type, int Part, int Order, Expression Value);
