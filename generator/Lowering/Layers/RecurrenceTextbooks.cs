using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>The formulas of recurrences. xₜ goes into time step t and hₜ comes out of it; what flows back to hₜ from the layers behind is ∂yₜ.</summary>
internal static class RecurrenceTextbooks
{
    private const string AllAtOnce = "; W·xₜ is computed for all time steps at once";
    private const string OfInput = "; for all time steps at once ∂xₜ = Wᵀ·∂z";

    /// <param name="layer">The layer.</param>
    /// <param name="number">Which of the recurrences it is that lie one above another.</param>
    /// <param name="isReverse">Whether it begins with the last time step.</param>
    public static Textbook Of(RecurrentDeclaration layer, int number, bool isReverse)
    {
        var name = layer.Layers == 1 ? layer.Name : $"{layer.Name}.l{Numbers.Text(number)}";
        var direction = layer.Directions.Count() == 1 ? "" : isReverse ? ", its direction from the last time step to the first" : ", its direction from the first time step to the last";
        var (kind, forward, backward) = layer switch
        {
            RnnDeclaration rnn => ("Recurrence", OfRnn(rnn), "∂hₜ = ∂yₜ + what time step t + 1 passes back, ∂z = ∂hₜ·f′(z), and Uᵀ·∂z is passed back to hₜ₋₁" + OfAll(rnn)),
            LstmDeclaration lstm => ("LSTM",
                $"z = W·xₜ + U·hₜ₋₁{Bias(lstm)} in four parts; i = σ(z₁), f = σ(z₂), g = tanh(z₃), o = σ(z₄); cₜ = f·cₜ₋₁ + i·g, hₜ = o·tanh(cₜ)",
                "∂hₜ = ∂yₜ + what time step t + 1 passes back, ∂cₜ = ∂hₜ·o·(1 − tanh(cₜ)²) + what it passes back; ∂i = ∂cₜ·g, ∂f = ∂cₜ·cₜ₋₁, ∂g = ∂cₜ·i, ∂o = ∂hₜ·tanh(cₜ); "
                + "∂z is each of these times the derivative of its gate, such as i·(1 − i); ∂cₜ·f is passed back to cₜ₋₁ and Uᵀ·∂z to hₜ₋₁" + OfAll(lstm)),
            _ => ("GRU",
                "r = σ(W₁·xₜ + U₁·hₜ₋₁), z = σ(W₂·xₜ + U₂·hₜ₋₁), n = tanh(W₃·xₜ + r·(U₃·hₜ₋₁)), each with its biases; hₜ = (1 − z)·n + z·hₜ₋₁",
                "∂hₜ = ∂yₜ + what time step t + 1 passes back; ∂z = ∂hₜ·(hₜ₋₁ − n), ∂n = ∂hₜ·(1 − z), ∂r = ∂n·(1 − n²)·(U₃·hₜ₋₁), each times the derivative of its gate; "
                + "∂hₜ·z + Uᵀ·(the gradients of U·hₜ₋₁) is passed back to hₜ₋₁; ∂W, ∂U and those of the biases are sums over all time steps"),
        };
        return new($"{kind} '{name}'{direction}", Timed(forward + Names(layer)), Timed(backward)) { OfSequence = AllAtOnce, OfInput = OfInput, Layer = isReverse ? name + ".reverse" : name };

        // The other way round, what comes before a time step is the one behind it.
        string Timed(string formula) => !isReverse ? formula : formula.Replace("ₜ₋₁", "ₜ₊₁").Replace("t + 1", "t − 1");
    }

    private static string OfRnn(RnnDeclaration rnn) => $"z = W·xₜ + U·hₜ₋₁{Bias(rnn)}, hₜ = {rnn.Activation.ToString().ToLowerInvariant()}(z)";

    private static string OfAll(RecurrentDeclaration layer) => $"; summed over all time steps, ∂W = Σ ∂z·xₜᵀ{(layer.Bias ? "," : " and")} ∂U = Σ ∂z·hₜ₋₁ᵀ{(layer.Bias ? " and ∂b = Σ ∂z" : "")}";

    private static string Bias(RecurrentDeclaration layer) => layer.Bias ? " + b" : "";

    private static string Names(RecurrentDeclaration layer) => $"; W is weight_ih, U weight_hh{(layer is not GruDeclaration && layer.Bias ? " and b the sum of both biases" : "")}";
}
