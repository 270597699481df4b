namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>What points of a batch have in common is on the device once: a row for each different value.</summary>
/// <param name="Rows">Each point's row.</param>
/// <param name="Points">Each row's first point.</param>
/// <typeparam name="T">The points.</typeparam>
internal readonly record struct SharedRows<T>(int[] Rows, T[] Points)
{
    /// <summary>The rows of what <paramref name="key"/> gives.</summary>
    public static SharedRows<T> Of(IReadOnlyList<T> points, Func<T, object> key, IEqualityComparer<object>? comparer = null)
    {
        var known = new Dictionary<object, int>(comparer);
        var firsts = new List<T>();
        int[] rows = new int[points.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            object value = key(points[i]);
            if (known.TryGetValue(value, out rows[i])) continue;
            known.Add(value, rows[i] = firsts.Count);
            firsts.Add(points[i]);
        }

        return new(rows, [.. firsts]);
    }
}
