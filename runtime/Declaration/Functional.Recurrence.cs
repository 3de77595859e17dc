namespace NetGen;

public static partial class Functional
{
    /// <summary>
    /// Carries a state along a sequence: <c>hₜ = step(xₜ, hₜ₋₁)</c> for t = 1 … T. The step is a method of the network, a static method or a local
    /// function; it may call layers, whose parameters are shared by all steps. It is emitted as a loop, and so is its gradient: the code does not
    /// grow with the number of steps.
    /// </summary>
    /// <param name="step">From a step's input and the state to the next state, which has the state's shape.</param>
    /// <param name="sequence">[T × …]: its first axis is the steps.</param>
    /// <param name="initial">h₀, such as <c>Zeros(128)</c>; for each sample, or the same for all.</param>
    /// <param name="reverse">Whether it begins with the last step: <c>hₜ = step(xₜ, hₜ₊₁)</c>.</param>
    /// <param name="lengths">
    /// How many steps each sample has: an input that is marked <see cref="LengthsAttribute">[Lengths]</see>. Steps behind a sample's end are not computed, and are 0 in what is given out.
    /// <see cref="Last"/> is the state at the sample's own end, and in reverse each begins there.
    /// </param>
    /// <returns>The state after every step, [T × …]. <see cref="Last"/> gives the one after the last step.</returns>
    public static Tensor Scan(Func<Tensor, Tensor, Tensor> step, Tensor sequence, Tensor initial, bool reverse = false, Tensor? lengths = null) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Scan(Func{Tensor, Tensor, Tensor}, Tensor, Tensor, bool, Tensor)"/>
    /// <param name="step">From a step's input and two states to the next states, which have the states' shapes. One that the step does not read is an output.</param>
    /// <param name="sequence">[T × …]: its first axis is the steps.</param>
    /// <param name="first">The first state before the first step.</param>
    /// <param name="second">The second one.</param>
    /// <param name="reverse">Whether it begins with the last step.</param>
    /// <param name="lengths">How many steps each sample has.</param>
    /// <returns>Each state after every step.</returns>
    public static (Tensor First, Tensor Second) Scan(
        Func<Tensor, Tensor, Tensor, (Tensor First, Tensor Second)> step, Tensor sequence, Tensor first, Tensor second, bool reverse = false, Tensor? lengths = null)
        => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Scan(Func{Tensor, Tensor, Tensor}, Tensor, Tensor, bool, Tensor)"/>
    /// <param name="step">From a step's input and three states to the next states, which have the states' shapes.</param>
    /// <param name="sequence">[T × …]: its first axis is the steps.</param>
    /// <param name="first">The first state before the first step.</param>
    /// <param name="second">The second one.</param>
    /// <param name="third">The third one.</param>
    /// <param name="reverse">Whether it begins with the last step.</param>
    /// <param name="lengths">How many steps each sample has.</param>
    /// <returns>Each state after every step.</returns>
    public static (Tensor First, Tensor Second, Tensor Third) Scan(
        Func<Tensor, Tensor, Tensor, Tensor, (Tensor First, Tensor Second, Tensor Third)> step,
        Tensor sequence, Tensor first, Tensor second, Tensor third, bool reverse = false, Tensor? lengths = null)
        => throw Tensor.NeverRuns();

    /// <summary>The last element along the first axis, which is dropped: [T × …] → […].</summary>
    /// <param name="sequence">The sequence.</param>
    public static Tensor Last(Tensor sequence) => throw Tensor.NeverRuns();

    /// <summary>Zeros.</summary>
    /// <param name="dimensions">The extents of a sample.</param>
    public static Tensor Zeros(params int[] dimensions) => throw Tensor.NeverRuns();
}
