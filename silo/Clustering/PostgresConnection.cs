using Npgsql;

namespace LayerDyn.Silo.Clustering;

/// <summary>A connection to the tables of the membership.</summary>
/// <param name="Text">The connection string, as Npgsql takes it.</param>
internal sealed record PostgresConnection(string Text)
{
    /// <summary>Takes what the user wrote, and adds the schema, the time zone, and limits short enough for a membership.</summary>
    /// <param name="text">Such as <c>Host=db;Database=layerdyn;Username=layerdyn;Password=...</c>.</param>
    /// <exception cref="ArgumentException">Not a connection string, or no server is named.</exception>
    public static PostgresConnection Parse(string text)
    {
        var given = new NpgsqlConnectionStringBuilder(text);
        if (string.IsNullOrEmpty(given.Host)) throw new ArgumentException("no Host is named", nameof(text));

        // A server that is gone without a word would hold each call for these: by default 15 s and 30 s.
        if (!given.Keys.Contains("Timeout")) given.Timeout = 5;
        if (!given.Keys.Contains("Command Timeout")) given.CommandTimeout = 10;
        given.SearchPath = "layerdyn";
        given.Timezone = "UTC";
        return new PostgresConnection(given.ConnectionString);
    }
}
