namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>Certificates for silos, as the silo's own program makes them.</summary>
internal sealed class SiloCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The settings that take them.</summary>
    public string[] Settings { get; private set; } = [];

    public static async Task<SiloCertificates> MakeAsync()
    {
        var made = new SiloCertificates();
        using var program = new ServerProcess("dotnet", Path.Combine(AppContext.BaseDirectory, "layerdyn-silo.dll"), "new-certificate", "--folder", made._folder.Path);
        await program.WaitForExitAsync(TimeSpan.FromMinutes(1));
        made.Settings = program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return made;
    }

    public void Dispose() => _folder.Dispose();
}
