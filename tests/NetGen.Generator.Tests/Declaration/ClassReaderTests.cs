using NetGen.Generator.Declaration;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Declaration;

public sealed class ClassReaderTests
{
    [Fact]
    public void A_class_may_be_in_no_namespace()
        => Assert.Equal(
            new ClassDeclaration("", [], "DigitNet", "internal") { QualifiedName = "DigitNet" },
            Read("[Network, Input(2), Dense(1)] partial class DigitNet;"));

    [Theory]
    [InlineData("namespace Space.Inner { ", " }")]
    [InlineData("namespace Space { namespace Inner { ", " } }")]
    [InlineData("namespace Space.Inner; ", "")]
    public void A_class_may_be_in_a_namespace(string open, string close)
        => Assert.Equal(
            new ClassDeclaration("Space.Inner", [], "DigitNet", "public") { QualifiedName = "Space.Inner.DigitNet" },
            Read($"{open}[Network, Input(2), Dense(1)] public partial class DigitNet;{close}"));

    [Theory]
    [InlineData("partial class Outer", "partial class Outer", "Outer.DigitNet")]
    [InlineData("static partial class Outer", "partial class Outer", "Outer.DigitNet")]
    [InlineData("partial struct Outer", "partial struct Outer", "Outer.DigitNet")]
    [InlineData("readonly ref partial struct Outer", "partial struct Outer", "Outer.DigitNet")]
    [InlineData("partial interface Outer", "partial interface Outer", "Outer.DigitNet")]
    [InlineData("partial record Outer(int X)", "partial record Outer", "Outer.DigitNet")]
    [InlineData("partial record struct Outer(int X)", "partial record struct Outer", "Outer.DigitNet")]
    [InlineData("partial class Outer<T, @class> where T : struct", "partial class Outer<T, @class>", "Outer`2.DigitNet")]
    public void A_class_may_be_nested_in_any_type(string container, string header, string qualifiedName)
    {
        var source = $$"""{{container}} { [Network, Input(2), Dense(1)] private sealed partial class DigitNet; }""";

        var type = Read(source);

        Assert.Equal([header], type.Containers);
        Assert.Equal(qualifiedName, type.QualifiedName);
        Host.Run(source).AssertClean();
    }

    [Fact]
    public void Containers_are_listed_from_the_outside()
        => Assert.Equal(
            ["partial class Outer", "partial struct Inner<T>"],
            Read("partial class Outer { partial struct Inner<T> { [Network, Input(2), Dense(1)] partial class DigitNet; } }").Containers);

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("protected")]
    [InlineData("protected internal")]
    [InlineData("private protected")]
    [InlineData("private")]
    public void The_accessibility_is_as_written(string accessibility)
        => Assert.Equal(accessibility, Read($$"""public partial class Outer { [Network, Input(2), Dense(1)] {{accessibility}} partial class DigitNet; }""").Accessibility);

    [Fact]
    public void Names_that_are_keywords_keep_their_sign()
    {
        const string Source = """
            namespace @event.@record
            {
                partial struct @struct<@int>
                {
                    [Network, Input(2), Dense(1)]
                    private sealed partial class @class;
                }
            }
            """;

        var type = Read(Source);

        Assert.Equal("@event.@record", type.Namespace);
        Assert.Equal(["partial struct @struct<@int>"], type.Containers);
        Assert.Equal("@class", type.Name);
        Assert.Equal("event.record.struct`1.class", type.QualifiedName);
        Host.Run(Source).AssertClean();
    }

    [Fact]
    public void A_class_may_have_a_base_class_and_members_beside_the_generated_ones()
        => Read("""
            public class Model { protected Model(int depth = 0) { } private float[] Parameters => []; }

            [Network, Input(2), Dense(1, Name = "hidden")]
            public sealed partial class DigitNet : Model, IDisposable, IHidden
            {
                public int Predict(ReadOnlySpan<float> pixels) => pixels.Length;
                public void Save<T>(string path) { }
                public void Load(ref string path) { }
                public void Dispose() { }
                public int Hidden => 0;
                int IHidden.HiddenWeight => 0;
            }

            interface IHidden { int HiddenWeight { get; } }
            """);

    private static ClassDeclaration Read(string source) => Assert.Single(Declarations.Read(source)).Class;
}
