using System.Text.RegularExpressions;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>
/// The silo's program with the messages of a later version: the contracts as they stand, each message with a field more, built from a
/// copy of their source under another version.
/// </summary>
internal sealed partial class NextVersion : IDisposable
{
    private static readonly string[] BuildFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "BannedSymbols.txt", "global.json"];

    private readonly string _source = Directory.CreateTempSubdirectory("layerdyn-next-").FullName;

    /// <summary>The folder of its program.</summary>
    public string Program { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", $"next-{Environment.ProcessId}"));

    public static async Task<NextVersion> BuildAsync()
    {
        var next = new NextVersion();
        try
        {
            Assert.InRange(next.CopySource(), 10, 1000); // messages that have a field more
            await Programs.SucceedAsync("dotnet", "build", Path.Combine(next._source, "src", "LayerDyn.Contracts"), "-c", "Release", "-nologo", "-v", "quiet",
                "-p:Version=99.0.0", "-p:RunAnalyzers=false", "-p:NoWarn=CS1591");
            await Programs.SucceedAsync("cp", "--archive", "--link", AppContext.BaseDirectory, next.Program);
            string contracts = Path.Combine(next.Program, "LayerDyn.Contracts.dll");
            File.Delete(contracts); // the link, not the file that the other silos run
            File.Copy(Path.Combine(next._source, "src", "LayerDyn.Contracts", "bin", "Release", "net10.0", "LayerDyn.Contracts.dll"), contracts);
            return next;
        }
        catch
        {
            next.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Directory.Delete(_source, recursive: true);
        if (Directory.Exists(Program)) Directory.Delete(Program, recursive: true);
    }

    /// <returns>How many messages have a field more in the copy: several share a file.</returns>
    private int CopySource()
    {
        foreach (string file in BuildFiles) File.Copy(RepositoryRoot.Of(file), Path.Combine(_source, file));
        Directory.CreateDirectory(Path.Combine(_source, "infra"));
        int changed = 0;
        foreach (string folder in (string[])["infra/build", "src/LayerDyn.Contracts"])
            foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Of(folder), "*", SearchOption.AllDirectories))
            {
                string path = Path.GetRelativePath(RepositoryRoot.Folder, file);
                if (path.Split('/').Any(part => part is "bin" or "obj")) continue;
                string text = File.ReadAllText(file);
                string later = Message().Replace(text, message =>
                {
                    changed++;
                    return WithOneField(message);
                });
                // What the messages are made of is as the other silos have it.
                later = Project().Replace(later, project => $"<Reference Include=\"{Path.Combine(AppContext.BaseDirectory, project.Groups["name"].Value)}.dll\" />");
                string copy = Path.Combine(_source, path);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllText(copy, later);
            }

        return changed;
    }

    private static string WithOneField(Match message)
    {
        const string Field = "    [Id(90)] public string Later { get; init; } = \"later\";\n";
        return message.Groups["end"].Value == ";" ? $"{message.Groups["head"].Value}\n{{\n{Field}}}" : $"{message.Groups["head"].Value}\n{{\n{Field}\n";
    }

    // A record class that is a message, up to its body or the semicolon that stands for one.
    [GeneratedRegex(@"(?<head>^\[GenerateSerializer[^\n]*\]\npublic sealed record \w+(?:\((?:[^()]|\([^()]*\))*\))?)(?<end>;|\n\{\n)", RegexOptions.Multiline)]
    private static partial Regex Message();

    [GeneratedRegex("""<ProjectReference Include="[^"]*/(?<name>[^"/]+)\.csproj" />""")]
    private static partial Regex Project();
}
