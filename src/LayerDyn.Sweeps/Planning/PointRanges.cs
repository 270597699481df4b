using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace LayerDyn.Sweeps.Planning;

/// <summary>Points of a sweep as ranges of indices, ascending and apart: <c>0-511,600</c> in messages and manifests. Immutable.</summary>
[JsonConverter(typeof(PointRangesJson))]
public sealed class PointRanges : IEquatable<PointRanges>
{
    private readonly (long First, long Last)[] _ranges;

    private PointRanges((long First, long Last)[] ranges)
    {
        _ranges = ranges;
        foreach (var (first, last) in ranges) Count += last - first + 1;
    }

    /// <summary>No points.</summary>
    public static PointRanges Empty { get; } = new([]);

    /// <summary>Number of points.</summary>
    public long Count { get; }

    /// <summary>The first point.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public long First => _ranges.Length > 0 ? _ranges[0].First : throw new InvalidOperationException("there are no points");

    /// <summary>Index after the last point.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public long End => _ranges.Length > 0 ? _ranges[^1].Last + 1 : throw new InvalidOperationException("there are no points");

    /// <summary>The ranges, each by its first and last point.</summary>
    public IReadOnlyList<(long First, long Last)> Ranges => _ranges;

    /// <summary>The points themselves, ascending.</summary>
    public IEnumerable<long> Points
    {
        get
        {
            foreach (var (first, last) in _ranges)
                for (long point = first; point <= last; point++) yield return point;
        }
    }

    /// <summary>The points from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public static PointRanges Of(long first, long end) => end <= first ? Empty : new([(first, end - 1)]);

    /// <summary>Points in ascending order without repetition.</summary>
    /// <exception cref="ArgumentException">They are in another order.</exception>
    public static PointRanges Of(IEnumerable<long> ascending)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (long point in ascending)
        {
            if (ranges.Count > 0 && point <= ranges[^1].Last) throw new ArgumentException($"point {point} comes after {ranges[^1].Last}", nameof(ascending));
            if (ranges.Count > 0 && point == ranges[^1].Last + 1) ranges[^1] = (ranges[^1].First, point);
            else ranges.Add((point, point));
        }

        return ranges.Count == 0 ? Empty : new([.. ranges]);
    }

    /// <summary>Reads a range list such as <c>0-511,600</c>.</summary>
    /// <exception cref="FormatException">It is none, or not ascending.</exception>
    public static PointRanges Parse(string text)
    {
        if (text.Length == 0) return Empty;
        string[] parts = text.Split(',');
        var ranges = new (long First, long Last)[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            int dash = parts[i].IndexOf('-');
            if (!TryParse(dash < 0 ? parts[i] : parts[i].AsSpan(0, dash), out long first) || !TryParse(dash < 0 ? parts[i] : parts[i].AsSpan(dash + 1), out long last) || last < first)
                throw new FormatException($"'{parts[i]}' is not a range of points: expected N or N-M");
            if (i > 0 && first <= ranges[i - 1].Last) throw new FormatException($"'{parts[i]}' does not come after '{parts[i - 1]}'");
            ranges[i] = (first, last);
        }

        return new(ranges);
    }

    /// <summary>Whether a point is among them.</summary>
    public bool Contains(long point)
    {
        foreach (var (first, last) in _ranges)
            if (first <= point && point <= last) return true;
        return false;
    }

    /// <summary>Whether all of others are among them.</summary>
    public bool Contains(PointRanges others)
    {
        int at = 0;
        foreach (var (first, last) in others._ranges)
        {
            while (at < _ranges.Length && _ranges[at].Last < last) at++;
            if (at == _ranges.Length || first < _ranges[at].First) return false;
        }

        return true;
    }

    /// <summary>These points and others.</summary>
    public PointRanges Union(PointRanges others) => Contains(others) ? this : Of(Points.Union(others.Points).Order());

    /// <summary>Those from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public PointRanges Within(long first, long end) => new([.. _ranges.Where(range => range.Last >= first && range.First < end)
        .Select(range => (Math.Max(range.First, first), Math.Min(range.Last, end - 1)))]);

    /// <summary>Those that a condition holds for.</summary>
    public PointRanges Where(Func<long, bool> condition) => Of(Points.Where(condition));

    /// <summary>Cuts them into so many parts of about equal size, fewer where there are fewer points.</summary>
    public IEnumerable<PointRanges> Split(int parts) => Points.Chunk((int)Math.Max(1, (Count + parts - 1) / parts)).Select(part => Of(part));

    /// <inheritdoc/>
    public bool Equals(PointRanges? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PointRanges);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_ranges.Length, Count, _ranges.Length > 0 ? _ranges[0].First : -1);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in _ranges)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }

        return text.ToString();
    }

    private static bool TryParse(ReadOnlySpan<char> text, out long point) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out point);
}
