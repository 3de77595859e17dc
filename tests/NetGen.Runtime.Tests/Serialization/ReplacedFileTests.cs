using System.Diagnostics;
using System.Net.Sockets;

namespace NetGen.Runtime.Tests.Serialization;

/// <summary>What becomes of the file that was there, of what is no file, and of what crashed processes left.</summary>
public class ReplacedFileTests
{
    private static readonly SafeTensorsEntry One = new("x", [1], new float[] { 1 });

    [UnixTheory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead)]
    public void The_permissions_of_the_old_file_are_kept(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        SafeTensorsWriter.Write(folder["net"], [One]);
        File.SetUnixFileMode(folder["net"], mode);
        var during = UnixFileMode.None;
        SafeTensorsWriter.Write(folder["net"], [new("x", [1], values => during = ModeOf(folder[Assert.Single(folder.Files, static name => name != "net")]))]);
        Assert.Equal(mode, File.GetUnixFileMode(folder["net"]));
        Assert.Equal(mode, during);
    }

    [UnixFact]
    public void A_new_file_has_the_permissions_that_any_new_file_has()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["plain"], "");
        SafeTensorsWriter.Write(folder["net"], [One]);
        Assert.Equal(File.GetUnixFileMode(folder["plain"]), File.GetUnixFileMode(folder["net"]));
    }

    [UnixFact]
    public void The_owner_of_the_old_file_is_kept_where_that_is_allowed()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return;
        using var folder = new TemporaryFolder();
        SafeTensorsWriter.Write(folder["net"], [One]);
        UnixFile.SetOwner(folder["net"], 12_345, 23_456);
        SafeTensorsWriter.Write(folder["net"], [One]);
        Assert.Equal(new UnixFile.Status(null, 12_345, 23_456), UnixFile.Find(folder["net"]));
    }

    [Fact]
    public void A_folder_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["empty"]);
        Refused(folder, folder["empty"], "is a folder; only a plain file is replaced");
        Assert.True(Directory.Exists(folder["empty"]));
        Refused(folder, folder["none"] + Path.DirectorySeparatorChar, "is the name of a folder");
    }

    [UnixFact]
    public void Pipes_sockets_and_devices_are_not_replaced()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        using (var make = Process.Start("mkfifo", folder["pipe"]))
            make.WaitForExit();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["socket"]));
        File.CreateSymbolicLink(folder["link"], folder["pipe"]);
        Refused(folder, folder["pipe"], "is a pipe (FIFO); only a plain file is replaced");
        Refused(folder, folder["link"], "is a pipe (FIFO)");
        Refused(folder, folder["socket"], "is a socket");
        Refused(folder, "/dev/null", "is a device");
        Assert.Equal("a pipe (FIFO)", UnixFile.Find(folder["pipe"])?.Kind);
    }

    [UnixFact]
    public void Links_are_followed_also_to_what_is_not_there_yet()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["runs"]);
        File.CreateSymbolicLink(folder["first"], "second");
        File.CreateSymbolicLink(folder["second"], System.IO.Path.Combine("runs", "net"));
        SafeTensorsWriter.Write(folder["first"], [One]);
        Assert.Equal([1f], SafeTensorsFile.Read(System.IO.Path.Combine(folder["runs"], "net"))["x"].ToArray());
        Assert.Equal(["first", "runs", "second"], folder.Files);

        File.CreateSymbolicLink(folder["ring"], "ring");
        Refused(folder, folder["ring"], "cannot be saved");
        File.CreateSymbolicLink(folder["nowhere"], System.IO.Path.Combine(folder["none"], "net"));
        Refused<DirectoryNotFoundException>(folder, folder["nowhere"], "cannot be saved");
    }

    [Fact]
    public void An_error_names_the_path_that_was_given()
    {
        using var folder = new TemporaryFolder();
        Refused<DirectoryNotFoundException>(folder, System.IO.Path.Combine(folder["none"], "net"), "cannot be saved: Could not find a part of the path");
        if (OperatingSystem.IsLinux())
            Refused(folder, "/proc/netgen.safetensors", "cannot be saved");
    }

    [Fact]
    public void What_a_crashed_save_left_is_cleared_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string[] others = [".netgen-0123456789abcdef.tmpx", ".netgen-0123456789ABCDEF.tmp", ".netgen-0123.tmp", "netgen-0123456789abcdef.tmp", ".abcdefgh.ijk.tmp"];
        foreach (var name in others.Append(".netgen-0123456789abcdef.tmp"))
            File.WriteAllText(folder[name], "");
        SafeTensorsWriter.Write(folder["net"], [One]);
        Assert.Equal(others.Append("net").Order(StringComparer.Ordinal), folder.Files);
    }

    [Fact]
    public void What_a_live_save_is_writing_is_left_to_it()
    {
        using var folder = new TemporaryFolder();
        SafeTensorsWriter.Write(folder["slow"], [new("x", [1], values =>
        {
            // Another save in the same folder, while this one is under way.
            SafeTensorsWriter.Write(folder["fast"], [One]);
            values[0] = 2;
        })]);
        Assert.Equal(["fast", "slow"], folder.Files);
        Assert.Equal([2f], SafeTensorsFile.Read(folder["slow"])["x"].ToArray());
    }

    [Fact]
    public async Task Many_saves_of_one_path_leave_one_of_them_whole()
    {
        using var folder = new TemporaryFolder();
        const int Size = 20_000;
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 25; i++)
                SafeTensorsWriter.Write(folder["net"], [new("x", [Size], values => values.Fill(writer))]);
        })).ToArray();
        var reader = Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                if (File.Exists(folder["net"]))
                    Assert.Single(SafeTensorsFile.Read(folder["net"])["x"].ToArray().Distinct());
            }
        });
        await Task.WhenAll([.. writers, reader]);
        Assert.Equal(["net"], folder.Files);
    }

    private static void Refused(TemporaryFolder folder, string path, string message) => Refused<IOException>(folder, path, message);

    private static void Refused<T>(TemporaryFolder folder, string path, string message)
        where T : IOException
    {
        var before = folder.Files;
        var exception = Assert.ThrowsAny<T>(() => SafeTensorsWriter.Write(path, [One]));
        Assert.StartsWith($"'{path}' ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".netgen-", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, folder.Files);
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}

/// <summary>A test of what only Unix has.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no permissions, pipes or links of this kind.";
    }
}

/// <summary>A test of what only Unix has, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no permissions, pipes or links of this kind.";
    }
}
