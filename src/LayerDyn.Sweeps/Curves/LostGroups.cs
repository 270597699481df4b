using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The groups of a curve whose points all diverged: they stay in the legend and in the findings.</summary>
internal sealed class LostGroups
{
    private readonly LineGroups _groups;
    private readonly List<(int Group, string Text, string Behind)> _lost = [];

    /// <param name="groups">The groups.</param>
    /// <param name="points">Points in the order of their indices.</param>
    public LostGroups(LineGroups groups, IEnumerable<(long Index, bool Diverged)> points)
    {
        _groups = groups;
        foreach (var group in points.GroupBy(point => groups.Of(point.Index)).OrderBy(group => group.Key))
        {
            int diverged = group.Count(point => point.Diverged);
            Diverged += diverged;
            if (diverged < group.Count()) continue;
            string label = groups.Any ? $"{groups.Label(group.Key)}: " : "";
            _lost.Add((group.Key, $"{label}{Shown.Diverged(diverged)}, none finished", StridedPoints.Write([.. group.Select(point => point.Index)])));
        }
    }

    /// <summary>How many points diverged, in these groups and others.</summary>
    public long Diverged { get; }

    /// <summary>A line for each, where there is more than one group.</summary>
    public IEnumerable<string> Findings => _groups.Any ? _lost.Select(lost => lost.Text) : [];

    /// <summary>An entry of the legend for each, without a line.</summary>
    public IEnumerable<LineSeries> Series => _lost.Select(lost => new LineSeries(lost.Text, [], [], _groups.Color(lost.Group)) { Behind = lost.Behind });

    /// <summary>A panel for each, for curves with a panel a group.</summary>
    /// <param name="marks">The crosses of a group.</param>
    public IEnumerable<LinePanel> Panels(Func<int, IReadOnlyList<DivergedMark>> marks) => _lost.Select(lost =>
        new LinePanel(lost.Text, [new LineSeries("", [], [], -1) { Name = lost.Text, Behind = lost.Behind }]) { Diverged = marks(lost.Group) });
}
