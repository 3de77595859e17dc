using System.IO.Compression;
using System.Text;
using NetGen.Runtime.Tests.Serialization;
using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Data;

/// <summary>
/// Mutated files of every format: each is read, or refused by the documented exception in a few words; and the memory that it takes is in
/// proportion to its length.
/// </summary>
public class FileFuzzTests
{
    private const int Mutations = 10_000;
    private const int LongestMessage = 8_000;

    [Fact]
    public void Safetensors()
    {
        var network = new TwoLayerNetwork(3, 2, 1);
        using var saved = new MemoryStream();
        NetworkFile.Save(network, saved);
        var header = """{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]},"__metadata__":{"k":"v\u00e4"},"b":{"dtype":"I2","shape":[],"data_offsets":[1,5]},"c":{"dtype":"F64","shape":[1,1],"data_offsets":[5,13]}}""";
        Run([saved.ToArray(), SafeTensorFile.Bytes(header, [.. new byte[5], .. BitConverter.GetBytes(1e300)])], "{}[]\",:\\0 9eF\u00e4", multiple: 20, constant: 120_000, static (file, network) =>
        {
            var before = network.Parameters.ToArray();
            try
            {
                var read = SafeTensorsFile.Read(new MemoryStream(file), "file");
                foreach (var tensor in read.Tensors)
                {
                    if (tensor.Count < 1000)
                        Try<SafeTensorsException>(() => tensor.ToArray());
                }

                NetworkFile.Load(network, read);
                return true;
            }
            catch (SafeTensorsException exception)
            {
                Assert.InRange(exception.Message.Length, 1, LongestMessage);
                Assert.Equal(before, network.Parameters.ToArray());
                return false;
            }
        }, network);
    }

    [Fact]
    public void Csv()
    {
        string[] texts =
        [
            "age,colour,rooms,price\r\n20,red,10,1.5\r\nNA,\"bl\"\"ue\",9,2e1\n40,red,2,-3\r60,?,10,4\n",
            "\uFEFFa;b\n1,5;x\n2,5;y\n;x\n",
            "5.1\t3.5\tIris\n4.9\t3.0\tIris\n",
        ];
        Run([.. texts.Select(Encoding.UTF8.GetBytes), Encoding.Unicode.GetBytes("\uFEFFa,b\n1,2\n3,4\n")], "\",;\t\r\n.?- 19eNA\u00e4", multiple: 200, constant: 200_000, static (file, folder) =>
        {
            File.WriteAllBytes(folder["fuzz.csv"], file);
            try
            {
                // All three in turn; which one is decided by the file.
                var table = CsvFile.Read(folder["fuzz.csv"], new CsvOptions { Header = (file.Length % 3) switch { 0 => null, 1 => true, _ => false } });
                var encoder = CsvEncoder.Fit(table, [.. table.ColumnNames.Select(static name => CsvColumn.OneHot(name, missing: MissingValue.Value("-"), other: true))]);
                Assert.Equal(table.RowCount, encoder.Apply(table).Count);
                Try<DataFileException>(() => CsvEncoder.Fit(table, [CsvColumn.Numeric(table.ColumnNames[^1], MissingValue.Median.WithIndicator(), standardize: true)]).Apply(table));
                return true;
            }
            catch (DataFileException exception)
            {
                Assert.InRange(exception.Message.Length, 1, LongestMessage);
                return false;
            }
        }, new TemporaryFolder(), TestTier.Cases(quick: 1_000, complete: Mutations));
    }

    [Fact]
    public void Idx()
    {
        byte[] bytes = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 253, 254, 255];
        byte[] doubles = [0, 0, 0x0E, 1, 0, 0, 0, 2, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0x7F, 0xEF, 0, 0, 0, 0, 0, 0];
        using var compressed = new MemoryStream();
        foreach (var half in new[] { bytes[..7], bytes[7..] })
        {
            using var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
            gzip.Write(half);
        }

        Run([bytes, doubles, compressed.ToArray()], "\u0000\u0001\u0008\u000e", multiple: 100, constant: 2_000_000, static (file, _) =>
        {
            try
            {
                var idx = IdxFile.Read(new MemoryStream(file), "file");
                Assert.Equal(idx.Count, idx.ToArray().Length);
                return true;
            }
            catch (DataFileException exception)
            {
                Assert.InRange(exception.Message.Length, 1, LongestMessage);
                return false;
            }
        }, 0);
    }

    private static void Try<T>(Func<object> read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T exception)
        {
            Assert.InRange(exception.Message.Length, 1, LongestMessage);
        }
    }

    /// <summary>Reads mutations of valid files; some must be accepted and some refused, or nothing was tried.</summary>
    private static void Run<T>(byte[][] valid, string structure, double multiple, double constant, Func<byte[], T, bool> read, T state, int mutations = Mutations)
    {
        using var disposable = state as IDisposable;
        var random = new Random(Seeds.Draw(1)[0]);
        var structural = Encoding.UTF8.GetBytes(structure);
        var accepted = valid.Count(file => read(file, state));
        var refused = 0;
        for (var i = 0; i < mutations; i++)
        {
            var file = Mutate(valid[random.Next(valid.Length)], structural, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (read(file, state))
                    accepted++;
                else
                    refused++;
            }
            catch (Exception exception)
            {
                throw new Xunit.Sdk.XunitException($"mutation {i}: {Convert.ToHexString(file)}\n{Encoding.UTF8.GetString(file)}\n{exception}", exception);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= (multiple * file.Length) + constant, $"mutation {i} of {file.Length} bytes took {allocated}: {Convert.ToHexString(file)}");
        }

        Assert.InRange(accepted, 100, int.MaxValue);
        Assert.InRange(refused, 100, int.MaxValue);
    }

    private static byte[] Mutate(byte[] file, byte[] structure, Random random)
    {
        var bytes = file.ToList();
        for (var edit = random.Next(1, 4); edit > 0 && bytes.Count > 0; edit--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes[at] = structure[random.Next(structure.Length)];
                    break;
                case 3:
                    bytes.Insert(at, structure[random.Next(structure.Length)]);
                    break;
                case 4:
                    bytes.RemoveAt(at);
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 6:
                    bytes.AddRange(bytes.GetRange(at, Math.Min(bytes.Count - at, 40)));
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 60))));
                    break;
            }
        }

        return [.. bytes];
    }
}
