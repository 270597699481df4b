namespace LayerDyn.Science.Randomness;

/// <summary>
/// Primitive polynomials and initial direction numbers of the first Sobol dimensions: Joe and Kuo, "Constructing Sobol sequences with better
/// two-dimensional projections", SIAM J. Sci. Comput. 30, 2008 (their list <c>new-joe-kuo-6</c>).
/// </summary>
internal static class SobolDirections
{
    // From the second dimension on. A polynomial by its bits, leading and last coefficient included: 11 is x^3 + x + 1.
    private static readonly (uint Polynomial, uint[] Initial)[] Published =
    [
        (3, [1]), (7, [1, 3]), (11, [1, 3, 1]), (13, [1, 1, 1]), (19, [1, 1, 3, 3]), (25, [1, 3, 5, 13]),
        (37, [1, 1, 5, 5, 17]), (41, [1, 1, 5, 5, 5]), (47, [1, 1, 7, 11, 19]), (55, [1, 1, 5, 1, 1]), (59, [1, 1, 1, 3, 11]), (61, [1, 3, 5, 5, 31]),
        (67, [1, 3, 3, 9, 7, 49]), (91, [1, 1, 1, 15, 21, 21]), (97, [1, 3, 1, 13, 27, 49]), (103, [1, 1, 1, 15, 7, 5]),
        (109, [1, 3, 1, 15, 13, 25]), (115, [1, 1, 5, 5, 19, 61]),
        (131, [1, 3, 7, 11, 23, 15, 103]), (137, [1, 3, 7, 13, 13, 15, 69]), (143, [1, 1, 3, 13, 7, 35, 63]), (145, [1, 3, 5, 9, 1, 25, 53]),
        (157, [1, 3, 1, 13, 9, 35, 107]), (167, [1, 3, 1, 5, 27, 61, 31]), (171, [1, 1, 5, 11, 19, 41, 61]), (185, [1, 3, 5, 3, 3, 13, 69]),
        (191, [1, 1, 7, 13, 1, 19, 1]), (193, [1, 3, 7, 5, 13, 19, 59]), (203, [1, 1, 3, 9, 25, 29, 41]), (211, [1, 3, 5, 13, 23, 1, 55]),
        (213, [1, 3, 7, 3, 13, 59, 17]),
    ];

    /// <summary>Number of dimensions that there are numbers for.</summary>
    public static int Count => Published.Length + 1;

    /// <summary>The 32 direction numbers of a dimension; the first bit of a fraction is the highest.</summary>
    /// <param name="dimension">From 0 to <see cref="Count"/> - 1.</param>
    public static uint[] Of(int dimension)
    {
        uint[] m = new uint[SobolSequence.Bits];
        var (polynomial, initial) = dimension == 0 ? (1u, Array.Empty<uint>()) : Published[dimension - 1];
        int degree = initial.Length;
        for (int k = 0; k < m.Length; k++)
        {
            if (k < degree || degree == 0)
            {
                m[k] = degree == 0 ? 1 : initial[k];
                continue;
            }

            // Equation 2 of the paper: the last term comes twice, once shifted by the degree.
            m[k] = m[k - degree];
            for (int i = 1; i <= degree; i++)
                if ((polynomial >> (degree - i) & 1) == 1) m[k] ^= m[k - i] << i;
        }

        return [.. m.Select((number, k) => number << (SobolSequence.Bits - 1 - k))];
    }
}
