using System.Globalization;

namespace LayerDyn.Client;

/// <summary>Sizes of files in words.</summary>
internal static class FileSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>With three digits at most, as <c>12.3 MB</c>.</summary>
    public static string Write(long bytes)
    {
        int unit = 0;
        double size = bytes;
        for (; size >= 999.5 && unit < Units.Length - 1; unit++) size /= 1000;
        return $"{size.ToString(unit == 0 || size >= 99.95 ? "F0" : "F1", CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>How many files and their size.</summary>
    public static string Write(long files, long bytes) => $"{files.ToString("N0", CultureInfo.InvariantCulture)} {(files == 1 ? "file" : "files")}, {Write(bytes)}";
}
