namespace NetGen.Runtime.Tests.Serialization;

public class AtomicSaveTests
{
    private static readonly SafeTensorsEntry One = new("x", [1], new float[] { 1 });

    [Fact]
    public void A_new_file_is_the_only_one_that_is_left()
    {
        using var folder = new TemporaryFolder();
        SafeTensorsWriter.Write(folder["net.safetensors"], [One]);
        Assert.Equal(["net.safetensors"], folder.Files);
        Assert.Equal([1f], SafeTensorsFile.Read(folder["net.safetensors"])["x"].ToArray());
    }

    [Fact]
    public void An_old_file_is_replaced_whole()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["net.safetensors"], new byte[100_000]);
        SafeTensorsWriter.Write(folder["net.safetensors"], [One]);
        Assert.Equal([1f], SafeTensorsFile.Read(folder["net.safetensors"])["x"].ToArray());
        Assert.Equal(["net.safetensors"], folder.Files);
    }

    [Fact]
    public void A_writer_that_fails_midway_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder["net.safetensors"];
        SafeTensorsWriter.Write(path, [One]);
        var before = File.ReadAllBytes(path);

        // Large enough that some of it has reached the disk when the second tensor fails.
        var filesDuringTheWrite = Array.Empty<string>();
        var large = new SafeTensorsEntry("a", [500_000], static values => values.Fill(7));
        var failing = new SafeTensorsEntry("b", [1], _ =>
        {
            filesDuringTheWrite = folder.Files;
            throw new InvalidOperationException("the power went out");
        });
        Assert.Equal("the power went out", Assert.Throws<InvalidOperationException>(() => SafeTensorsWriter.Write(path, [large, failing])).Message);

        Assert.Equal(2, filesDuringTheWrite.Length);
        Assert.Equal(["net.safetensors"], folder.Files);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void The_old_file_is_whole_until_the_new_one_is()
    {
        using var folder = new TemporaryFolder();
        var path = folder["net.safetensors"];
        SafeTensorsWriter.Write(path, [One]);
        float[]? during = null;
        SafeTensorsWriter.Write(path, [new("x", [1], values =>
        {
            during = SafeTensorsFile.Read(path)["x"].ToArray();
            values[0] = 2;
        })]);
        Assert.Equal([1f], during!);
        Assert.Equal([2f], SafeTensorsFile.Read(path)["x"].ToArray());
    }

    [Fact]
    public void A_rename_that_fails_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["net.safetensors"]);
        File.WriteAllText(System.IO.Path.Combine(folder["net.safetensors"], "inside"), "");
        Assert.ThrowsAny<Exception>(() => SafeTensorsWriter.Write(folder["net.safetensors"], [One]));
        Assert.Equal(["net.safetensors"], folder.Files);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<DirectoryNotFoundException>(() => SafeTensorsWriter.Write(System.IO.Path.Combine(folder["none"], "net.safetensors"), [One]));
    }

    [Fact]
    public void A_link_still_leads_to_the_file_after_it_is_saved()
    {
        if (OperatingSystem.IsWindows())
            return; // Making a link needs a right there.
        using var folder = new TemporaryFolder();
        SafeTensorsWriter.Write(folder["net.safetensors"], [One]);
        File.CreateSymbolicLink(folder["latest"], folder["net.safetensors"]);
        SafeTensorsWriter.Write(folder["latest"], [new("x", [1], new float[] { 2 })]);
        Assert.NotNull(new FileInfo(folder["latest"]).LinkTarget);
        Assert.Equal([2f], SafeTensorsFile.Read(folder["net.safetensors"])["x"].ToArray());
    }
}
