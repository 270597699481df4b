using LayerDyn.Silo.Clustering;
using Npgsql;

namespace LayerDyn.Silo.Tests.Clustering;

public sealed class PostgresConnectionTests
{
    [Fact]
    public void Parse_WithoutLimits_AddsShortOnesAndTheSchema()
    {
        var parsed = new NpgsqlConnectionStringBuilder(PostgresConnection.Parse("Host=db;Database=d;Username=u").Text);
        Assert.Equal(("db", "layerdyn", "UTC", 5, 10), (parsed.Host, parsed.SearchPath, parsed.Timezone, parsed.Timeout, parsed.CommandTimeout));
    }

    [Fact]
    public void Parse_WithLimits_KeepsThem()
    {
        var parsed = new NpgsqlConnectionStringBuilder(PostgresConnection.Parse("Host=db;Timeout=20;Command Timeout=40").Text);
        Assert.Equal((20, 40), (parsed.Timeout, parsed.CommandTimeout));
    }

    [Theory]
    [InlineData("not a connection", "")]
    [InlineData("Database=d", "")]
    [InlineData("Host=db;Password=secret;Nonsense=1", "")]
    [InlineData("Host=db", "127.0.0.1:6379")]
    public void Validate_WrongOrTwoMemberships_SaysSoWithoutTheValue(string postgres, string redis)
    {
        var result = new SiloOptionsValidator().Validate(null, new SiloOptions { Postgres = postgres, Redis = redis });
        string failure = Assert.Single(result.Failures!);
        Assert.Contains("Silo:Postgres", failure);
        Assert.DoesNotContain("secret", failure);
    }
}
