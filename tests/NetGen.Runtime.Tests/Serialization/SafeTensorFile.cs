using System.Buffers.Binary;
using System.Text;

namespace NetGen.Runtime.Tests.Serialization;

/// <summary>Safetensors files by their header and data.</summary>
internal static class SafeTensorFile
{
    public static SafeTensorsFile Read(string header, byte[] data)
    {
        using var stream = new MemoryStream(Bytes(header, data));
        return SafeTensorsFile.Read(stream, "test.safetensors");
    }

    public static byte[] Bytes(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[sizeof(ulong) + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, sizeof(ulong));
        data.CopyTo(file, sizeof(ulong) + text.Length);
        return file;
    }
}
