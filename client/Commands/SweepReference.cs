using System.Globalization;

namespace LayerDyn.Client.Commands;

/// <summary>
/// What a user writes for a sweep: <c>NAME</c>, the newest of that name; <c>NAME@K</c>, the K-th newest (1 is the newest); <c>NAME@HEX</c>, the one whose
/// eight hex digits begin so. Digits alone, up to three of them, count; anything longer or with letters is the beginning of an id.
/// </summary>
/// <param name="Name">The sweep's name.</param>
/// <param name="Place">Which one, from 1 for the newest; 0 where <paramref name="Prefix"/> says it.</param>
/// <param name="Prefix">How its hex digits begin; empty where <paramref name="Place"/> says it.</param>
internal sealed record SweepReference(string Name, int Place, string Prefix)
{
    private const char Mark = '@';
    private const int MostDigits = 3;
    private const int HexDigits = 8;

    /// <summary>Reads what was written.</summary>
    /// <exception cref="UserException">What follows the mark is neither a number nor hex digits.</exception>
    public static SweepReference Parse(string written)
    {
        int at = written.LastIndexOf(Mark);
        if (at < 0) return new(written, 1, "");
        string name = written[..at], which = written[(at + 1)..].ToLowerInvariant();
        bool counts = which.Length is > 0 and <= MostDigits && which.All(char.IsAsciiDigit);
        if (counts && int.Parse(which, CultureInfo.InvariantCulture) is > 0 and var place) return new(name, place, "");
        if (!counts && which.Length is > 0 and <= HexDigits && which.All(char.IsAsciiHexDigitLower)) return new(name, 0, which);
        throw new UserException(
            $"'{written}': '{which}' after {Mark} must be a number from 1 (the newest) to 999, or the first of the id's {HexDigits} hex digits",
            $"write {name}{Mark}1 for the newest, {name}{Mark}2 for the one before it; 'layerdyn list' shows all ids");
    }

    /// <summary>The one that is meant.</summary>
    /// <param name="named">The sweeps of this name, newest first.</param>
    /// <param name="id">The id of one.</param>
    /// <param name="place">Where they are, as <c>the cluster</c>.</param>
    /// <exception cref="UserException">There are not so many, or none or several begin so.</exception>
    public T Choose<T>(IReadOnlyList<T> named, Func<T, string> id, string place)
    {
        if (Prefix.Length == 0)
        {
            return Place <= named.Count ? named[Place - 1] : throw new UserException(
                string.Create(CultureInfo.InvariantCulture, $"there {(named.Count == 1 ? "is only 1 sweep" : $"are only {named.Count} sweeps")} called '{Name}' in {place}, not {Place}"),
                $"newest first: {Shown(named, id)}");
        }

        var fitting = named.Where(sweep => id(sweep)[^HexDigits..].StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        return fitting switch
        {
            [var one] => one,
            [] => throw new UserException($"no sweep called '{Name}' in {place} has an id that begins with '{Prefix}'", $"newest first: {Shown(named, id)}"),
            _ => throw new UserException($"{fitting.Count} sweeps called '{Name}' in {place} have ids that begin with '{Prefix}'", $"write more of it: {Shown(fitting, id)}"),
        };
    }

    /// <summary>Ids for a message, the first ten of them.</summary>
    public static string Shown<T>(IReadOnlyList<T> sweeps, Func<T, string> id)
    {
        const int most = 10;
        string rest = sweeps.Count > most ? string.Create(CultureInfo.InvariantCulture, $" and {sweeps.Count - most:N0} more (layerdyn list)") : "";
        return string.Join(", ", sweeps.Take(most).Select(id)) + rest;
    }
}
