using System.Text.RegularExpressions;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Prometheus;

/// <summary>infra/prometheus: promtool's own tests fire every rule.</summary>
public sealed partial class AlertTests
{
    private static readonly string Folder = RepositoryRoot.Of("infra", "prometheus");

    [PrometheusFact]
    public async Task Rules_AreValid()
    {
        var (exit, output, error) = await Programs.RunAsync("promtool", "check", "rules", Path.Combine(Folder, "alerts.yml"));

        Assert.True(exit == 0, output + error);
    }

    [PrometheusFact]
    public async Task Rules_PassTheirTests()
    {
        var (exit, output, error) = await Programs.RunAsync("promtool", "test", "rules", Path.Combine(Folder, "alerts.test.yml"));

        Assert.True(exit == 0, output + error);
    }

    [Fact]
    public void EveryRule_HasATestThatFiresItAndOneThatDoesNot()
    {
        string tests = File.ReadAllText(Path.Combine(Folder, "alerts.test.yml"));
        string[] rules = [.. Rule().Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yml"))).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(rules);
        Assert.Equal(rules.Order(), Fired().Matches(tests).Select(match => match.Groups[1].Value).Order());
        Assert.Equal(rules.Order(), Quiet().Matches(tests).Select(match => match.Groups[1].Value).Order());
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Rule();

    [GeneratedRegex(@"- alertname: (\w+)\n +eval_time: \w+\n +exp_alerts:\n +- exp_labels:")]
    private static partial Regex Fired();

    [GeneratedRegex(@"- \{ alertname: (\w+), eval_time: \w+, exp_alerts: \[\] \}")]
    private static partial Regex Quiet();
}
