using System.Security.Cryptography;
using System.Text;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Files;

/// <summary>
/// An array as a spec names it: <c>X.npy</c>, <c>data.npz#X</c> or <c>data.safetensors#X</c>. The name can be left out where the
/// file has one array only. Relative paths start at the current directory.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The array's name in it; null when none was given.</param>
public sealed record ArrayReference(string Path, string? Name)
{
    /// <summary>Reads <c>path</c> or <c>path#name</c>.</summary>
    public static ArrayReference Parse(string text)
    {
        int mark = text.LastIndexOf('#');
        return mark < 0 ? new ArrayReference(text, null) : new ArrayReference(text[..mark], text[(mark + 1)..]);
    }

    /// <summary>Loads the array.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The file is damaged or has no such array.</exception>
    public FileArray Load()
    {
        var arrays = LoadedFile.Load(Path).Arrays;
        if (Name is null && arrays.Count == 1) return arrays.Values.First();
        if (Name is not null && arrays.TryGetValue(Name, out var found)) return found;
        string names = string.Join(", ", arrays.Keys);
        throw new FormatException(Name is null ? $"it has several arrays: write {Path}#NAME with one of {names}" : $"it has no array {Name}, but: {names}");
    }

    /// <summary>One hash over the bytes of several files, in the order given.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="FormatException">A file is damaged.</exception>
    public static string HashOf(IEnumerable<string> references) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.ASCII.GetBytes(string.Join('\n', references.Select(text => LoadedFile.Load(Parse(text).Path).Sha256)))));

    /// <summary>
    /// The hash of the files, for a kind to carry in its <c>sha256</c> parameter so that content and not just a path decides a
    /// point's identity. Null when a file cannot be read, which is reported.
    /// </summary>
    /// <param name="references">The arrays, with the paths of their parameters in the spec.</param>
    /// <param name="problems">Receives what cannot be read.</param>
    public static string? Pin(IReadOnlyList<(string Path, string Reference)> references, ProblemList problems)
    {
        bool readable = AreAllowed(references, problems);
        if (!readable) return null;
        foreach (var (path, reference) in references)
        {
            if (Problem(() => LoadedFile.Load(Parse(reference).Path)) is not { } problem) continue;
            problems.Add(path, reference, $"cannot be read: {problem}", $"relative paths start at {Environment.CurrentDirectory}");
            readable = false;
        }

        return readable ? HashOf(references.Select(entry => entry.Reference)) : null;
    }

    /// <summary>Whether this process may read the files, reporting those that it may not: the same for missing files as for present ones.</summary>
    /// <param name="references">The arrays, with the paths of their parameters in the spec.</param>
    /// <param name="problems">Receives what is refused.</param>
    public static bool AreAllowed(IReadOnlyList<(string Path, string Reference)> references, ProblemList problems)
    {
        bool allowed = true;
        foreach (var (path, reference) in references)
        {
            if (DataFiles.Current.Allows(Parse(reference).Path)) continue;
            problems.Add(path, reference, DataFiles.Rule, DataFiles.Remedy);
            allowed = false;
        }

        return allowed;
    }

    /// <summary>Refuses data that is not what was planned.</summary>
    /// <exception cref="InvalidDataException">The files have changed since the sweep was planned.</exception>
    public static void CheckPin(string? pinned, IReadOnlyList<string> references)
    {
        if (pinned is not null && HashOf(references) is var found && found != pinned)
            throw new InvalidDataException(
                $"{string.Join(", ", references)}: the content has changed since the sweep was planned: sha256 is {found}, not {pinned}");
    }

    /// <summary>Runs <paramref name="load"/> and says what is wrong with a file in its way; null when nothing is.</summary>
    public static string? Problem(Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (Exception unusable) when (unusable is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            return unusable.Message;
        }
    }
}
