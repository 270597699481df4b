using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LayerDyn.Science.Randomness;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), for counters of 64 bits: the
/// upper two of its four counter words are 0.
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10, WordsOfCounter = 4, Lanes = 8; // counters in flight of a vectorised pass

    /// <summary>The four words of a counter.</summary>
    public static (uint A, uint B, uint C, uint D) Words(ulong key, ulong counter)
    {
        uint c0 = (uint)counter, c1 = (uint)(counter >> 32), c2 = 0, c3 = 0, k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The words of counters <paramref name="first"/>, <paramref name="first"/> + 1, ...; the same as <see cref="Words"/> gives one by one.</summary>
    /// <param name="key">The key of the stream.</param>
    /// <param name="first">The first counter.</param>
    /// <param name="words">Where they go, four a counter.</param>
    public static void Fill(ulong key, ulong first, Span<uint> words)
    {
        int done = 0;
        if (Avx2.IsSupported)
            for (; done + WordsOfCounter * Lanes <= words.Length; done += WordsOfCounter * Lanes, first += Lanes)
                Fill8(key, first, words.Slice(done, WordsOfCounter * Lanes));
        for (; done < words.Length; done += WordsOfCounter) (words[done], words[done + 1], words[done + 2], words[done + 3]) = Words(key, first++);
    }

    // A word to each 64-bit lane, whose upper half is of no account until the end: the product reads the lower half alone. Two vectors of four
    // counters, so that one's products hide the other's latency; the order 0 2 1 3 makes the words lie counter after counter when they are unpacked.
    private static void Fill8(ulong key, ulong first, Span<uint> words)
    {
        Vector256<uint> m0 = Vector256.Create((ulong)Multiplier0).AsUInt32(), m1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
        Vector256<ulong> w0 = Vector256.Create((ulong)Weyl0), w1 = Vector256.Create((ulong)Weyl1);
        Vector256<ulong> k0 = Vector256.Create((ulong)(uint)key), k1 = Vector256.Create(key >> 32);
        Vector256<ulong> a0 = Vector256.Create(first) + Vector256.Create(0UL, 2, 1, 3), b0 = a0 + Vector256.Create(4UL);
        Vector256<ulong> a1 = a0 >>> 32, b1 = b0 >>> 32, a2 = default, b2 = default, a3 = default, b3 = default;
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> p0 = Avx2.Multiply(a0.AsUInt32(), m0), p1 = Avx2.Multiply(a2.AsUInt32(), m1);
            Vector256<ulong> q0 = Avx2.Multiply(b0.AsUInt32(), m0), q1 = Avx2.Multiply(b2.AsUInt32(), m1);
            a0 = (p1 >>> 32) ^ a1 ^ k0;
            b0 = (q1 >>> 32) ^ b1 ^ k0;
            a2 = (p0 >>> 32) ^ a3 ^ k1;
            b2 = (q0 >>> 32) ^ b3 ^ k1;
            (a1, a3, b1, b3) = (p1, p0, q1, q0);
            k0 += w0;
            k1 += w1;
        }

        Store(a0, a1, a2, a3, words);
        Store(b0, b1, b2, b3, words[(WordsOfCounter * Lanes / 2)..]);
    }

    private static void Store(Vector256<ulong> c0, Vector256<ulong> c1, Vector256<ulong> c2, Vector256<ulong> c3, Span<uint> words)
    {
        var lower = Vector256.Create((ulong)uint.MaxValue);
        Vector256<ulong> low = (c0 & lower) | (c1 << 32), high = (c2 & lower) | (c3 << 32);
        Avx2.UnpackLow(low, high).AsUInt32().CopyTo(words);
        Avx2.UnpackHigh(low, high).AsUInt32().CopyTo(words[Vector256<uint>.Count..]);
    }
}
