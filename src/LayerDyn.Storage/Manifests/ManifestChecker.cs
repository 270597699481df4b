namespace LayerDyn.Storage.Manifests;

/// <summary>Checks that a manifest's ledger adds up.</summary>
internal static class ManifestChecker
{
    /// <summary>
    /// Adds the points of <paramref name="segments"/> to <paramref name="committed"/>, and returns the first thing wrong with
    /// them; null when nothing is.
    /// </summary>
    internal static string? Add(IReadOnlyList<SegmentEntry> segments, PointSet committed, long first)
    {
        foreach (var segment in segments)
        {
            long before = committed.Count, named = segment.Points.Count;
            try
            {
                committed.Add(segment.Points);
            }
            catch (FormatException wrong)
            {
                return $"segment {segment.Name}: {wrong.Message}";
            }

            if (segment.Finished < 0 || segment.Diverged < 0 || segment.Finished + segment.Diverged != named)
                return $"segment {segment.Name} has {named} points, but {segment.Finished} finished and {segment.Diverged} diverged";
            if (committed.Count != before + named) return $"segment {segment.Name} has a point that is committed already";
        }

        return committed.NextPresent(0) is >= 0 and var lowest && lowest < first ? $"point {lowest} is not of this shard" : null;
    }

    /// <summary>The first thing wrong with the failures of a manifest; null when nothing is.</summary>
    internal static string? CheckFailures(Manifest manifest, PointSet committed)
    {
        var seen = new HashSet<long>();
        foreach (var failure in manifest.Failures)
        {
            if (failure.Index < manifest.First || failure.Index >= manifest.End) return $"failure of point {failure.Index}, which does not exist";
            if (!seen.Add(failure.Index)) return $"point {failure.Index} failed twice";
            if (committed.Contains(failure.Index)) return $"point {failure.Index} has a result and a failure";
        }

        return null;
    }
}
