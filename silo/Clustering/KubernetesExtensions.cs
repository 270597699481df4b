namespace LayerDyn.Silo.Clustering;

/// <summary>What a silo does on Kubernetes.</summary>
internal static class KubernetesExtensions
{
    /// <summary>
    /// Takes name and address from the pod, and ends the membership of silos whose pods are gone. Needs what infra/kubernetes/base
    /// gives: POD_NAME, POD_NAMESPACE, POD_IP, the labels orleans/serviceId and orleans/clusterId, and leave to watch pods.
    /// </summary>
    public static ISiloBuilder AddKubernetes(this ISiloBuilder silo, SiloOptions options) => options.Kubernetes ? silo.UseKubernetesHosting() : silo;
}
