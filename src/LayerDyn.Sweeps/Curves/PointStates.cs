using System.Collections;

namespace LayerDyn.Sweeps.Curves;

/// <summary>What a curve keeps of each point, by index, ascending. Ten million points take little more than ten million values.</summary>
/// <param name="capacity">Number of points that exist.</param>
internal sealed class PointStates<T>(long capacity) : IReadOnlyCollection<(long Index, T Point)>
    where T : struct
{
    private const int PageSize = 1024;

    private readonly Page?[] _pages = new Page?[(capacity + PageSize - 1) / PageSize];

    /// <summary>Number of points that something is kept of.</summary>
    public int Count { get; private set; }

    /// <summary>Whether something is kept of a point.</summary>
    public bool Contains(long index) => _pages[index / PageSize] is { } page && page.Has[(int)(index % PageSize)];

    /// <summary>Keeps something of a point, unless something is kept of it already.</summary>
    public void TryAdd(long index, T point)
    {
        var page = _pages[index / PageSize] ??= new Page();
        int at = (int)(index % PageSize);
        if (page.Has[at]) return;
        (page.Has[at], page.Values[at]) = (true, point);
        Count++;
    }

    /// <inheritdoc/>
    public IEnumerator<(long Index, T Point)> GetEnumerator()
    {
        for (int p = 0; p < _pages.Length; p++)
        {
            if (_pages[p] is not { } page) continue;
            for (int at = 0; at < PageSize; at++)
                if (page.Has[at]) yield return ((long)p * PageSize + at, page.Values[at]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Page
    {
        public BitArray Has { get; } = new(PageSize);

        public T[] Values { get; } = new T[PageSize];
    }
}
