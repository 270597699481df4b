using System.Text.Json;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>What a client that draws from the JSON alone relies on, for curves of every kind.</summary>
public sealed class CurveJsonTests
{
    public static TheoryData<int> Samples { get; } = [.. Enumerable.Range(0, SampleCurves.All().Count())];

    public static TheoryData<int> Maps { get; } = [.. Numbers(map: true)];

    public static TheoryData<int> Lines { get; } = [.. Numbers(map: false)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Lines_EachSeries_HasArraysOfOneLengthANameAndItsPoints(int sample)
    {
        var (json, _, results) = Of(sample);
        foreach (var panel in Panels(json, "lines"))
        {
            foreach (var series in panel.GetProperty("series").EnumerateArray())
            {
                int length = series.GetProperty("x").GetArrayLength();
                Assert.Equal(length, series.GetProperty("y").GetArrayLength());
                foreach (string edge in (string[])["low", "high"])
                    if (series.GetProperty(edge).ValueKind != JsonValueKind.Null) Assert.Equal(length, series.GetProperty(edge).GetArrayLength());
                Assert.NotEmpty(series.GetProperty("name").GetString()!);
                Assert.Equal(series.GetProperty("role").GetString() == "theory", series.GetProperty("stroke").GetString() == "dashed");
                Assert.Subset(results.Select(result => result.Index).ToHashSet(), Points(series).ToHashSet());
                Assert.NotEmpty(Points(series));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Lines_MeasuredSeries_TogetherStandOnAllPoints(int sample)
    {
        var (json, _, results) = Of(sample);
        var panels = Panels(json, "lines").ToList();
        var behind = panels.SelectMany(panel => panel.GetProperty("series").EnumerateArray())
            .Where(series => series.GetProperty("role").GetString() is "measured" or "background").SelectMany(Points)
            .Concat(panels.SelectMany(panel => panel.GetProperty("diverged").EnumerateArray()).SelectMany(Points)).ToHashSet();
        Assert.Equal(results.Select(result => result.Index).ToHashSet(), behind);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Lines_Crosses_StandForTheDivergedPoints(int sample)
    {
        var (json, _, results) = Of(sample);
        var panels = Panels(json, "lines").ToList();
        var marks = panels.SelectMany(panel => panel.GetProperty("diverged").EnumerateArray()).ToList();
        // Of a phase portrait there is no place for them: what diverges leaves no finite column.
        bool hasPlaces = json.GetProperty("kind").GetString() != "phase-portrait";
        Assert.Equal(hasPlaces ? Diverged(results) : [], marks.SelectMany(Points).ToHashSet());
        foreach (var mark in marks) Assert.Equal(Points(mark).Count(), mark.GetProperty("count").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void Heatmap_EachCell_LeadsToItsPoints(int sample)
    {
        var (json, grid, results) = Of(sample);
        var chart = json.GetProperty("chart");
        int columns = chart.GetProperty("x").GetProperty("count").GetInt32(), rows = chart.GetProperty("y").GetProperty("count").GetInt32();
        int x = Position(grid, chart.GetProperty("x").GetProperty("name").GetString()!), y = Position(grid, chart.GetProperty("y").GetProperty("name").GetString()!);
        var behind = chart.GetProperty("behind").EnumerateArray().Select(cell => cell.GetString()!).ToList();
        Assert.Equal(columns * rows, behind.Count);
        for (int cell = 0; cell < behind.Count; cell++)
            Assert.Equal(results.Select(result => result.Index).Where(index => grid.Coordinates(index)[x] == cell % columns && grid.Coordinates(index)[y] == cell / columns),
                StridedPoints.Read(behind[cell]));
        var lost = Diverged(results);
        foreach (var panel in Panels(json, "heatmap"))
        {
            Assert.Equal(behind.Count, panel.GetProperty("values").GetArrayLength());
            foreach (var (count, cell) in panel.GetProperty("divergedCounts").EnumerateArray().Select((count, cell) => (count.GetInt64(), cell)))
                Assert.Equal(StridedPoints.Read(behind[cell]).Count(lost.Contains), count);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Write_AnyKind_HasNoNumberThatJsonDoesNotHave(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        var curve = grid.Build(spec, results);
        string text = System.Text.Encoding.UTF8.GetString(CurveJson.Write(curve));
        Assert.DoesNotContain("NaN", text);
        Assert.DoesNotContain("Infinity", text);
        Assert.Equal(curve.Findings, JsonDocument.Parse(text).RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetString()!));
    }

    [Fact]
    public void Heatmap_MissingValue_IsNullAndCellWithOnlyDivergedPoints_IsMarked()
    {
        var (spec, grid, results) = SampleCurves.Heatmap(theory: true);
        var json = JsonDocument.Parse(CurveJson.Write(grid.Build(spec, results))).RootElement;
        var panel = json.GetProperty("chart").GetProperty("panels")[0];
        int cell = 39 * 40; // largest lambda, least ratio
        Assert.Equal(JsonValueKind.Null, panel.GetProperty("values")[cell].ValueKind);
        Assert.True(panel.GetProperty("diverged")[cell].GetBoolean());
    }

    private static IEnumerable<int> Numbers(bool map) => SampleCurves.All().Select((sample, number) => (sample.Spec, number))
        .Where(sample => (sample.Spec is HeatmapCurve or PhaseMapCurve or StabilityCurve) == map).Select(sample => sample.number);

    private static (JsonElement Json, FakeGrid Grid, PointResult[] Results) Of(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        return (JsonDocument.Parse(CurveJson.Write(grid.Build(spec, results))).RootElement, grid, results);
    }

    private static IEnumerable<JsonElement> Panels(JsonElement json, string type) =>
        json.GetProperty("chart").GetProperty("$type").GetString() == type ? json.GetProperty("chart").GetProperty("panels").EnumerateArray() : [];

    private static IEnumerable<long> Points(JsonElement part) => StridedPoints.Read(part.GetProperty("behind").GetString()!);

    private static HashSet<long> Diverged(PointResult[] results) =>
        [.. results.Where(result => result.Status == OutcomeStatus.Diverged).Select(result => result.Index)];

    private static int Position(FakeGrid grid, string axis) => grid.Axes.ToList().FindIndex(found => found.Name == axis);
}
