using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Colours that people with colour-blindness can tell apart (Okabe and Ito 2008).</summary>
internal static class Palette
{
    private static readonly Color[] OkabeIto =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#8C6D1F"), Color.FromHex("#5E3C99"),
    ];

    /// <summary>Cells without a value.</summary>
    public static Color Missing { get; } = Color.FromHex("#D9D9D9");

    /// <summary>The colour of series number <paramref name="index"/>; -1 is black, -2 grey.</summary>
    public static Color Of(int index) => index == LineSeries.Grey ? Color.FromHex("#B0B0B0") : index < 0 ? Colors.Black : OkabeIto[index % OkabeIto.Length];
}
