using YamlDotNet.RepresentationModel;

namespace LayerDyn.Infra.Tests.Deployment;

/// <summary>The manifests agree with each other and with the code; no cluster is asked.</summary>
[Trait("Category", "fast")]
public sealed class KubernetesTests
{
    private const string Base = "infra/kubernetes/base";

    private static readonly int Http = Repository.DefaultNumber("SiloOptions", "HttpPort");
    private static readonly int Silo = Repository.DefaultNumber("SiloOptions", "SiloPort");
    private static readonly int Gateway = Repository.DefaultNumber("SiloOptions", "GatewayPort");

    private static YamlNode Deployment => Yaml.Documents($"{Base}/silo.yaml").Single();

    private static YamlNode Container => Deployment.At("spec/template/spec/containers/0")!;

    public static TheoryData<string> Kustomizations => [.. Repository.Files("infra/kubernetes", "kustomization.yaml")];

    private static readonly string[] PodFiles = [$"{Base}/silo.yaml", $"{Base}/redis.yaml"];

    public static TheoryData<string> Workloads => [.. PodFiles];

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void Kustomization_NamesFilesThatExist_AndAllOfItsFolder(string file)
    {
        var kustomization = Yaml.Documents(file).Single();
        string folder = Path.GetDirectoryName(file)!;
        var named = kustomization.List("resources").Select(node => ((YamlScalarNode)node).Value!)
            .Concat(kustomization.List("patches").Select(patch => patch.Text("path")!)).ToList();

        Assert.All(named, name => Assert.True(Path.Exists(Repository.Path(Path.Combine(folder, name))), name));
        Assert.Empty(Directory.EnumerateFiles(Repository.Path(folder)).Select(Path.GetFileName).Except([.. named, "kustomization.yaml"]));
    }

    [Fact]
    public void EveryObject_HasVersionKindAndName()
    {
        var objects = Repository.Files("infra/kubernetes", "*.yaml").Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal)).SelectMany(Yaml.Documents);
        Assert.All(objects, node => Assert.All(["apiVersion", "kind", "metadata/name"], path => Assert.NotNull(node.Text(path))));
    }

    [Fact]
    public void SiloPorts_AreTheCodesDefaults() =>
        Assert.Equal([("http", Http), ("silo", Silo), ("gateway", Gateway)], Container.List("ports").Select(port => (port.Text("name")!, int.Parse(port.Text("containerPort")!))));

    [Theory]
    [InlineData("startupProbe")]
    [InlineData("livenessProbe")]
    [InlineData("readinessProbe")]
    public void Probe_AsksForAPathThatTheSiloServes(string probe)
    {
        string path = Container.Text($"{probe}/httpGet/path")!, endpoints = Repository.ClassSource("HealthEndpoints")!;
        Assert.Equal("http", Container.Text($"{probe}/httpGet/port"));
        Assert.StartsWith("/health/", path);
        Assert.Contains("MapGroup(\"/health\")", endpoints);
        Assert.Contains($"MapGet(\"{path["/health".Length..]}\"", endpoints);
    }

    [Fact]
    public void GracePeriod_CoversTheDrain()
    {
        var drain = TimeSpan.Parse(Yaml.Documents($"{Base}/settings.yaml").Single().Text("data/LAYERDYN_Lanes__DrainTime")!, System.Globalization.CultureInfo.InvariantCulture);
        int grace = int.Parse(Deployment.Text("spec/template/spec/terminationGracePeriodSeconds")!);
        Assert.InRange(grace, drain.TotalSeconds + 10, 3 * drain.TotalSeconds);
        Assert.Contains($"stop_grace_period: {grace}s", Repository.Read("infra/compose.yaml"));
    }

    [Fact]
    public void Pods_HaveWhatOrleansHostingReads()
    {
        var names = Container.List("env").Select(variable => variable.Text("name")).ToList();
        Assert.All(["POD_NAME", "POD_NAMESPACE", "POD_IP", "ORLEANS_SERVICE_ID", "ORLEANS_CLUSTER_ID"], name => Assert.Contains(name, names));
        var labels = ((YamlMappingNode)Deployment.At("spec/template/metadata/labels")!).Children;
        Assert.Equal("layerdyn", labels["orleans/serviceId"].ToString());
        var settings = Yaml.Documents($"{Base}/settings.yaml").Single();
        Assert.Equal("true", settings.Text("data/LAYERDYN_Silo__Kubernetes"));
        Assert.Equal(labels["orleans/clusterId"].ToString(), settings.Text("data/LAYERDYN_Silo__Cluster"));
        var verbs = Yaml.Documents($"{Base}/access.yaml")[1].List("rules/0/verbs").Select(verb => verb.ToString());
        Assert.Equal(["get", "list", "patch", "watch"], verbs.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Pods_RunUnprivilegedOnAReadOnlyRoot(string file)
    {
        var pod = Yaml.Documents(file)[0].At("spec/template/spec")!;
        Assert.Equal("true", pod.Text("securityContext/runAsNonRoot"));
        Assert.Equal("RuntimeDefault", pod.Text("securityContext/seccompProfile/type"));
        Assert.All(pod.List("containers"), container =>
        {
            Assert.Equal("true", container.Text("securityContext/readOnlyRootFilesystem"));
            Assert.Equal("false", container.Text("securityContext/allowPrivilegeEscalation"));
            Assert.Equal("ALL", container.Text("securityContext/capabilities/drop/0"));
            Assert.NotNull(container.Text("resources/limits/memory"));
        });
    }

    [Fact]
    public void Selectors_FindTheirPods()
    {
        var pods = PodFiles.Select(file => Yaml.Documents(file)[0].Text("spec/template/metadata/labels/app")).ToHashSet();
        var selectors = Repository.Files(Base, "*.yaml").SelectMany(Yaml.Documents)
            .Select(node => node.Text("spec/selector/matchLabels/app") ?? node.Text("spec/podSelector/matchLabels/app") ?? node.Text("spec/selector/app"))
            .Where(app => app is not null).ToList();
        Assert.Equal(7, selectors.Count);
        Assert.Subset(pods!, selectors.ToHashSet()!);
    }

    [Fact]
    public void NetworkPolicy_LetsOnlySilosToOrleansPorts()
    {
        var policy = Yaml.Documents($"{Base}/network.yaml")[0];
        var orleans = policy.At("spec/ingress/0")!;
        Assert.Equal("layerdyn-silo", orleans.Text("from/0/podSelector/matchLabels/app"));
        Assert.Equal([$"{Silo}", $"{Gateway}"], orleans.List("ports").Select(port => port.Text("port")));
        Assert.Equal([$"{Http}"], policy.At("spec/ingress/1")!.List("ports").Select(port => port.Text("port")));
    }

    [Fact]
    public void Mounts_NameVolumes()
    {
        var volumes = Deployment.List("spec/template/spec/volumes").Select(volume => volume.Text("name"));
        Assert.Equal(volumes.Order(StringComparer.Ordinal), Container.List("volumeMounts").Select(mount => mount.Text("name")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ServiceMonitor_ScrapesTheServicesPort()
    {
        var monitor = Yaml.Documents("infra/kubernetes/monitoring/service-monitor.yaml").Single();
        var service = Yaml.Documents($"{Base}/service.yaml").Single();
        Assert.Equal(service.Text("metadata/labels/app"), monitor.Text("spec/selector/matchLabels/app"));
        Assert.Equal(service.Text("spec/ports/0/name"), monitor.Text("spec/endpoints/0/port"));
    }
}
