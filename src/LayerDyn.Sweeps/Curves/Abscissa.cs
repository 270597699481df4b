namespace LayerDyn.Sweeps.Curves;

/// <summary>The abscissae that are not axes of the sweep.</summary>
internal static class Abscissa
{
    public const string Step = "step";
    public const string Time = "time";

    /// <summary>Whether the abscissa runs along each training (so that a point gives a whole line).</summary>
    public static bool RunsAlong(string x) => x is Step or Time;

    /// <summary>What a chart shows of a value over an abscissa, for titles: all of training, or its end.</summary>
    public static string Shows(string value, string x) => RunsAlong(x) ? $"{value} along training" : $"{value} over {x}, at the end of training";
}
