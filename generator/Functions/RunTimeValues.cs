using NetGen.Generator.Programs;

namespace NetGen.Generator.Functions;

/// <summary>A whole number that is known when the function runs.</summary>
internal sealed record OpenWhole(Whole Whole, ConstantKind Kind) : Value;

/// <summary>Elements of an array that the function is called with, or of a table.</summary>
/// <param name="Array">Which array of the procedure.</param>
/// <param name="Element">What an element is.</param>
/// <param name="Offset">Its first element there.</param>
/// <param name="Length">How many it has.</param>
internal sealed record SpanValue(int Array, Shape Element, Whole Offset, Whole Length) : Value;
