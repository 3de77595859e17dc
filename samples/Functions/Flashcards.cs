using NetGen;

namespace Functions;

/// <summary>
/// How well a card is remembered: the memory model FSRS 5 of flashcard programs, fitted to histories of reviews. A card has a stability, the days until it is
/// recalled with a probability of 0.9, and a difficulty from 1 to 10. A review changes both, by how it was rated: 1 is forgotten, 2 hard, 3 good, 4 easy.
/// </summary>
internal static partial class Flashcards
{
    /// <summary>The model's 19 parameters as its authors publish them.</summary>
    public static readonly double[] Published =
    [
        0.40255, 1.18385, 3.173, 15.69105, 7.1949, 0.5345, 1.4604, 0.0046, 1.54575, 0.1192, 1.01925, 1.9395, 0.11, 0.29605, 2.2698, 0.2315, 2.9898, 0.51655, 0.6621,
    ];

    /// <summary>The probability of recall after some days.</summary>
    public static double Recall(double days, double stability) => 1 / Math.Sqrt(1 + (19.0 / 81.0 * days / stability));

    /// <summary>
    /// How badly the model predicts which cards were forgotten: the mean cross-entropy over all reviews but the first of each card. The histories have
    /// different lengths, and stand one after another.
    /// </summary>
    /// <param name="w">The parameters.</param>
    /// <param name="ratings">The ratings of all reviews.</param>
    /// <param name="days">How many days each review came after the one before.</param>
    /// <param name="starts">Where each history starts, and where the last one ends.</param>
    [Differentiable]
    public static double Loss(ReadOnlySpan<double> w, ReadOnlySpan<int> ratings, [Constant] ReadOnlySpan<double> days, ReadOnlySpan<int> starts)
    {
        var loss = 0.0;
        for (var card = 0; card < starts.Length - 1; card++)
        {
            var first = ratings[starts[card]];
            var stability = w[first - 1];
            var difficulty = FirstDifficulty(w[4], w[5], first);
            for (var review = starts[card] + 1; review < starts[card + 1]; review++)
            {
                var rating = ratings[review];
                var recall = Recall(days[review], stability);
                loss -= rating > 1 ? Math.Log(recall) : Math.Log(1 - recall);
                if (rating > 1)
                {
                    var hard = rating == 2 ? w[15] : 1;
                    var easy = rating == 4 ? w[16] : 1;
                    stability *= 1 + (Math.Exp(w[8]) * (11 - difficulty) * Math.Pow(stability, -w[9]) * (Math.Exp(w[10] * (1 - recall)) - 1) * hard * easy);
                }
                else
                {
                    stability = Math.Min(stability, w[11] * Math.Pow(difficulty, -w[12]) * (Math.Pow(stability + 1, w[13]) - 1) * Math.Exp(w[14] * (1 - recall)));
                }

                var next = difficulty - (w[6] * (rating - 3) * (10 - difficulty) / 9);
                difficulty = Math.Clamp((w[7] * FirstDifficulty(w[4], w[5], 4)) + ((1 - w[7]) * next), 1, 10);
            }
        }

        return loss / (ratings.Length - starts.Length + 1);
    }

    private static double FirstDifficulty(double w4, double w5, int rating) => Math.Clamp(w4 - Math.Exp(w5 * (rating - 1)) + 1, 1, 10);
}
