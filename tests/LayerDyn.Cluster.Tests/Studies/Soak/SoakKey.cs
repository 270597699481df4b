using System.Security.Cryptography;
using System.Text;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>An API key of the cluster that is soaked.</summary>
/// <param name="Name">Whose it is: the owner of the sweeps that are submitted with it.</param>
/// <param name="Role"><c>submit</c> or <c>admin</c>.</param>
internal sealed record SoakKey(string Name, string Role)
{
    /// <summary>What is sent.</summary>
    public string Secret { get; } = "ldk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The silos' settings that let it in.</summary>
    /// <param name="place">Its place among the keys.</param>
    public IEnumerable<string> Settings(int place) =>
    [
        $"--Security:Keys:{place}:Role={Role}", $"--Security:Keys:{place}:Name={Name}",
        $"--Security:Keys:{place}:Hash=sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)))}",
    ];
}
