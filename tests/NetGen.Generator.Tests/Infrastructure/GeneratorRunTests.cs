namespace NetGen.Generator.Tests.Infrastructure;

public class GeneratorRunTests
{
    [Fact]
    public void A_project_that_is_loaded_has_the_warnings_of_one_that_is_not()
    {
        const string Source = """
            [Network, Input(3), Dense(2)] public partial class Net;
            /// <summary>Of a <paramref name="nothing"/> and a <see cref="Nothing"/>.</summary>
            public class Wrong
            {
                private int never;
                private event Action? Silent;
                public string Text;
                public void Method() { int unused; string text = null; goto End; End: ; return; text.ToString(); }
                [Obsolete] public void Old() { }
                public void New() => Old();
            }
            """;
        var loaded = Host.Run(Source);
        loaded.Load();

        var found = Host.Run(Source).Diagnostics.Select(static diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal);
        Assert.Equal(found, loaded.Diagnostics.Select(static diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal));
        Assert.True(found.Count() >= 8, string.Join('\n', found));
    }
}
