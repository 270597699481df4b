namespace LayerDyn.Science.Experiments;

/// <summary>Nearest-name suggestions for what a user may have meant.</summary>
public static class Names
{
    /// <summary>"did you mean 'x'?" followed by all valid names when nothing is near; null when there are none.</summary>
    public static string? Suggest(string written, IEnumerable<string> valid)
    {
        string[] names = [.. valid.Order(StringComparer.Ordinal)];
        if (names.Length == 0) return null;
        var near = Near(written, names);
        return near.Count > 0
            ? $"did you mean {string.Join(" or ", near.Select(name => $"'{name}'"))}?"
            : $"valid names: {string.Join(", ", names)}";
    }

    /// <summary>The one or two valid names that a word is likely meant to be, the nearest first; none when nothing is near.</summary>
    public static IReadOnlyList<string> Near(string written, IEnumerable<string> valid)
    {
        string word = written.ToLowerInvariant();
        int most = Math.Max(2, written.Length / 3);
        var near = valid.Where(name => Math.Abs(written.Length - name.Length) <= most || IsAbbreviation(written, name)) // no distance is less than that
            .Select(name => (name, distance: Distance(word, name.ToLowerInvariant())))
            .Where(found => IsAbbreviation(written, found.name) || found.distance <= most)
            .OrderBy(found => !IsAbbreviation(written, found.name)).ThenBy(found => found.distance).ThenBy(found => found.name, StringComparer.Ordinal)
            .Take(2).ToArray();
        if (near is [{ distance: 0 }, ..]) near = near[..1]; // but for its case it is that one
        return [.. near.Select(found => found.name)];
    }

    /// <summary>Whether a word is the initials of a name of several words, as <c>lr</c> of <c>learningRate</c>.</summary>
    private static bool IsAbbreviation(string written, string name) => written.Length > 1
        && written.Equals(string.Concat(name.Where((letter, i) => i == 0 || char.IsUpper(letter) || name[i - 1] == '-')), StringComparison.OrdinalIgnoreCase);

    /// <summary>Edit distance (Levenshtein) between two words.</summary>
    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)], current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
