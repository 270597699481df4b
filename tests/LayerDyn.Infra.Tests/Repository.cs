using System.Text.RegularExpressions;

namespace LayerDyn.Infra.Tests;

/// <summary>The files of the clone that the tests run from.</summary>
internal static partial class Repository
{
    public static string Path(string relative) => System.IO.Path.Combine(RepositoryRoot.Folder, relative);

    public static string Read(string relative) => File.ReadAllText(Path(relative));

    /// <summary>Files below a folder, relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path(folder), pattern, SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(RepositoryRoot.Folder, file))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The C# source file that declares a class.</summary>
    public static string? ClassSource(string name) =>
        Files("src", "*.cs").Concat(Files("silo", "*.cs")).Where(file => System.IO.Path.GetFileName(file) == name + ".cs").Select(Read).FirstOrDefault();

    /// <summary>The whole number that a property of an options class starts with.</summary>
    public static int DefaultNumber(string type, string property) =>
        int.Parse(Regex.Match(ClassSource(type)!, $@" {property} {{ get; set; }} = (\d+);").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}
