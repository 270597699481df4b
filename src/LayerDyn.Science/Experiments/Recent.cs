namespace LayerDyn.Science.Experiments;

/// <summary>
/// What was made last, with what it was made from. Points of a sweep share the parts that no axis touches, so that what depends on
/// these alone is nearly always here. For one thread.
/// </summary>
/// <typeparam name="TKey">What a value is made from. Immutable.</typeparam>
/// <typeparam name="TValue">The values.</typeparam>
/// <param name="kept">The number of values that are kept.</param>
/// <param name="comparer">Compares keys; null compares them by their own equality, which for records of one instance is immediate.</param>
internal sealed class Recent<TKey, TValue>(int kept = 1, IEqualityComparer<TKey>? comparer = null)
{
    private readonly (TKey Key, TValue Value)[] _entries = new (TKey, TValue)[kept];
    private readonly IEqualityComparer<TKey> _comparer = comparer ?? EqualityComparer<TKey>.Default;
    private int _count;
    private int _next;

    /// <summary>The value of a key: known, or made now from <paramref name="source"/>.</summary>
    public TValue Of<TSource>(TKey key, TSource source, Func<TSource, TValue> make)
    {
        foreach (var (known, value) in _entries.AsSpan(0, _count))
            if (_comparer.Equals(known, key)) return value;
        var made = make(source);
        _entries[_next] = (key, made);
        _next = (_next + 1) % kept;
        _count = Math.Min(_count + 1, kept);
        return made;
    }
}
