using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>The waves <c>cos(2 pi k n/p)</c> and <c>sin(2 pi k n/p)</c> over the residues n of p, for the frequencies k = 1 ... (p - 1)/2, of norm 1.</summary>
internal sealed class ModularWaves
{
    private readonly Matrix _cosines, _sines; // frequencies x p

    public ModularWaves(int p)
    {
        Frequencies = (p - 1) / 2;
        (_cosines, _sines) = (new(Frequencies, p), new(Frequencies, p));
        double norm = Math.Sqrt(2.0 / p);
        for (int k = 0; k < Frequencies; k++)
            for (int n = 0; n < p; n++)
            {
                double angle = 2 * Math.PI * ((k + 1) * n % p) / p;
                (_cosines[k, n], _sines[k, n]) = (norm * PortableMath.Cos(angle), norm * PortableMath.Sin(angle));
            }
    }

    /// <summary>Number of frequencies.</summary>
    public int Frequencies { get; }

    /// <summary>The power of values over the residues at each frequency.</summary>
    public void Powers(ReadOnlySpan<double> values, Span<double> powers)
    {
        for (int k = 0; k < Frequencies; k++)
        {
            double cosine = LinearAlgebra.Dot(values, _cosines.Row(k)), sine = LinearAlgebra.Dot(values, _sines.Row(k));
            powers[k] = cosine * cosine + sine * sine;
        }
    }

    /// <summary>Adds the part of <paramref name="values"/> at a frequency (from 0) to <paramref name="target"/>.</summary>
    public void AddPart(int k, ReadOnlySpan<double> values, Span<double> target)
    {
        LinearAlgebra.AddMultiple(LinearAlgebra.Dot(values, _cosines.Row(k)), _cosines.Row(k), target);
        LinearAlgebra.AddMultiple(LinearAlgebra.Dot(values, _sines.Row(k)), _sines.Row(k), target);
    }
}
