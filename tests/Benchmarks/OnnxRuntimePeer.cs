using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks;

/// <summary>ONNX Runtime's forward passes, by onnx_peer.cjs: the same parameters and inputs as here, in files of a folder of its own.</summary>
internal sealed class OnnxRuntimePeer : IDisposable
{
    /// <summary>How far an output may be from ours, as a part of the largest; both are sums of floats in orders of their own.</summary>
    private const float Tolerance = 1e-4f;

    private readonly PeerProcess process;
    private readonly string root = Directory.CreateTempSubdirectory("netgen-onnx-").FullName;

    private OnnxRuntimePeer(PeerProcess process) => this.process = process;

    /// <summary>Which ONNX Runtime it is.</summary>
    public string Version => process.Version;

    /// <summary>Starts the peer, or says why there is none.</summary>
    public static OnnxRuntimePeer? TryStart(out string absence)
    {
        absence = "node is not there";
        try
        {
            if (PeerProcess.TryStart("ONNX Runtime", "node", "onnx_peer.cjs") is { } process)
                return new(process);
            absence = "node has no onnxruntime-node; `npm install --prefix tests/Benchmarks` brings it";
        }
        catch (Win32Exception)
        {
        }

        return null;
    }

    /// <summary>Gives the peer a network, and compares what it makes of the inputs with what the network predicts.</summary>
    /// <exception cref="PeerException">It computes something else.</exception>
    public void Load(NetworkCase of, TrainingJob job)
    {
        job.Predict();
        Write(Folder(of), OnnxModel.Of(job.Network, of.Batch), job.Inputs);
        process.Ask($"outputs {Folder(of)}");
        var theirs = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(Folder(of), "outputs.bin")));
        var scale = job.Outputs.Max(MathF.Abs);
        for (var i = 0; i < job.Outputs.Length; i++)
        {
            if (!(MathF.Abs(theirs[i] - job.Outputs[i]) <= Tolerance * MathF.Max(1, scale)))
                throw new PeerException($"ONNX Runtime computes another {of.Name}: its output {i} is {theirs[i]}, and ours {job.Outputs[i]}.");
        }
    }

    /// <summary>The best time of a forward pass in a round of about <paramref name="duration"/>, in microseconds.</summary>
    public double Measure(NetworkCase of, TimeSpan duration) => Measure(Folder(of), duration);

    /// <summary>What a call costs through node, in microseconds: the time of a model that gives out its only number.</summary>
    public double MeasureCall(TimeSpan duration)
    {
        var folder = Path.Combine(root, "trivial");
        if (!Directory.Exists(folder))
            Write(folder, OnnxModel.Trivial(), [1]);
        return Measure(folder, duration);
    }

    public void Dispose()
    {
        process.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private double Measure(string folder, TimeSpan duration)
        => double.Parse(process.Ask(string.Create(CultureInfo.InvariantCulture, $"forward {duration.TotalSeconds} {folder}")), CultureInfo.InvariantCulture);

    private string Folder(NetworkCase of) => Path.Combine(root, of.PeerArguments.Replace(' ', '_'));

    private static void Write(string folder, byte[] model, float[] inputs)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model);
        File.WriteAllBytes(Path.Combine(folder, "inputs.bin"), MemoryMarshal.AsBytes<float>(inputs));
    }
}
