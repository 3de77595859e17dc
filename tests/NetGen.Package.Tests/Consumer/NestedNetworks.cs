using NetGen;

namespace Consumer
{
    /// <summary>A static class with a network in it.</summary>
    public static partial class Outer
    {
        /// <summary>A class between them.</summary>
        public partial class Middle
        {
            /// <summary>A network in a class in a class.</summary>
            [Network, Input(3, 5)]
            [Flatten]
            [Dense(9, Activation.Gelu, Name = "hidden")]
            [Dense(4, Bias = false, Name = "output")]
            [Softmax]
            public sealed partial class Inner
            {
            }
        }

        // Nobody outside needs its documentation.
        [Network, Input(7)]
        [Dense(17, Activation.Relu)]
        [Dense(1)]
        private sealed partial class Hidden
        {
        }

        /// <summary>Shows that a private network works as the others do.</summary>
        /// <returns>How many parameters it has.</returns>
        public static int HiddenParameters()
        {
            return new Hidden(1).Description.ParameterCount;
        }
    }
}
