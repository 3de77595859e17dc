namespace NetGen;

/// <summary>A step of the emitted passes: what it computes from what, and how it is carried out.</summary>
/// <param name="Number">Its number, by which the emitted code and <see cref="WorkspaceTensor.FirstStep"/> count; those of the backward pass go on from the forward pass.</param>
/// <param name="IsBackward">Whether it belongs to the backward pass.</param>
/// <param name="Method">The method that carries it out; empty where the pass does it itself.</param>
/// <param name="Formula">The mathematics, an equation a line.</param>
/// <param name="Shapes">The shapes that go in and come out.</param>
/// <param name="Reads">The tensors that it reads.</param>
/// <param name="Writes">The tensors that it writes.</param>
/// <param name="Source">What the developer wrote that it is for; empty where that is nothing alone.</param>
/// <param name="Schedule">How it is carried out, and why so where there was a choice.</param>
public sealed record NetworkStep(
    int Number, bool IsBackward, string Method, string Formula, string Shapes, IReadOnlyList<string> Reads, IReadOnlyList<string> Writes, string Source, string Schedule);
