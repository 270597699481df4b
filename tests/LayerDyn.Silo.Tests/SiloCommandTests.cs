using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests;

public sealed class SiloCommandTests
{
    [Theory]
    [InlineData("error: Silo:Address 'here' must be an IP address", "--Silo:Redis=127.0.0.1:1", "--Silo:Address=here")]
    [InlineData("error: Silo:HttpPort '99999' must be a port from 1 to 65535, or 0 for no HTTP", "--Silo:HttpPort=99999")]
    [InlineData("'many' at 'Silo:HttpPort'", "--Silo:HttpPort=many")]
    [InlineData("error: Silo:Stroe is not a setting: did you mean 'Store'?", "--Silo:Stroe=results")]
    [InlineData("error: Sweeps:Limits:PontTime is not a setting: did you mean 'PointTime'?", "--Sweeps:Limits:PontTime=01:00:00")]
    [InlineData("error: Sweeps:Limits: PointTime and SweepTime must be above zero", "--Sweeps:Limits:PointTime=00:00:00")]
    [InlineData("error: Sweeps:Quota:Slot is not a setting: did you mean 'Slots'?", "--Sweeps:Quota:Slot=1")]
    [InlineData("error: Sweeps:Quotas:ann:Sweep is not a setting: did you mean 'Sweeps'?", "--Sweeps:Quotas:ann:Sweep=1")]
    [InlineData("error: Sweeps:Quota and Sweeps:Quotas:NAME: Sweeps, Points, Slots and Bytes must be at least 1", "--Sweeps:Quotas:ann:Points=0")]
    [InlineData("error: Security:Oidc:Audince is not a setting: did you mean 'Audience'?", "--Security:Oidc:Audince=x")]
    [InlineData("error: Security:Keys:0:Rol is not a setting: did you mean 'Role'?", "--Security:Keys:0:Rol=admin")]
    [InlineData("error: Api:Links:0:Nam is not a setting: did you mean 'Name'?", "--Api:Links:0:Nam=Traces")]
    [InlineData("error: Api:Links: each must have a Name, and a Url that begins with http:// or https://", "--Api:Links:0:Name=Traces", "--Api:Links:0:Url=javascript:alert(1)")]
    [InlineData("error: Api:Links: each must have a Name", "--Api:Links:0:Name=Traces", "--Api:Links:0:Url=http://127.0.0.1/{sweeps}")]
    [InlineData("error: Lanes:CpuLane is not a setting: did you mean 'CpuLanes'?", "--Lanes:CpuLane=1")]
    [InlineData("error: Silo:HttpAddress '0.0.0.0' can be reached by others", "--Silo:HttpAddress=0.0.0.0")]
    [InlineData("error: Kestrel:Endpoints:Else:Url 'http://0.0.0.0:0' can be reached by others", "--Kestrel:Endpoints:Else:Url=http://0.0.0.0:0")]
    [InlineData("error: Kestrel:Endpoints:Else:Url 'http://*:1' can be reached by others", "--Kestrel:Endpoints:Else:Url=http://*:1")]
    public async Task Settings_ThatCannotBeUsed_AreNamedWithoutAStackTrace(string expected, params string[] args)
    {
        // Data folders are the process's: silos of other tests run meanwhile.
        var (code, _, error) = await RunAsync([.. args, $"--Silo:DataFolders:0={TestSilo.DataFolder}"]);

        Assert.Equal(2, code);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task Settings_SeveralWrong_AreAllNamed()
    {
        var (_, _, error) = await RunAsync("--Silo:Address=here", "--Silo:SiloPort=0", "--Lanes:Lanes=3");

        Assert.Contains("Silo:Address 'here'", error);
        Assert.Contains("Silo:SiloPort '0'", error);
        Assert.Contains("Lanes:Lanes is not a setting", error);
    }

    [Fact]
    public async Task Help_NamesSettingsThatExist()
    {
        var (code, output, _) = await RunAsync("--help");

        Assert.Equal(0, code);
        foreach (string setting in (string[])["Store", "Redis", "Postgres", "Address", "HttpAddress", "HttpPort"])
        {
            Assert.Contains($"Silo:{setting}", output);
            Assert.NotNull(typeof(SiloOptions).GetProperty(setting));
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await SiloCommand.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
