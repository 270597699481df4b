using System.Text.Json;
using System.Text.RegularExpressions;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>The page about the JSON form names every member that there is, and none that is not.</summary>
public sealed partial class CurveJsonDocsTests
{
    [Fact]
    public void Page_MembersOfEachPart_AreThoseOfTheCurves()
    {
        var found = new Dictionary<string, HashSet<string>>();
        foreach (var (spec, grid, results) in SampleCurves.All())
            Collect(JsonDocument.Parse(CurveJson.Write(grid.Build(spec, results))).RootElement, found);
        var documented = Documented();
        Assert.Equal(documented.Keys.Order(), found.Keys.Order());
        foreach (var (part, members) in found) Assert.Equal((part, Text(documented[part])), (part, Text(members)));
    }

    [Theory]
    [InlineData("Series", "role", typeof(SeriesRole))]
    [InlineData("Series", "stroke", typeof(LineStroke))]
    [InlineData("Axis of maps", "scale", typeof(AxisScale))]
    public void Page_ValuesOfEnums_AreAll(string part, string member, Type type)
    {
        string row = Section(part).Split('\n').Single(line => line.StartsWith($"| `{member}` |", StringComparison.Ordinal));
        var named = Code().Matches(row).Skip(1).Select(match => match.Groups[1].Value);
        Assert.Equal(Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName).Order(), named.Order());
    }

    [Fact]
    public void Page_Kinds_AreAll()
    {
        string row = Section("Curve").Split('\n').Single(line => line.StartsWith("| `kind` |", StringComparison.Ordinal));
        var kinds = SampleCurves.All().Select(sample => sample.Grid.Build(sample.Spec, sample.Results).Kind).Distinct();
        Assert.Equal(kinds.Order(), Code().Matches(row).Skip(1).Select(match => match.Groups[1].Value).Order());
    }

    private static void Collect(JsonElement curve, Dictionary<string, HashSet<string>> found)
    {
        Add("Curve", curve);
        Add("Table", curve.GetProperty("table"));
        foreach (var residual in curve.GetProperty("residuals").EnumerateObject()) Add("Residual", residual.Value);
        if (curve.TryGetProperty("parameters", out var parameters))
            foreach (var parameter in parameters.EnumerateArray()) Add("Fitted parameter", parameter);
        var chart = curve.GetProperty("chart");
        bool lines = chart.GetProperty("$type").GetString() == "lines";
        Add(lines ? "Chart of lines" : "Chart of maps", chart);
        foreach (string axis in (string[])["x", "y"]) Add(lines ? "Axis of lines" : "Axis of maps", chart.GetProperty(axis));
        foreach (var panel in chart.GetProperty("panels").EnumerateArray())
        {
            Add(lines ? "Panel of lines" : "Panel of maps", panel);
            if (!lines) continue;
            foreach (var series in panel.GetProperty("series").EnumerateArray()) Add("Series", series);
            foreach (var cross in panel.GetProperty("diverged").EnumerateArray()) Add("Cross", cross);
            foreach (var arrow in panel.GetProperty("censored").EnumerateArray()) Add("Arrow", arrow);
        }

        if (!lines)
            foreach (var series in chart.GetProperty("lines").EnumerateArray()) Add("Series", series);

        void Add(string part, JsonElement value)
        {
            if (!found.TryGetValue(part, out var members)) found.Add(part, members = []);
            foreach (var member in value.EnumerateObject()) members.Add(member.Name);
        }
    }

    private static Dictionary<string, HashSet<string>> Documented() => Page().Split("\n## ").Skip(1)
        .Select(section => (Name: section.Split('\n')[0], Members: Member().Matches(section).Select(match => match.Groups[1].Value).ToHashSet()))
        .Where(section => section.Members.Count > 0).ToDictionary(section => section.Name, section => section.Members);

    private static string Section(string part) => Page().Split("\n## ").Single(section => section.StartsWith(part + "\n", StringComparison.Ordinal));

    private static string Text(IEnumerable<string> members) => string.Join(", ", members.Order(StringComparer.Ordinal));

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "infra", "docs"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return File.ReadAllText(Path.Combine(folder.FullName, "infra", "docs", "curve-json.md"));
    }

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
