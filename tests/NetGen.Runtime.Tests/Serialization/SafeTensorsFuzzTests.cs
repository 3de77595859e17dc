using FsCheck;
using FsCheck.Fluent;
using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Serialization;

public class SafeTensorsFuzzTests
{
    private static readonly byte[] Valid = ValidFile();

    private static readonly Config Config = Seeds.Property(3000);

    [Fact]
    public void A_damaged_file_is_loaded_or_refused_and_nothing_else()
    {
        var accepted = 0;
        var refused = 0;
        var network = new TwoLayerNetwork(3, 2, 1);
        Check.One(Config, Prop.ForAll(Damaged().ToArbitrary(), file =>
        {
            var before = network.Parameters.ToArray();
            try
            {
                using var stream = new MemoryStream(file);
                NetworkFile.Load(network, stream);
                accepted++;
            }
            catch (SafeTensorsException)
            {
                refused++;
                return network.Parameters.SequenceEqual(before);
            }

            return true;
        }));

        // Both ways are taken: damage in the data is not seen, damage in the header is.
        Assert.InRange(accepted, 1, int.MaxValue);
        Assert.InRange(refused, 1, int.MaxValue);
    }

    private static Gen<byte[]> Damaged()
        => from edits in Gen.Choose(1, 3)
           from file in Edited(Valid, edits)
           select file;

    private static Gen<byte[]> Edited(byte[] file, int edits)
        => edits == 0 ? Gen.Constant(file) : from edited in Edit(file) from rest in Edited(edited, edits - 1) select rest;

    private static Gen<byte[]> Edit(byte[] file)
    {
        if (file.Length == 0)
            return Gen.Constant(file);
        var position = Gen.Choose(0, file.Length - 1);
        var anyByte = from p in position from value in Gen.Choose(0, 255) select Replace(file, p, (byte)value);
        var digits = Enumerable.Range(0, file.Length).Where(p => char.IsAsciiDigit((char)file[p])).ToArray();
        var anyDigit = digits.Length == 0
            ? anyByte
            : from p in Gen.Elements(digits) from value in Gen.Choose('0', '9') select Replace(file, p, (byte)value);
        var structure = from p in position from value in Gen.Elements("{}[]\",:\\0 "u8.ToArray()) select Replace(file, p, value);
        var prefix = from p in Gen.Choose(0, Math.Min(7, file.Length - 1)) from value in Gen.Choose(0, 255) select Replace(file, p, (byte)value);
        var truncated = from p in position select file[..p];
        var extended = from count in Gen.Choose(1, 9) select file.Concat(new byte[count]).ToArray();
        var removed = from p in position select file[..p].Concat(file[(p + 1)..]).ToArray();
        var doubled = Gen.Two(position).Select(ends => file[..Math.Max(ends.Item1, ends.Item2)].Concat(file[Math.Min(ends.Item1, ends.Item2)..]).ToArray());
        return Gen.OneOf(anyByte, anyDigit, structure, prefix, truncated, extended, removed, doubled);
    }

    private static byte[] Replace(byte[] file, int position, byte value)
    {
        var copy = file.ToArray();
        copy[position] = value;
        return copy;
    }

    private static byte[] ValidFile()
    {
        using var stream = new MemoryStream();
        NetworkFile.Save(new TwoLayerNetwork(3, 2, 1), stream);
        return stream.ToArray();
    }
}
