using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace LayerDyn.Grains.Telemetry;

/// <summary>The trace of a sweep.</summary>
public static class SweepTrace
{
    // Leases that have spans: all of the first so many, and half as many of each doubling of their number from there on.
    private const long Dense = 64;

    /// <summary>The trace's id: the first 16 bytes of the SHA-256 of <c>layerdyn-sweep:</c> and the sweep's id.</summary>
    public static ActivityTraceId Of(string sweep) =>
        ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes("layerdyn-sweep:" + sweep)).AsSpan(0, 16));

    /// <summary>
    /// Whether a lease has spans, the same on every silo: the first 64 of an owner do, then 32 of every doubling (512 of a million).
    /// </summary>
    /// <param name="lease">The lease's id: the owner's term, and a number in its low 32 bits.</param>
    public static bool IsSampled(long lease)
    {
        long number = lease & uint.MaxValue;
        return number < Dense || number % (1L << (BitLength(number) - BitLength(Dense) + 1)) == 0;
    }

    private static int BitLength(long number) => 64 - (int)long.LeadingZeroCount(number);
}
