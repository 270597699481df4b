using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// A power law fitted to the places of a curve where it is one. Places at or below the rounding floor, double precision times the largest
/// value, are left out: values that small are sums of larger ones that cancelled. Unless both ends are given, the fit is over the longest
/// stretch on which the local slope is settled, so that a transient at the start, a plateau or a finite-size end is left out.
/// </summary>
internal sealed class ScalingFit
{
    private ScalingFit(LocalSlopes slopes, double floor, int below) => (Slopes, Floor, Below) = (slopes, floor, below);

    /// <summary>Fitted law; NaN when there is none.</summary>
    public PowerLaw Law { get; private init; } = new(double.NaN, double.NaN);

    /// <summary>Share of the variance of log y that the law explains; NaN when there is none.</summary>
    public double RSquared { get; private init; } = double.NaN;

    /// <summary>First abscissa of the fit.</summary>
    public double From { get; private init; } = double.NaN;

    /// <summary>Last abscissa of the fit.</summary>
    public double To { get; private init; } = double.NaN;

    /// <summary>The local slopes of the places that could be fitted.</summary>
    public LocalSlopes Slopes { get; }

    /// <summary>The rounding floor.</summary>
    public double Floor { get; }

    /// <summary>How many places are not above it.</summary>
    public int Below { get; }

    /// <summary>Whether there is a law.</summary>
    public bool Found => double.IsFinite(Law.Exponent);

    /// <summary>Fits places in ascending order of their abscissae.</summary>
    /// <param name="places">The places.</param>
    /// <param name="scalloped">Whether the curve is the least of those of several sizes: one piece each.</param>
    /// <param name="from">Least abscissa; null to choose.</param>
    /// <param name="to">Largest abscissa; null to choose.</param>
    public static ScalingFit Of(IReadOnlyList<ScalingPlace> places, bool scalloped, double? from, double? to)
    {
        double floor = Math.ScaleB(places.Select(place => place.Y).Where(double.IsFinite).DefaultIfEmpty(0).Max(), -52);
        ScalingPlace[] wanted = [.. places.Where(place => place.X > 0 && !(place.X < from) && !(place.X > to) && double.IsFinite(place.Y))];
        ScalingPlace[] used = [.. wanted.Where(place => place.Y > floor)];
        var slopes = LocalSlopes.Of([.. used.Select(place => PortableMath.Log(place.X))], [.. used.Select(place => PortableMath.Log(place.Y))],
            scalloped ? used.Select(place => place.Stratum).Distinct().Count() : 0);
        var none = new ScalingFit(slopes, floor, wanted.Length - used.Length);
        double span = wanted.Length == 0 ? 0 : PortableMath.Log(wanted[^1].X / wanted[0].X);
        bool given = from is not null && to is not null;
        if ((given ? used.Length > 1 ? (First: 0, Last: used.Length - 1) : null : slopes.Settled(span)) is not { } window) return none;
        ScalingPlace[] fitted = used[window.First..(window.Last + 1)];
        var law = PowerLaw.Fit([.. fitted.Select(place => place.X)], [.. fitted.Select(place => place.Y)]);
        return new(slopes, floor, none.Below)
        {
            Law = law,
            RSquared = slopes.RSquared(window.First, window.Last),
            From = fitted[0].X,
            To = fitted[^1].X,
        };
    }

    /// <summary>Whether a place is one that was fitted.</summary>
    public bool Includes(ScalingPlace place) => Found && place.X >= From && place.X <= To && place.Y > Floor;

    /// <summary>Least and largest local slope of the places fitted, or of all where none was.</summary>
    public (double Least, double Largest) SlopeRange() => Found ? Slopes.Range(PortableMath.Log(From), PortableMath.Log(To)) : Slopes.Range(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The law of the places of one seed that lie where this one was fitted; NaN when the seed has less than half of them.</summary>
    public double ExponentOf(IReadOnlyList<ScalingPlace> seed, int places)
    {
        ScalingPlace[] used = [.. seed.Where(Includes)];
        return used.Length * 2 < places ? double.NaN : PowerLaw.Fit([.. used.Select(place => place.X)], [.. used.Select(place => place.Y)]).Exponent;
    }
}
