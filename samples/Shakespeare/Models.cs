using NetGen;

namespace Shakespeare;

/// <summary>Both networks by their files.</summary>
internal static class Models
{
    public static void Save(INetwork network, string path)
    {
        if (network is Lstm recurrent)
            recurrent.Save(path);
        else
            ((Gpt)network).Save(path);
    }

    /// <summary>The network whose parameters a file has.</summary>
    public static INetwork Load(string path)
        => SafeTensorsFile.Read(path).Tensors.Any(static tensor => tensor.Name.StartsWith("memory.", StringComparison.Ordinal)) ? Lstm.FromFile(path) : Gpt.FromFile(path);
}
