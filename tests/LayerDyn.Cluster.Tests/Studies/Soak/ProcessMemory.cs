namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>Resident memory of a process over its life.</summary>
internal sealed class ProcessMemory
{
    /// <param name="process">Its id.</param>
    /// <param name="bytes">The samples, evenly spaced.</param>
    public ProcessMemory(int process, IReadOnlyList<long> bytes)
    {
        (Process, Samples) = (process, bytes.Count);
        int third = bytes.Count / 3;
        (First, Middle, Last) = (Median(bytes.Take(third)), Median(bytes.Skip(third).Take(third)), Median(bytes.Skip(2 * third)));
    }

    /// <summary>The process' id.</summary>
    public int Process { get; }

    /// <summary>How often it was sampled.</summary>
    public int Samples { get; }

    /// <summary>Median of each third of its life, in bytes.</summary>
    public long First { get; }

    /// <inheritdoc cref="First"/>
    public long Middle { get; }

    /// <inheritdoc cref="First"/>
    public long Last { get; }

    /// <summary>Last third over middle third.</summary>
    public double Growth => Last / (double)Middle;

    private static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
