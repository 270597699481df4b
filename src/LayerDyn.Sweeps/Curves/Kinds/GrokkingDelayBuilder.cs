using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="GrokkingDelayCurve"/>.</summary>
internal sealed class GrokkingDelayBuilder(GrokkingDelayCurve spec, ISweepGrid grid) : GrokkingTimesBuilder(spec, grid, [spec.X, .. spec.By ?? []])
{
    private readonly int _axis = AxisCells.PositionOf(grid, spec.X);

    private LineStroke Stroke => Groups.AreScattered ? LineStroke.Markers : LineStroke.MarkersAndLine;

    private LineGroups Groups => field ??= new(Grid, Filter, spec.X, spec.By);

    public override Curve Build()
    {
        var axis = Grid.Axes[_axis];
        List<IReadOnlyList<object?>> rows = [];
        List<string> findings = [];
        List<DelayLine> lines = [];
        foreach (var group in Points.GroupBy(found => Groups.Of(found.Index)).OrderBy(group => group.Key))
        {
            var line = new DelayLine(group.Key, StridedPoints.Write([.. group.Select(found => found.Index)]));
            foreach (var place in group.GroupBy(found => PositionOf(found.Index)).OrderBy(place => place.Key))
            {
                (long Index, GrokkingTimes Times)[] finished = [.. place.Where(found => !found.Point.Diverged).Select(found => (found.Index, found.Point.Times))];
                long lost = place.Count() - finished.Length;
                var summary = GrokkingSummary.Of(finished.Select(found => found.Times));
                rows.Add([.. Groups.Cells(group.Key), AxisCells.Cell(axis, place.Key), (long)summary.Points, lost, (long)summary.Learnt, (long)summary.Generalised,
                    summary.Train.Known, summary.Test.Known, summary.Ratio.Known, summary.Train.Above, summary.Test.Above, summary.Ratio.Above]);
                string where = $"{(Groups.Any ? Groups.Label(group.Key) + ", " : "")}{axis.Name} = {AxisCells.Label(axis, place.Key)}";
                findings.Add(summary.Points == 0 ? $"{where}: {Shown.Diverged(lost)}, none finished" : $"{where}: {summary.Describe(spec, Abscissa.Step)}");
                if (summary.Points > 0) line.Add(AxisCells.Place(axis, place.Key), summary, finished);
            }

            lines.Add(line);
        }

        var all = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        return Finish("grokking-delay", all.Diverged,
            new CurveTable([.. Groups.Columns, axis.Name, "finished", "diverged", "learnt", "generalised", "train step", "test step", "delay ratio",
                "train step above", "test step above", "delay ratio above"], rows), new LineChart
                {
                    Title = Titled($"steps until {Reached} over {spec.X}{Groups.By}, and their ratio"),
                    X = AxisNames.Of(axis, Grid).Line(spec.LogX),
                    Y = new("optimizer steps", true),
                    Panels = Panels(lines.Where(line => line.X.Count > 0).ToArray(), all, Crosses()),
                }, findings, Pooled.Any || Pooled.HasSeeds ? $"medians over {Pooled.Over}, arrows: runs that had not got there by their end" : "arrows: runs that had not got there by their end");
    }

    private string Reached => spec.Threshold == spec.TestLevel ? $"{spec.Train} and {spec.Test} reach {Shown.Number(spec.Threshold)}"
        : $"{spec.Train} reaches {Shown.Number(spec.Threshold)} and {spec.Test} {Shown.Number(spec.TestLevel)}";

    // Without groups learning and generalising share a panel; with groups each has its own, with a line a group.
    private LinePanel[] Panels(DelayLine[] lines, LostGroups lost, DivergedMark[] crosses)
    {
        string train = $"{spec.Train} reaches {Shown.Number(spec.Threshold)}", test = $"{spec.Test} reaches {Shown.Number(spec.TestLevel)}";
        var ratios = new ChartAxis("delay ratio, t_test / t_train", true);
        if (!Groups.Any)
        {
            var one = lines.FirstOrDefault() ?? new DelayLine(0, "");
            return
            [
                new("", [Series(one, Pooled.Label(train, "median"), one.Train, 0), Series(one, Pooled.Label(test, "median"), one.Test, 1), .. lost.Series])
                { Diverged = crosses, Censored = [.. one.LateTrain(0), .. one.LateTest(1)] },
                new("", [Series(one, "", one.Ratio, 2) with { Name = "delay ratio" }]) { Levels = [1], LevelsName = "ratio 1: no delay", Diverged = crosses, Censored = [.. one.LateRatio(2)], Y = ratios },
            ];
        }

        return
        [
            Panel(train, line => line.Train, line => line.LateTrain(line.Group), lost.Series),
            Panel(test, line => line.Test, line => line.LateTest(line.Group), []),
            Panel("", line => line.Ratio, line => line.LateRatio(line.Group), []) with { Levels = [1], LevelsName = "ratio 1: no delay", Y = ratios },
        ];

        LinePanel Panel(string title, Func<DelayLine, List<double>> values, Func<DelayLine, IEnumerable<CensoredMark>> late, IEnumerable<LineSeries> more) =>
            new(title, [.. lines.Select(line => Series(line, Pooled.Label(Groups.Label(line.Group), "median"), values(line), line.Group)), .. more])
            { Diverged = crosses, Censored = [.. lines.SelectMany(late)] };
    }

    private LineSeries Series(DelayLine line, string label, List<double> values, int color) => new(label, line.X, values, color, Stroke) { Behind = line.Behind };

    private DivergedMark[] Crosses() =>
        [.. Points.Where(found => found.Point.Diverged)
            .GroupBy(found => (Place: AxisCells.Place(Grid.Axes[_axis], PositionOf(found.Index)), Color: Groups.Color(Groups.Of(found.Index))), found => found.Index)
            .OrderBy(found => found.Key.Place).ThenBy(found => found.Key.Color)
            .Select(found => new DivergedMark(found.Key.Place, found.Count(), found.Key.Color, StridedPoints.Write([.. found])))];

    private int PositionOf(long index) => Grid.Coordinates(index)[_axis];
}
