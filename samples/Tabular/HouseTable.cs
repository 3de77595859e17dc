using System.Globalization;
using System.Text;
using NetGen;

namespace Tabular;

/// <summary>A table of houses that were sold: numbers, categories, missing values, and the price.</summary>
internal static class HouseTable
{
    private static readonly string[] Districts = ["north", "south", "harbour", "centre"];
    private static readonly string[] Heatings = ["gas", "oil", "heat pump"];

    /// <summary>How many floats a house becomes: area, year and whether it is known, four districts, three heatings and an unknown one, garden or none.</summary>
    public const int InputSize = 1 + 2 + 4 + 4 + 2;

    /// <summary>
    /// What a column becomes. Categories and what replaces a missing value are given and not computed from the table, so that no fold of a cross-validation learns
    /// anything from the samples that it is validated on.
    /// </summary>
    public static CsvEncoder Encoder(CsvTable table) => CsvEncoder.Fit(
        table,
        [
            CsvColumn.Numeric("area"),
            CsvColumn.Numeric("year", MissingValue.Value(1970).WithIndicator()),
            CsvColumn.OneHot("district", Districts),
            CsvColumn.OneHot("heating", [.. Heatings, "unknown"], MissingValue.Value("unknown")),
            CsvColumn.OneHot("garden", ["no", "yes"]),
        ],
        CsvColumn.Numeric("price"));

    /// <summary>Makes houses up, as the text of a CSV file.</summary>
    public static string MakeUp(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var text = new StringBuilder("area,year,district,heating,garden,price\n");
        for (var house = 0; house < count; house++)
        {
            var (area, year, district, heating, garden) = (40 + random.NextInt32(160), 1900 + random.NextInt32(125), random.NextInt32(4), random.NextInt32(3), random.NextInt32(2));

            // In thousands. An old house is worth less, but in the centre more; a garden counts where there is room for it.
            double[] perSquareMetre = [2.1, 2.6, 3.4, 4.2];
            var age = (2025 - year) / 125.0;
            var price = area * perSquareMetre[district] * (district == 3 ? 1 + (0.25 * age) : 1 - (0.4 * age));
            price += heating == 2 ? 35 : heating == 1 ? -20 : 0;
            price += garden == 1 ? Math.Max(0, area - 80) * 0.8 : 0;
            price *= 1 + (0.05 * random.NextNormal());
            text.Append(CultureInfo.InvariantCulture, $"{area},{(random.NextInt32(12) == 0 ? "" : year)},{Districts[district]},{(random.NextInt32(10) == 0 ? "NA" : Heatings[heating])},{(garden == 1 ? "yes" : "no")},{price:0.0}\n");
        }

        return text.ToString();
    }
}
