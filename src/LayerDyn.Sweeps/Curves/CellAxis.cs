using LayerDyn.Science.Numerics;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The cells along one axis of a map: one a position, one for every so many positions, or equal parts of the interval of a sampled axis.</summary>
internal sealed class CellAxis
{
    private readonly int _every = 1;
    private readonly int[]? _parts;

    private CellAxis(Axis shown, int every, int[]? parts, string note) => (Shown, _every, _parts, Note) = (shown, every, parts, note);

    /// <summary>The axis as it is drawn, with a position a cell.</summary>
    public Axis Shown { get; }

    /// <summary>Whether a cell is a part of an interval, in which points have different values.</summary>
    public bool IsParts => _parts is not null;

    /// <summary>What a cell stands for; empty where it is one position.</summary>
    public string Note { get; }

    /// <summary>The cell of a position; -1 for one between those that have cells.</summary>
    public int Of(int position) => _parts is not null ? _parts[position] : position % _every == 0 ? position / _every : -1;

    /// <summary>A cell for every so many positions.</summary>
    public static CellAxis Every(Axis axis, int every) => every == 1 ? new(axis, 1, null, "") : new(
        axis with
        {
            Labels = [.. axis.Labels.Where((_, position) => position % every == 0)],
            Numbers = axis.Numbers is { } numbers ? [.. numbers.Where((_, position) => position % every == 0)] : null,
            Flags = axis.Flags is { } flags ? [.. flags.Where((_, position) => position % every == 0)] : null,
        },
        every, null, $"one of {every} values of {axis.Name}");

    /// <summary>Equal parts of the interval that a sampled axis is drawn from, each called by its middle.</summary>
    public static CellAxis Parts(Axis axis, SampledInterval interval, int count)
    {
        double low = Scale(interval.Low), width = (Scale(interval.High) - low) / count;
        double[] middles = [.. Enumerable.Range(0, count).Select(part => low + ((part + 0.5) * width)).Select(place => interval.IsLog ? PortableMath.Pow(10, place) : place)];
        int[] parts = [.. axis.Numbers!.Select(number => Math.Clamp((int)((Scale(number) - low) / width), 0, count - 1))];
        return new(axis with { Labels = [.. middles.Select(Curves.Shown.Number)], Numbers = middles }, 1, parts, $"{count} equal parts of {axis.Name}");

        double Scale(double number) => interval.IsLog ? PortableMath.Log10(number) : number;
    }
}
