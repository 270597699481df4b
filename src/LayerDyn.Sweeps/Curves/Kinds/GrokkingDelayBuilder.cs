using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="GrokkingDelayCurve"/>.</summary>
internal sealed class GrokkingDelayBuilder(GrokkingDelayCurve spec, ISweepGrid grid) : GrokkingTimesBuilder(spec, grid)
{
    private readonly int _axis = AxisCells.PositionOf(grid, spec.X);

    public override Curve Build()
    {
        var points = Sorted();
        var axis = Grid.Axes[_axis];
        var times = new List<GrokkingTimes>?[axis.Count];
        long[] lost = new long[axis.Count];
        foreach (var (index, point) in points)
        {
            int position = Grid.Coordinates(index)[_axis];
            if (point.Diverged) lost[position]++;
            else (times[position] ??= []).Add(point.Times);
        }

        List<IReadOnlyList<object?>> rows = [];
        List<string> findings = [];
        List<double> x = [], train = [], test = [], ratio = [];
        for (int position = 0; position < axis.Count; position++)
        {
            var summary = GrokkingSummary.Of(times[position] ?? []);
            if (summary.Points == 0 && lost[position] == 0) continue;
            rows.Add([AxisCells.Cell(axis, position), (long)summary.Points, lost[position], (long)summary.Learnt, (long)summary.Generalised,
                summary.Train, summary.Test, summary.Ratio]);
            if (summary.Points == 0) continue;
            findings.Add($"{axis.Name} = {AxisCells.Label(axis, position)}: {summary.Describe(spec)}");
            x.Add(AxisCells.Place(axis, position));
            train.Add(summary.Train);
            test.Add(summary.Test);
            ratio.Add(summary.Ratio);
        }

        long diverged = lost.Sum();
        string behind = PointRanges.Write([.. points.Select(found => found.Index)]);
        DivergedMark[] marks = [.. points.Where(found => found.Point.Diverged).GroupBy(found => PlaceOf(found.Index), found => found.Index)
            .OrderBy(found => found.Key).Select(found => new DivergedMark(found.Key, found.Count(), -1, PointRanges.Write([.. found])))];
        const LineStroke Stroke = LineStroke.MarkersAndLine;
        return Finish("grokking-delay", points.Length, diverged,
            new CurveTable([axis.Name, "finished", "diverged", "learnt", "generalised", "train step", "test step", "delay ratio"], rows), new LineChart
            {
                Title = spec.Name,
                Note = Shown.Diverged(diverged, points.Length),
                X = AxisNames.Of(axis, Grid).Line(spec.LogX),
                Y = new("optimizer steps", true),
                Panels =
                [
                    new("", [new($"{spec.Train} reaches {Shown.Number(spec.Threshold)}", x, train, 0, Stroke) { Behind = behind },
                        new($"{spec.Test} reaches {Shown.Number(spec.TestLevel)}", x, test, 1, Stroke) { Behind = behind }]) { Diverged = marks },
                    new("", [new("", x, ratio, 2, Stroke) { Name = "delay ratio", Behind = behind }]) { Levels = [1], Diverged = marks, Y = new("delay ratio, t_test / t_train", true) },
                ],
            }, findings);
    }

    private double PlaceOf(long index) => AxisCells.Place(Grid.Axes[_axis], Grid.Coordinates(index)[_axis]);
}
