using System.Numerics;

namespace LayerDyn.Science.Randomness;

/// <summary>
/// A Sobol sequence: points that fill the unit cube more evenly than random ones, so that an average over n of them is nearly n times, and not √n
/// times, as exact as over one. Every prefix is the same however many points are asked for, and prefixes of 2^k points are balanced. Scrambled by a
/// random lower triangular matrix and a digital shift (Matoušek, J. Complexity 14, 1998), which keeps the balance and makes each point uniform.
/// Points come in the order of Gray codes (Antonov and Saleev 1979), as those of SciPy. A pure function of its arguments.
/// </summary>
public sealed class SobolSequence
{
    /// <summary>Binary digits of a coordinate.</summary>
    public const int Bits = 32;

    private readonly uint[][] _directions;
    private readonly uint[] _shifts;

    /// <param name="dimensions">Number of coordinates, from 1 to <see cref="MostDimensions"/>.</param>
    /// <param name="scrambling">Where the scrambling is drawn from; null for the sequence as published, whose first point is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no direction numbers for so many dimensions.</exception>
    public SobolSequence(int dimensions, RandomStream? scrambling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MostDimensions);
        _directions = new uint[dimensions][];
        _shifts = new uint[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++)
        {
            _directions[dimension] = SobolDirections.Of(dimension);
            // A stream a dimension: more dimensions leave the first as they are.
            if (scrambling?.Child($"dimension={dimension}") is { } stream) Scramble(dimension, stream);
        }
    }

    /// <summary>The largest number of dimensions.</summary>
    public static int MostDimensions => SobolDirections.Count;

    /// <summary>Coordinate <paramref name="dimension"/> of point number <paramref name="index"/> (below 2^32), in units of 2^-32.</summary>
    public uint Word(long index, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)index, uint.MaxValue, nameof(index));
        uint word = _shifts[dimension];
        uint[] directions = _directions[dimension];
        for (uint gray = (uint)index ^ (uint)index >> 1; gray != 0; gray &= gray - 1) word ^= directions[BitOperations.TrailingZeroCount(gray)];
        return word;
    }

    /// <summary>Coordinate <paramref name="dimension"/> of point number <paramref name="index"/> in the open interval (0, 1): the middle of its 2^-32.</summary>
    public double Uniform(long index, int dimension) => (Word(index, dimension) + 0.5) * (1.0 / (1UL << Bits));

    private void Scramble(int dimension, RandomStream stream)
    {
        uint[] from = _directions[dimension], to = new uint[Bits];
        for (int row = 0; row < Bits; row++)
        {
            // A row of the matrix: random digits before the diagonal, which is 1.
            uint diagonal = 1u << (Bits - 1 - row), matrix = (uint)stream.UInt64(row) & ~((diagonal << 1) - 1) | diagonal;
            if (row == 0) matrix = diagonal;
            for (int k = 0; k < Bits; k++)
                if ((BitOperations.PopCount(matrix & from[k]) & 1) == 1) to[k] |= diagonal;
        }

        _directions[dimension] = to;
        _shifts[dimension] = (uint)stream.UInt64(Bits);
    }
}
