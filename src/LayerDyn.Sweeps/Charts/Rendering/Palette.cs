using ScottPlot;
using ScottPlot.Colormaps;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Colours that people with colour-blindness can tell apart (Okabe and Ito 2008; viridis for ordered values).</summary>
internal static class Palette
{
    private static readonly Color[] OkabeIto =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#8C6D1F"), Color.FromHex("#5E3C99"),
    ];

    /// <summary>The colours of maps.</summary>
    public static IColormap Map { get; } = new Viridis();

    /// <summary>Cells without a value.</summary>
    public static Color Missing { get; } = Color.FromHex("#F0F0F0");

    /// <summary>Cells in which every point diverged.</summary>
    public static Color Diverged { get; } = Color.FromHex("#A8A8A8");

    /// <summary>
    /// The colour of series number <paramref name="index"/> of <paramref name="count"/>; more series than there are distinct colours
    /// are taken for ordered. -1 is black, -2 grey.
    /// </summary>
    public static Color Of(int index, int count = 0) => index switch
    {
        LineSeries.Grey => Color.FromHex("#B0B0B0"),
        < 0 => Colors.Black,
        _ when count > OkabeIto.Length => Map.GetColor(0.95 * index / (count - 1)),
        _ => OkabeIto[index % OkabeIto.Length],
    };
}
