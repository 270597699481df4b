using System.Diagnostics;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>Waits for a condition, not for a time.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition, TimeSpan patience, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > patience) throw new TimeoutException($"{what}: not within {patience.TotalSeconds:F0} s");
            await Task.Delay(50);
        }
    }
}
