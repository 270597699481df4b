using System.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>The parity of some of many bits that lie in 32-bit words.</summary>
internal sealed class ParityOfBits
{
    private readonly (int Word, uint Mask)[] _parts;

    /// <param name="positions">Which bits, from 0.</param>
    public ParityOfBits(IEnumerable<int> positions) =>
        _parts = [.. positions.GroupBy(position => position >> 5, (word, bits) => (word, bits.Aggregate(0u, (mask, bit) => mask | 1u << (bit & 31))))];

    /// <summary>Whether an odd number of them is set.</summary>
    public bool IsOdd(ReadOnlySpan<uint> words)
    {
        int set = 0;
        foreach (var (word, mask) in _parts) set += BitOperations.PopCount(words[word] & mask);
        return (set & 1) == 1;
    }
}
