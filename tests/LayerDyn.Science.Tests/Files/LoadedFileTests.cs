using LayerDyn.Science.Files;

namespace LayerDyn.Science.Tests.Files;

public sealed class LoadedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_IsReadOnce_UntilItIsWritten()
    {
        var first = LoadedFile.Load(Write("a.npy", 1, 2));
        Assert.Same(first, LoadedFile.Load(_folder["a.npy"]));
        Assert.NotEqual(first.Sha256, LoadedFile.Load(Write("a.npy", 1, 2, 3)).Sha256);
    }

    // Opening a pipe that nobody writes to blocks for ever, and reading a device never ends.
    [Theory]
    [InlineData("empty")]
    [InlineData("pipe")]
    [InlineData("device")]
    public void WhatIsNoRegularFile_IsRefusedUnopened(string kind)
    {
        string path = _folder[kind + ".npy"];
        if (kind == "empty") File.WriteAllBytes(path, []);
        else if (kind == "device") File.CreateSymbolicLink(path, "/dev/zero");
        else using (var made = System.Diagnostics.Process.Start("mkfifo", [path])) made.WaitForExit();
        Assert.Contains("no regular file", Assert.Throws<FormatException>(() => LoadedFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedFile_IsReadAgainOnceItIsMended()
    {
        string path = Write("a.npy", 1, 2);
        byte[] sound = File.ReadAllBytes(path);
        var written = File.GetLastWriteTimeUtc(path);
        File.WriteAllBytes(path, new byte[sound.Length]);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Throws<FormatException>(() => LoadedFile.Load(path));
        File.WriteAllBytes(path, sound);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal([2], LoadedFile.Load(path).Arrays[""].Dimensions);
    }

    private string Write(string name, params double[] values)
    {
        File.WriteAllBytes(_folder[name], Npy.Write(FileArray.Of(values, values.Length)));
        return _folder[name];
    }
}
