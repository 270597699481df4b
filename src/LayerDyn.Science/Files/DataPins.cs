namespace LayerDyn.Science.Files;

/// <summary>
/// The data files of a spec, by the references to them as written, with what they held when the sweep was planned. Planning reads
/// the files, each once; the plan of a stored sweep is made from the pins alone, so that its results can be read where its data are not.
/// </summary>
public sealed class DataPins
{
    private readonly IReadOnlyDictionary<string, FilePin> _written;
    private readonly SortedDictionary<string, FilePin> _found = new(StringComparer.Ordinal);

    private DataPins(IReadOnlyDictionary<string, FilePin> written, bool readsFiles) => (_written, ReadsFiles) = (written, readsFiles);

    /// <summary>Whether files are read. If not, a file that is not pinned cannot be used.</summary>
    public bool ReadsFiles { get; }

    /// <summary>The pins: of the files found so far, or those that were given.</summary>
    public IReadOnlyDictionary<string, FilePin> Pins => ReadsFiles ? _found : _written;

    /// <summary>Reads files as they are asked for. Not thread-safe.</summary>
    /// <param name="expected">Pins that the spec brings: their files must still have that content.</param>
    public static DataPins Reading(IReadOnlyDictionary<string, FilePin>? expected = null) =>
        new(expected ?? new Dictionary<string, FilePin>(), readsFiles: true);

    /// <summary>Knows these pins and reads nothing. Safe to share between threads.</summary>
    public static DataPins Known(IReadOnlyDictionary<string, FilePin> pins) => new(pins, readsFiles: false);

    /// <summary>The pin of a file; null when it is not known and files are not read.</summary>
    /// <param name="reference">The file as the spec names it.</param>
    /// <param name="classes">Whether the number of classes is needed.</param>
    /// <param name="read">Reads the file.</param>
    /// <exception cref="InvalidDataException">The file has other content than the spec expects.</exception>
    public FilePin? Find(string reference, bool classes, Func<FilePin> read)
    {
        if (!ReadsFiles) return _written.GetValueOrDefault(reference);
        if (_found.TryGetValue(reference, out var known) && (known.Classes is not null || !classes)) return known;
        var pin = read();
        if (_written.TryGetValue(reference, out var expected) && expected.Sha256 != pin.Sha256)
            throw new InvalidDataException($"its sha256 is {pin.Sha256}, but 'files' of the spec has {expected.Sha256}");
        return _found[reference] = pin;
    }
}
