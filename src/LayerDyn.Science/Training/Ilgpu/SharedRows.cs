using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>What points of a batch have in common is on the device once: a row for each different value.</summary>
/// <param name="Rows">Each point's row.</param>
/// <param name="Points">Each row's first point.</param>
internal readonly record struct SharedRows(int[] Rows, LinearPoint[] Points)
{
    /// <summary>The rows of what <paramref name="key"/> gives.</summary>
    public static SharedRows Of(LinearPoint[] points, Func<LinearPoint, object> key, IEqualityComparer<object>? comparer = null)
    {
        var known = new Dictionary<object, int>(comparer);
        var firsts = new List<LinearPoint>();
        int[] rows = new int[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            object value = key(points[i]);
            if (known.TryGetValue(value, out rows[i])) continue;
            known.Add(value, rows[i] = firsts.Count);
            firsts.Add(points[i]);
        }

        return new(rows, [.. firsts]);
    }
}
