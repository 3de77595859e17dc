namespace NetGen.Generator.Graph;

/// <summary>Says when a contraction fits its operands: every access has an index for each axis, and stays inside the tensor.</summary>
internal static class ContractVerifier
{
    /// <param name="contract">The contraction.</param>
    /// <param name="output">The shape of its result.</param>
    /// <param name="left">The shape of its left operand.</param>
    /// <param name="right">The shape of its right operand.</param>
    /// <param name="require">Refuses the node with a message, unless a condition holds.</param>
    public static void Verify(Contract contract, Shape output, Shape left, Shape right, Action<bool, string> require)
    {
        for (var index = 0; index < contract.Indices.Count; index++)
        {
            var (name, extent) = (contract.Indices[index].Name, contract.Indices[index].Extent);
            require(extent.Size >= 1, $"has index '{name}' of extent {extent}");
            require(
                contract.Output.Uses(index) || contract.Left.Uses(index) || contract.Right.Uses(index), $"has index '{name}', which nothing uses");
        }

        VerifyAccess(contract, contract.Output, output, "output", require);
        VerifyAccess(contract, contract.Left, left, "left operand", require);
        VerifyAccess(contract, contract.Right, right, "right operand", require);

        // What no index reaches would keep whatever was in memory before. (Where it scatters, it is written as one that gathers.)
        for (var axis = 0; axis < output.Rank; axis++)
        {
            var isWhole = contract.Output.Axes[axis].Terms is not [{ Coefficient: 1 }]
                || (Reach(contract, contract.Output.Axes[axis]) is var (low, high) && low == 0 && high == output[axis].Size - 1);
            require(isWhole, $"does not reach all of axis {Numbers.Text(axis)} of {output}");
        }
    }

    /// <summary>Whether every index of the output goes through one axis of it, element by element, as all do that are emitted.</summary>
    public static bool Gathers(Contract contract) => contract.Output.Axes.All(static axis => axis.Offset == 0 && axis.Terms is [{ Coefficient: 1 }]);

    private static void VerifyAccess(Contract contract, Access access, Shape shape, string role, Action<bool, string> require)
    {
        require(access.Axes.Count == shape.Rank, $"reaches its {role} {shape} by {Numbers.Text(access.Axes.Count)} indices: {access}");
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var terms = access.Axes[axis].Terms;
            require(terms.All(term => term.Index >= 0 && term.Index < contract.Indices.Count), $"reaches its {role} by an index that it does not have: {access}");
            require(terms.All(static term => term.Coefficient != 0), $"reaches its {role} by an index with coefficient 0: {access}");

            // The batch is not known, so it can only be gone through from one end to the other.
            if (shape[axis].IsBatch || terms.Any(term => contract.Indices[term.Index].Extent.IsBatch))
            {
                require(
                    terms.Count == 1 && terms[0].Coefficient == 1 && access.Axes[axis].Offset == 0 && contract.Indices[terms[0].Index].Extent == shape[axis],
                    $"does not go through axis {Numbers.Text(axis)} of its {role} {shape} from end to end: {access}");
                continue;
            }

            var (low, high) = Reach(contract, access.Axes[axis]);
            require(
                low >= 0 && high < shape[axis].Size,
                $"reaches elements {Numbers.Text(low)} to {Numbers.Text(high)} of axis {Numbers.Text(axis)} of its {role} {shape}");
        }
    }

    /// <summary>The lowest and the highest element that an affine index reaches.</summary>
    private static (long Low, long High) Reach(Contract contract, AffineIndex affine)
    {
        long low = affine.Offset, high = affine.Offset;
        foreach (var term in affine.Terms)
        {
            var last = term.Coefficient * (contract.Indices[term.Index].Extent.Size - 1L);
            low += Math.Min(0, last);
            high += Math.Max(0, last);
        }

        return (low, high);
    }
}
