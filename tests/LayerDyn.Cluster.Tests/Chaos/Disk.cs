namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>A small disk that can be filled up; a plain folder where this is not root.</summary>
internal sealed class Disk : IDisposable
{
    private static readonly bool CanMount = Environment.UserName == "root";

    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-chaos-").FullName;

    public Disk()
    {
        if (CanMount) Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", _folder);
    }

    /// <summary>Folder of the artifacts.</summary>
    public string Store => Path.Combine(_folder, "store");

    /// <summary>Leaves no space; false where the disk is the machine's own.</summary>
    public bool Fill()
    {
        if (!CanMount) return false;
        byte[] block = new byte[4096];
        try
        {
            using var ballast = File.Create(Path.Combine(_folder, "ballast"), 1);
            while (true) ballast.Write(block);
        }
        catch (IOException)
        {
            return true; // full
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Path.Combine(_folder, "ballast"));

    public void Dispose()
    {
        if (CanMount) Run("umount", "--lazy", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(string program, params string[] arguments) => Programs.SucceedAsync(program, arguments).GetAwaiter().GetResult();
}
