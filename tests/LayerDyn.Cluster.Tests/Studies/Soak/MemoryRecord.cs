using System.Globalization;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>
/// Resident memory of each silo process (VmRSS), sampled. Flat is what has the same median in the last third of a process' life as in the
/// middle third: the first one compiles, loads libtorch and fills caches.
/// </summary>
internal sealed class MemoryRecord
{
    private readonly Dictionary<int, List<long>> _samples = [];
    private volatile List<long> _newest = [];

    /// <summary>Takes a sample of every silo that runs.</summary>
    public void Sample(TestCluster cluster)
    {
        var newest = new List<long>();
        lock (cluster.Silos)
        {
            foreach (var silo in cluster.Silos.Where(silo => !silo.HasExited))
            {
                if (ResidentBytes(silo.Id) is not { } bytes) continue;
                if (!_samples.TryGetValue(silo.Id, out var samples)) _samples[silo.Id] = samples = [];
                samples.Add(bytes);
                newest.Add(bytes);
            }
        }

        _newest = newest;
    }

    /// <summary>The processes that were sampled at least so often, those that lived longest first.</summary>
    public IReadOnlyList<ProcessMemory> Of(int samples) =>
        [.. _samples.Where(process => process.Value.Count >= samples).Select(process => new ProcessMemory(process.Key, process.Value)).OrderByDescending(process => process.Samples)];

    /// <summary>The newest sample of each process that is in the last one.</summary>
    public IReadOnlyList<long> Newest() => [.. _newest];

    private static long? ResidentBytes(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? null : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
