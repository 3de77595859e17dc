namespace NetGen.Runtime.Tests.Networks;

public class NetworkDescriptionTests
{
    private static readonly NetworkDescription Network = new("Network", [3, 5, 7], [11, 13], [], [], 0);

    [Fact]
    public void Sizes_are_the_products_of_the_extents()
    {
        Assert.Equal(105, Network.InputSize);
        Assert.Equal(143, Network.OutputSize);
    }

    [Fact]
    public void A_network_without_axes_takes_one_number()
        => Assert.Equal(1, (Network with { InputShape = [] }).InputSize);

    [Fact]
    public void Sizes_allocate_nothing_even_before_their_code_is_optimised()
        => Assert.Equal(0, Allocation.Of(static () => _ = Network.InputSize + Network.OutputSize));
}
