using ScottPlot;
using ScottPlot.Colormaps;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>
/// Colours that people with colour-blindness can tell apart: six of Okabe and Ito (2008) and two that stand as far from those; viridis
/// for ordered values.
/// </summary>
internal static class Palette
{
    private static readonly Color[] Distinct =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#663311"), Color.FromHex("#8833EE"),
    ];

    /// <summary>The colours of maps.</summary>
    public static IColormap Map { get; } = new Viridis();

    /// <summary>How many series have a colour of their own.</summary>
    public static int Count => Distinct.Length;

    /// <summary>Cells without a value.</summary>
    public static Color Missing { get; } = Color.FromHex("#F0F0F0");

    /// <summary>Cells in which every point diverged.</summary>
    public static Color Diverged { get; } = Color.FromHex("#A8A8A8");

    /// <summary>The colour of a series: theory and fits have a dark shade of their line's, which shows on top of it.</summary>
    public static Color Of(LineSeries series, int count = 0)
    {
        var color = Of(series.Color, count);
        return !series.IsModel || series.Color < 0 ? color : new Color(Shade(color.R), Shade(color.G), Shade(color.B));
    }

    /// <summary>
    /// The colour of series number <paramref name="index"/> of <paramref name="count"/>; more series than there are distinct colours
    /// are taken for ordered, short of the palest. -1 is black, -2 grey.
    /// </summary>
    public static Color Of(int index, int count = 0) => index switch
    {
        LineSeries.Grey => Color.FromHex("#B0B0B0"),
        < 0 => Colors.Black,
        _ when count > Distinct.Length => Map.GetColor(0.8 * index / (count - 1)),
        _ => Distinct[index % Distinct.Length],
    };

    private static byte Shade(byte channel) => (byte)(channel * 0.62);
}
