using LayerDyn.Science.Files;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Files;

/// <summary>Alone, since the policy is the whole process's.</summary>
[Collection(nameof(DataFilesTests))]
[CollectionDefinition(nameof(DataFilesTests), DisableParallelization = true)]
public sealed class DataFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFiles _before = DataFiles.Current;

    public DataFilesTests()
    {
        Directory.CreateDirectory(_folder["data/sub"]);
        Directory.CreateDirectory(_folder["data-other"]);
        File.WriteAllBytes(_folder["data/sub/x.npy"], Npy.Write(FileArray.Of([1.0, 2], 2, 1)));
        File.WriteAllBytes(_folder["data-other/x.npy"], Npy.Write(FileArray.Of([1.0, 2], 2, 1)));
        File.CreateSymbolicLink(_folder["data/out"], "../data-other");
        File.CreateSymbolicLink(_folder["data/loop"], "loop");
        File.CreateSymbolicLink(_folder["data/in.npy"], "sub/../sub/x.npy");
        File.CreateSymbolicLink(_folder["data/dangling"], _folder["nowhere"]);
        File.CreateSymbolicLink(_folder["linked-data"], "data");
    }

    public void Dispose()
    {
        DataFiles.Use(_before);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("data/sub/x.npy", true)]
    [InlineData("data/missing.npy", true)]
    [InlineData("data", true)]
    [InlineData("data/in.npy", true)]
    [InlineData("data/sub/../sub/x.npy", true)]
    [InlineData("data-other/x.npy", false)]
    [InlineData("data-other/missing.npy", false)]
    [InlineData("data/../data-other/x.npy", false)]
    [InlineData("data/out/x.npy", false)]
    [InlineData("data/out/missing.npy", false)]
    [InlineData("data/dangling", false)]
    [InlineData("data/loop", false)]
    [InlineData("", false)]
    [InlineData("data/x\0.npy", false)]
    public void Allows_OnlyWhatReallyLiesInside(string relative, bool expected)
    {
        string path = relative.Length == 0 ? "" : _folder[relative];
        Assert.Equal(expected, DataFiles.In([_folder["data"]]).Allows(path));
    }

    [Fact]
    public void Allows_FolderThatIsALink_TakesItsFiles() => Assert.True(DataFiles.In([_folder["linked-data"]]).Allows(_folder["linked-data/sub/x.npy"]));

    [Fact]
    public void Allows_NoFolders_NothingIsTaken() => Assert.False(DataFiles.In([]).Allows(_folder["data/sub/x.npy"]));

    [Fact]
    public void Resolve_Link_IsTheFileThatWasChecked()
    {
        string resolved = DataFiles.In([_folder["data"]]).Resolve(_folder["data/in.npy"]);
        Assert.EndsWith(Path.Combine("data", "sub", "x.npy"), resolved);
        Assert.Null(new FileInfo(resolved).LinkTarget);
    }

    [Fact]
    public void Create_AfterTheFileLeftTheFolders_IsRefusedThoughItWasLoadedBefore()
    {
        string file = _folder["data-other/x.npy"];
        var task = new FileTask { Inputs = file, Targets = file };
        task.Create(0); // in the cache now
        DataFiles.Use(DataFiles.In([_folder["data"]]));
        var error = Assert.Throws<UnauthorizedAccessException>(() => task.Create(0));
        Assert.Contains(DataFiles.Rule, error.Message);
        Assert.DoesNotContain(file, error.Message);
    }

    [Fact]
    public void Dimensions_OutsideTheFolders_AreRefusedAlikeForMissingFiles()
    {
        File.WriteAllBytes(_folder["data-other/there"], [0, 0, 8, 1, 0, 0, 0, 1, 7]);
        DataFiles.Use(DataFiles.In([_folder["data"]]));
        var present = Assert.Throws<UnauthorizedAccessException>(() => Idx.Dimensions(_folder["data-other"], "there"));
        var missing = Assert.Throws<UnauthorizedAccessException>(() => Idx.Dimensions(_folder["data-other"], "gone"));
        Assert.Equal(present.Message, missing.Message);
    }
}
