namespace LayerDyn.Api.Specs;

/// <summary>What a valid spec would do.</summary>
/// <param name="Valid">True: a spec with problems is answered by a problem document instead.</param>
/// <param name="Sweep">The id that it would run under.</param>
/// <param name="Name">Its name.</param>
/// <param name="Points">Number of points.</param>
/// <param name="Seeds">Number of seed replicates.</param>
/// <param name="Axes">The axes.</param>
/// <param name="Curves">Names of the curves.</param>
/// <param name="Work">An estimate of the work.</param>
public sealed record ValidationView(
    bool Valid,
    string Sweep,
    string Name,
    long Points,
    int Seeds,
    IReadOnlyList<AxisView> Axes,
    IReadOnlyList<string> Curves,
    WorkView Work);
