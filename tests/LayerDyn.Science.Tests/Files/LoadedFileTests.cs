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
