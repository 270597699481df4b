using System.Text.RegularExpressions;

namespace LayerDyn.Infra.Tests.Deployment;

/// <summary>The container files and the compose file; no container engine is asked.</summary>
[Trait("Category", "fast")]
public sealed class ContainerTests
{
    [Theory]
    [InlineData("silo")]
    [InlineData("client")]
    public void Containerfile_IsUnprivilegedWithAHealthCheck(string program)
    {
        string text = Repository.Read($"infra/containers/{program}.Containerfile");
        Assert.Matches(@"(?m)^USER [1-9]\d*:[1-9]\d*$", text);
        Assert.Matches("(?m)^HEALTHCHECK ", text);
        Assert.Contains($"artifacts/publish/{program}-${{FLAVOUR}}/", text);
        Assert.Contains($"artifacts/publish/$program-$flavour", Repository.Read("infra/containers/build.sh"));
    }

    [Fact]
    public void SiloImage_ExposesTheCodesPorts()
    {
        string text = Repository.Read("infra/containers/silo.Containerfile");
        string[] keys = ["HttpPort", "SiloPort", "GatewayPort"];
        Assert.Contains("EXPOSE " + string.Join(' ', keys.Select(key => Repository.DefaultNumber("SiloOptions", key))), text);
        Assert.Contains("layerdyn-silo", Repository.Read("silo/LayerDyn.Silo.csproj"));
    }

    [Fact]
    public void Compose_SilosAreReadOnlyAndKnowTheirAddress()
    {
        var compose = Yaml.Documents("infra/compose.yaml").Single();
        Assert.Superset(new HashSet<string>(["silo-1", "silo-2", "redis", "azurite", "prometheus", "grafana"]), compose.Keys("services").ToHashSet());
        Assert.Equal("true", compose.Text("x-silo/read_only"));
        foreach (string silo in new[] { "silo-1", "silo-2" })
            Assert.Equal(compose.Text($"services/{silo}/networks/cluster/ipv4_address"), compose.Text($"services/{silo}/environment/LAYERDYN_Silo__Address"));
    }

    [Fact]
    public void Images_CarryTheVersionOfTheBuild()
    {
        string version = Regex.Match(Repository.Read("Directory.Build.props"), "<VersionPrefix>(.*)</VersionPrefix>").Groups[1].Value;
        Assert.Contains($"image: layerdyn-silo:{version}", Repository.Read("infra/compose.yaml"));
        Assert.Contains($"newTag: {version} ", Repository.Read("infra/kubernetes/base/kustomization.yaml"));
        Assert.Contains($"newTag: {version}-cuda ", Repository.Read("infra/kubernetes/gpu/kustomization.yaml"));
    }

    [Fact]
    public void Prometheus_ScrapesBothSilos()
    {
        string compose = Repository.Read("infra/compose.yaml");
        var targets = Regex.Matches(Repository.Read("infra/compose/targets.yml"), @"""([\w.-]+:\d+)""").Select(target => target.Groups[1].Value).ToList();
        Assert.Equal(2, targets.Count);
        Assert.All(targets, target => Assert.Contains($"LAYERDYN_Silo__Address: {target.Split(':')[0]}", compose));
        Assert.All(targets, target => Assert.EndsWith($":{Repository.DefaultNumber("SiloOptions", "HttpPort")}", target));
    }

    [Fact]
    public void Compose_MountsFilesThatExist()
    {
        foreach (Match mount in Regex.Matches(Repository.Read("infra/compose.yaml"), @"- (\./[\w./-]+):/"))
            Assert.True(Path.Exists(Repository.Path("infra/" + mount.Groups[1].Value)), mount.Value);
    }
}
