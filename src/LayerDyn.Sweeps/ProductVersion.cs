using System.Reflection;

namespace LayerDyn.Sweeps;

/// <summary>The version of this build, as everything that names one says it.</summary>
public static class ProductVersion
{
    /// <summary>With the commit that it was built from, where that is known: <c>0.2.0+3f2a...</c>. For telemetry and for the members of a cluster.</summary>
    public static string Full { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Without the commit: <c>0.2.0</c>. For people.</summary>
    public static string Short { get; } = Full.Split('+')[0];
}
