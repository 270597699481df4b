namespace LayerDyn.Tests.Shared;

/// <summary>The clone that the tests run from.</summary>
internal static class RepositoryRoot
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Find();

    /// <summary>A file or folder in it.</summary>
    public static string Of(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LayerDyn.Distributed.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests do not run from inside the repository");
    }
}
