using LayerDyn.Storage.Azure;
using LayerDyn.Storage.Local;

namespace LayerDyn.Storage.Tests;

public sealed class ArtifactStoresTests
{
    [Fact]
    public void Open_Folder_IsALocalStoreAndTouchesNothing()
    {
        using var folder = new TemporaryFolder();
        var store = ArtifactStores.Open(folder["results"]);
        Assert.IsType<LocalArtifactStore>(store);
        Assert.Equal(folder["results"], store.Description);
        Assert.False(Directory.Exists(folder["results"]));
    }

    [Fact]
    public void Open_ContainerUrlWithoutSignature_IsUnderTheIdentityOfThisMachine()
    {
        var store = ArtifactStores.Open("https://account.blob.core.windows.net/results");
        Assert.IsType<AzureBlobArtifactStore>(store); // nothing is contacted: a signature or a key is not asked for
        Assert.Equal("https://account.blob.core.windows.net/results", store.Description);
    }

    [Theory]
    [InlineData("", "has no location")]
    [InlineData("azure:results", "LAYERDYN_AZURE_CONNECTION_STRING")]
    [InlineData("s3://bucket/x", "is no known kind of store")]
    [InlineData("https://account.blob.example/container?sv=1", "has no shared access signature")]
    [InlineData("https://account.blob.example/a/b", "does not name a container")]
    [InlineData("http://account.blob.example/container?sig=secret", "unencrypted")]
    public void Open_UnusableLocation_SaysWhatIsWrong(string location, string failure)
    {
        var error = Assert.Throws<StoreException>(() => ArtifactStores.Open(location, _ => null));
        Assert.Contains(failure, error.Failure);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Theory]
    [InlineData("azure:A", "does not name a container")]
    [InlineData("azure:a--b", "does not name a container")]
    [InlineData("azure:results", "is not a connection string")]
    public void Open_UnusableContainer_SaysWhatIsWrong(string location, string failure)
    {
        var error = Assert.Throws<StoreException>(() => ArtifactStores.Open(location, _ => "AccountKey=secret"));
        Assert.Contains(failure, error.Failure);
        Assert.DoesNotContain("secret", error.Message);
    }
}
