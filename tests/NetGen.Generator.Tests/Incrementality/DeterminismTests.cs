using System.Globalization;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>The same sources give the same bytes, on every machine.</summary>
public sealed class DeterminismTests
{
    private const string Source = """
        namespace Space
        {
            [Network, Input(1, 1000, 3)]
            [Flatten]
            [Dense(1001, Activation.Gelu, Name = "hidden")]
            [Dense(17, Activation.Selu, Initializer = Initializer.XavierNormal)]
            [Softmax]
            public sealed partial class DigitNet;

            [Network, Input(-1000), Dense(-1234567), Activation((Activation)1000)]
            public sealed partial class Broken;
        }
        """;

    [Fact]
    public void The_same_sources_give_the_same_files_twice()
        => Assert.Equal(Everything(Host.Run(Source)), Everything(Host.Run(Source)));

    [Fact]
    public void The_order_of_the_files_changes_nothing()
    {
        const string First = "[Network, Input(3), Dense(1)] public partial class First;";
        const string Second = "[Network, Input(3), Dense(1)] public partial class Second;";

        Assert.Equal(Host.Run(First, Second).Files.OrderBy(static file => file.Key), Host.Run(Second, First).Files.OrderBy(static file => file.Key));
    }

    [Fact]
    public void The_culture_changes_nothing()
    {
        var expected = Everything(Host.Run(Source));
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Hostile();
            Assert.Equal("minus1point5", (-1.5).ToString("R", CultureInfo.CurrentCulture));
            Assert.Equal(expected, Everything(Host.Run(Source)));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }

    [Fact]
    public void Lines_end_alike_on_every_machine()
        => Assert.All(Host.Run(Source).Files.Values, static text =>
        {
            Assert.DoesNotContain('\r', text);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
        });

    private static List<string> Everything(GeneratorRun run)
        =>
        [
            .. run.Files.Select(static file => $"{file.Key}\n{file.Value}"),
            .. run.Result.Diagnostics.Select(static diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}"),
        ];

    /// <summary>A culture in which no number reads as C# wants it.</summary>
    private static CultureInfo Hostile()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NegativeSign = "minus",
            PositiveSign = "plus",
            NumberDecimalSeparator = "point",
            NumberGroupSeparator = "group",
            NumberGroupSizes = [1],
            NaNSymbol = "none",
            PositiveInfinitySymbol = "most",
            NegativeInfinitySymbol = "least",
        };
        culture.DateTimeFormat.DateSeparator = "date";
        return culture;
    }
}
