using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Tasks;

/// <summary>Where the bits of a word are set, by a table of the places in each possible byte: no branch on what is random.</summary>
internal static class SetBits
{
    /// <summary>Places that are written past the last one.</summary>
    public const int Overshoot = Width;

    private const int Width = 8;

    private static readonly int[] Places = Table();

    /// <summary>Writes <paramref name="first"/> + i for each set bit i, ascending, and returns how many there are.</summary>
    /// <exception cref="ArgumentException">There is no room for them and <see cref="Overshoot"/> more.</exception>
    public static int Write(uint word, int first, Span<int> places)
    {
        if (places.Length < BitOperations.PopCount(word) + Overshoot) throw new ArgumentException("needs room for the set bits and some more", nameof(places));
        ref int table = ref MemoryMarshal.GetArrayDataReference(Places), target = ref MemoryMarshal.GetReference(places);
        int count = 0;
        for (; word != 0; word >>= Width, first += Width)
        {
            uint bits = word & 0xFF;
            (Vector256.LoadUnsafe(ref table, Width * bits) + Vector256.Create(first)).StoreUnsafe(ref target, (nuint)count);
            count += BitOperations.PopCount(bits);
        }

        return count;
    }

    private static int[] Table()
    {
        int[] table = new int[Width << Width];
        for (int bits = 0; bits < 1 << Width; bits++)
            for (int bit = 0, next = Width * bits; bit < Width; bit++)
                if ((bits >> bit & 1) == 1) table[next++] = bit;
        return table;
    }
}
