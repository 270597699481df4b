namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>A test that mounts a small disk, which only root can.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (Environment.UserName != "root") Skip = "only root can mount a small disk";
    }
}
