using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Declaration;

/// <summary>Constructors of a developer's own stand beside the generated one, which compiles in any class without a warning.</summary>
public sealed class ConstructorTests
{
    private const string Layers = "[Network, Input(4), Dense(3)]";

    /// <summary>Classes in which C# has something to say about a constructor that sets nothing.</summary>
    private const string Classes = $$"""
        {{Layers}} public partial class Property { public string Title { get; set; } public Property(string title) : this(7) => Title = title; }
        {{Layers}} public partial class Fields { public readonly string Title; private readonly int number; public Fields(string title, int number) : this() { Title = title; this.number = number; } public int Number => number; }
        {{Layers}} public partial class Event { public event Action Happened; public Event(Action first) : this(1) => Happened = first; public void Raise() => Happened(); }
        {{Layers}} public partial class Required { public required string Title { get; init; } public required int[] Sizes { get; init; } public static Required Make() => new(3) { Title = "", Sizes = [] }; }
        {{Layers}} public partial class Setting { public required string Title { get; init; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Setting(string title) : this() => Title = title; }
        {{Layers}} public partial class Chain { public string Title { get; } private Chain(string title, ulong seed) : this(seed) => Title = title; public Chain(string title) : this(title, 5) { } public static Chain Make() => new("", 9); }
        {{Layers}} public partial class Private { private Private(bool big) : this(big ? 1ul : 0) { } static Private() { } public static Private Make() => new(true); }
        public partial class Outer<T> { {{Layers}} public partial class Inner { public T Value { get; set; } public Inner(T value) : this() => Value = value; } }
        public class Base { public required string Title { get; init; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] protected Base() => Title = ""; }
        {{Layers}} public partial class Derived : Base;
        public class Optional { protected Optional(int a = 1, string b = "") { } protected Optional(params int[] all) { } }
        {{Layers}} public partial class OfOptional : Optional;
        {{Layers}} public partial class Trunk { public Trunk(int seed) : this((ulong)seed) { } }
        public class Further : Trunk { public Further() : base(3) { } public Further(ulong seed) : base(seed) { } }
        """;

    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Warnings)]
    public void It_compiles_without_a_warning(NullableContextOptions nullable)
    {
        var compilation = Host.Compile(Classes);
        compilation = compilation.WithOptions(compilation.Options.WithNullableContextOptions(nullable).WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        Host.Run(compilation).AssertClean();
    }

    [Fact]
    public void An_obsolete_base_constructor_is_no_concern_of_the_generated_one()
        => Host.Run($"public class Base {{ [Obsolete] protected Base() {{ }} }} {Layers} public partial class Net : Base;").AssertClean();

    [Fact]
    public void All_constructors_draw_the_parameters()
    {
        var project = new LoadedProject($$"""{{Layers}} public partial class Net { public string Title { get; } public Net() : this("none") { } private Net(string title) : this(11) => Title = title; }""");
        var network = project.Network();

        Assert.Contains(network.Parameters.ToArray(), static parameter => parameter != 0);
    }
}
