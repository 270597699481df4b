using LayerDyn.Cluster.Tests.Chaos;
using LayerDyn.Cluster.Tests.Studies;

// What needs clusters of real processes and is no test: infra/chaos.sh and infra/bench-cluster.sh.
return args is ["study", .. var studies] ? await ClusterStudies.RunAsync(studies) : await ChaosCommand.RunAsync(args);
