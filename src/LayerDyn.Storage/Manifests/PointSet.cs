using System.Globalization;
using System.Numerics;
using System.Text;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>A set of the points 0 ... <see cref="Capacity"/> - 1, one bit each: 10 million points take 1.25 MB.</summary>
public sealed class PointSet
{
    private readonly ulong[] _words;

    /// <summary>An empty set.</summary>
    /// <param name="capacity">Number of points that exist.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or more than 2^30.</exception>
    public PointSet(long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, SweepHead.MostPoints);
        Capacity = capacity;
        _words = new ulong[(capacity + 63) >> 6];
    }

    /// <summary>Number of points that exist.</summary>
    public long Capacity { get; }

    /// <summary>Number of points in the set.</summary>
    public long Count { get; private set; }

    /// <summary>Reads a range list such as <c>0-511,600</c>.</summary>
    /// <exception cref="FormatException">It is not a range list, or a point does not exist.</exception>
    public static PointSet Parse(string ranges, long capacity)
    {
        var set = new PointSet(capacity);
        set.Add(PointRanges.Parse(ranges));
        return set;
    }

    /// <summary>Adds points.</summary>
    /// <exception cref="FormatException">One does not exist.</exception>
    public void Add(PointRanges points)
    {
        foreach (var (first, last) in points.Ranges)
        {
            if (last >= Capacity) throw new FormatException($"'{first}-{last}' names a point that does not exist: there are {Capacity}");
            AddRange(first, last - first + 1);
        }
    }

    /// <summary>Whether a point is in the set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not exist.</exception>
    public bool Contains(long point)
    {
        Check(point);
        return (_words[point >> 6] >> (int)(point & 63) & 1) != 0;
    }

    /// <summary>Adds a point; false when it was there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not exist.</exception>
    public bool Add(long point)
    {
        if (Contains(point)) return false;
        _words[point >> 6] |= 1UL << (int)(point & 63);
        Count++;
        return true;
    }

    /// <summary>Removes a point; false when it was not there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not exist.</exception>
    public bool Remove(long point)
    {
        if (!Contains(point)) return false;
        _words[point >> 6] &= ~(1UL << (int)(point & 63));
        Count--;
        return true;
    }

    /// <summary>Adds <paramref name="count"/> points from <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One does not exist.</exception>
    public void AddRange(long first, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0) return;
        Check(first);
        Check(first + count - 1);
        for (long word = first >> 6, end = first + count; word <= (end - 1) >> 6; word++)
        {
            long start = word << 6;
            ulong mask = ulong.MaxValue;
            if (start < first) mask &= ulong.MaxValue << (int)(first - start);
            if (start + 64 > end) mask &= ulong.MaxValue >> (int)(start + 64 - end);
            Count += BitOperations.PopCount(mask & ~_words[word]);
            _words[word] |= mask;
        }
    }

    /// <summary>A set of its own with the same points.</summary>
    public PointSet Clone()
    {
        var copy = new PointSet(Capacity) { Count = Count };
        _words.CopyTo(copy._words, 0);
        return copy;
    }

    /// <summary>The first point from <paramref name="from"/> on that is not in the set; -1 when there is none.</summary>
    public long NextMissing(long from = 0) => Next(from, inverted: true);

    /// <summary>The first point from <paramref name="from"/> on that is in the set; -1 when there is none.</summary>
    public long NextPresent(long from = 0) => Next(from, inverted: false);

    /// <summary>The maximal runs of points in the set, ascending.</summary>
    public IEnumerable<(long First, long Last)> Ranges()
    {
        for (long first = NextPresent(); first >= 0;)
        {
            long after = NextMissing(first);
            yield return (first, (after < 0 ? Capacity : after) - 1);
            first = after < 0 ? -1 : NextPresent(after);
        }
    }

    /// <summary>The range list, e.g. <c>0-511,600</c>: the shortest one, ascending. Empty for the empty set.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in Ranges())
        {
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }

        return text.ToString();
    }

    private long Next(long from, bool inverted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        if (from >= Capacity) return -1;
        ulong skip = ulong.MaxValue << (int)(from & 63);
        for (long word = from >> 6; word < _words.Length; word++)
        {
            ulong bits = (inverted ? ~_words[word] : _words[word]) & skip;
            skip = ulong.MaxValue;
            if (bits == 0) continue;
            long found = (word << 6) + BitOperations.TrailingZeroCount(bits);
            return found < Capacity ? found : -1;
        }

        return -1;
    }

    private void Check(long point)
    {
        if ((ulong)point >= (ulong)Capacity) throw new ArgumentOutOfRangeException(nameof(point), point, $"there are {Capacity} points");
    }
}
