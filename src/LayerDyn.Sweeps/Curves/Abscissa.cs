namespace LayerDyn.Sweeps.Curves;

/// <summary>The abscissae that are not axes of the sweep.</summary>
internal static class Abscissa
{
    public const string Step = "step";
    public const string Time = "time";

    /// <summary>Whether the abscissa runs along each training (so that a point gives a whole line).</summary>
    public static bool RunsAlong(string x) => x is Step or Time;
}
