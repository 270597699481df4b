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
        var file = LoadedFile.Load(Path);
        if (Find(file) is { } found) return found;
        string names = string.Join(", ", file.Arrays.Keys);
        throw new FormatException(Name is null ? $"it has several arrays: write {Path}#NAME with one of {names}" : $"it has no array {Name}, but: {names}");
    }

    /// <summary>
    /// The pins of files, for a kind to carry their hash so that content and not just a path decides a point's identity. Null when
    /// one cannot be had, which is reported.
    /// </summary>
    /// <param name="pins">The data files of the spec.</param>
    /// <param name="references">The arrays, with the paths of their parameters in the spec.</param>
    /// <param name="problems">Receives what cannot be read.</param>
    /// <param name="classes">The reference whose number of classes is needed; null for none.</param>
    public static IReadOnlyList<FilePin>? Pin(
        DataPins pins, IReadOnlyList<(string Path, string Reference)> references, ProblemList problems, string? classes = null)
    {
        if (pins.ReadsFiles && !AreAllowed(references, problems)) return null;
        var found = new List<FilePin>();
        foreach (var (path, reference) in references)
        {
            FilePin? pin = null;
            bool counted = reference == classes;
            if (Problem(() => pin = pins.Find(reference, counted, () => Parse(reference).Read(counted))) is { } problem)
                problems.Add(path, reference, $"cannot be used: {problem}", $"relative paths start at {Environment.CurrentDirectory}");
            else if (pin is null) problems.Add(path, reference, "is not among the 'files' of the resolved spec");
            else found.Add(pin);
        }

        return found.Count == references.Count ? found : null;
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
    /// <exception cref="InvalidDataException">A file is missing or has changed since the sweep was planned.</exception>
    public static void CheckPin(string? pinned, IReadOnlyList<string> references)
    {
        if (pinned is null) return;
        var found = new List<FilePin>();
        foreach (string reference in references)
        {
            if (Problem(() => found.Add(new FilePin(LoadedFile.Load(Parse(reference).Path).Sha256))) is { } problem)
                throw new InvalidDataException($"{reference} cannot be read: {problem}; relative paths start at {Environment.CurrentDirectory}");
        }

        if (FilePin.HashOf(found) is var hash && hash != pinned)
            throw new InvalidDataException(
                $"{string.Join(", ", references)}: the content has changed since the sweep was planned: sha256 is {hash}, not {pinned}");
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

    private FileArray? Find(LoadedFile file) =>
        Name is null && file.Arrays.Count == 1 ? file.Arrays.Values.First() : Name is null ? null : file.Arrays.GetValueOrDefault(Name);

    private FilePin Read(bool classes)
    {
        var file = LoadedFile.Load(Path);
        var array = Find(file);
        return new FilePin(file.Sha256, array?.Dimensions, classes && array is not null ? array.Classes() : null);
    }
}
