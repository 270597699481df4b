using System.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Draws one of some skills by a 32-bit word: skill k for a word below threshold k and not below threshold k - 1. A table by the word's first
/// bits says where to look, so that a draw takes the same few operations however many skills there are.
/// </summary>
internal sealed class SkillTable
{
    private const int FewestPlaces = 256;

    private readonly ulong[] _thresholds; // ascending; the last is 2^32
    private readonly int[] _firsts; // by the first bits: the first skill whose threshold is not below any word with them
    private readonly int _shift;

    /// <param name="frequencies">Normalised, of each skill.</param>
    public SkillTable(double[] frequencies)
    {
        _thresholds = Thresholds(frequencies);
        int places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(FewestPlaces, frequencies.Length));
        _shift = 32 - BitOperations.Log2((uint)places);
        _firsts = new int[places];
        for (int place = 0, skill = 0; place < places; place++)
        {
            while (_thresholds[skill] < (ulong)place << _shift) skill++;
            _firsts[place] = skill;
        }
    }

    /// <summary>The skill that a word draws, from 0.</summary>
    public int Of(uint word)
    {
        int skill = _firsts[word >> _shift];
        while (_thresholds[skill] < word) skill++;
        return _thresholds[skill] == word ? Array.BinarySearch(_thresholds, word) + 1 : skill; // of equal thresholds the one that the search meets
    }

    private static ulong[] Thresholds(double[] frequencies)
    {
        var thresholds = new ulong[frequencies.Length];
        double cumulative = 0;
        for (int k = 0; k < thresholds.Length; k++)
            thresholds[k] = (ulong)Math.Round((cumulative += frequencies[k]) * (1UL << 32));
        thresholds[^1] = 1UL << 32;
        return thresholds;
    }
}
