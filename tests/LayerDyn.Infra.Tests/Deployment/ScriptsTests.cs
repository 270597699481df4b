using System.Text.RegularExpressions;

namespace LayerDyn.Infra.Tests.Deployment;

/// <summary>What a shell script may not do, because it works on small answers only.</summary>
[Trait("Category", "fast")]
public sealed partial class ScriptsTests
{
    public static TheoryData<string> Scripts => [".ci/run", .. Repository.Files("infra", "*.sh")];

    // grep -q ends at its first match; what still writes into the pipe fails then, and the pipeline with it (pipefail).
    [Theory]
    [MemberData(nameof(Scripts))]
    public void Pipes_NoneEndsInAQuietGrep(string script) => Assert.DoesNotMatch(QuietGrepOfAPipe(), Repository.Read(script));

    [GeneratedRegex(@"\|\s*grep\s+-[a-zA-Z]*q")]
    private static partial Regex QuietGrepOfAPipe();
}
