using System.Globalization;
using System.Text;

namespace LayerDyn.Client.Starting;

/// <summary>A spec for somebody to begin with, explained by comments.</summary>
/// <param name="Template">What it begins with.</param>
/// <param name="Name">The sweep's name.</param>
/// <param name="Axes">What is varied.</param>
/// <param name="Metrics">What is measured.</param>
/// <param name="Steps">Steps of a training; null for those, or the epochs, of the template.</param>
/// <param name="Seeds">Replicates of each point.</param>
internal sealed record NewSpec(SpecTemplate Template, string Name, IReadOnlyList<NewAxis> Axes, IReadOnlyList<string> Metrics, int? Steps, int Seeds)
{
    private const int QuickShare = 10;
    private const string ModeStrength = "mode-strength";

    /// <summary>The spec as YAML.</summary>
    /// <param name="file">The file that it will be, for the first lines.</param>
    public string ToYaml(string file)
    {
        var text = new StringBuilder();
        Line($"# Check it: layerdyn validate {file}    Run it: layerdyn run {file}    A short version: layerdyn run {file} --quick");
        Line("# All kinds and parameters: layerdyn reference. Any value can be set from the command line: --set steps=100");
        Line($"name: {Name}");
        Part("model", Template.Model);
        Part("init", Template.Init);
        Part("task", Template.Task);
        if (Template.Loss is { } loss) Part("loss", loss);
        Part("optimizer", Template.Optimizer);
        string length = Steps is null && Template.InEpochs ? "epochs" : "steps";
        int count = Steps ?? Template.Steps;
        Line($"{length}: {count}");
        Line("");
        Line("# When to measure (twenty times in each decade of steps) and what. The last values are the columns of the results.");
        Line($"measure: {{ at: {{ logPerDecade: 20 }}, observables: [{string.Join(", ", Metrics)}] }}");
        Line("");
        if (Axes.Count > 0)
        {
            Line("# What is varied: every combination is a point. Also linspace: [first, last, count], logspace, range: [start, stop, step].");
            Line("axes:");
            foreach (var axis in Axes) Line($"  {axis.Name}: {{ values: [{string.Join(", ", axis.Values)}], sets: [\"{axis.Path}\"] }}");
        }

        Line("# Replicates: other data and other initial weights. Curves show their mean and its band.");
        Line($"seeds: {Seeds}");
        Line("");
        Line("# What is drawn: each metric along training" + (Axes.Count > 0 ? ", a line for each value of the first axis" : "") + (Axes.Count > 1 ? ", and its last value as a map over the first two." : "."));
        Line("curves:");
        foreach (string metric in Metrics)
        {
            string value = Template.OnTest.Contains(metric) ? $"test-{metric}" : metric;
            Curve(metric);
            if (value != metric) Curve(value);
            if (Axes.Count > 1 && metric != ModeStrength) Line($"  - {{ kind: heatmap, name: {value}-map, x: {Axes[1].Name}, y: {Axes[0].Name}, value: {value}, at: last }}");
        }

        Line("");
        Line("# Other settings under a name: --quick is --variant quick.");
        Line("variants:");
        Line($"  quick: {{ {length}: {Math.Max(1, count / QuickShare)} }}");
        return text.ToString();

        // One mode after the other is a curve of its own kind: its lines are the modes.
        void Curve(string value) => Line(
            $"  - {{ kind: {(value == ModeStrength ? "emergence" : "trajectory")}, name: {value}, value: {value}{(Axes.Count > 0 ? $", by: {Axes[0].Name}" : "")}, logX: true }}");

        void Part(string key, SpecPart part)
        {
            Line("");
            Line($"# {part.Comment}");
            Line($"{key}: {part.Yaml}");
        }

        void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
    }
}
