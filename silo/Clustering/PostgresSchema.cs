using Npgsql;

namespace LayerDyn.Silo.Clustering;

/// <summary>Makes the tables that the membership is kept in, before Orleans asks for them.</summary>
internal sealed class PostgresSchema(PostgresConnection connection) : ILifecycleParticipant<ISiloLifecycle>
{
    private const string Present = "select to_regclass('layerdyn.orleansquery') is not null";
    private const string Version = "select count(*) from layerdyn.orleansquery where querykey = 'LayerDynSchemaVersion' and querytext = '1'";

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<PostgresSchema>(ServiceLifecycleStage.First, ApplyAsync);

    /// <summary>Applies <c>membership.sql</c> unless it is there, so that a silo needs no right to create tables once they are.</summary>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="NpgsqlException">The server is away, or refuses.</exception>
    public async Task ApplyAsync(CancellationToken stopping)
    {
        await using var source = NpgsqlDataSource.Create(connection.Text);
        if (await IsTrueAsync(Present) && await IsTrueAsync(Version)) return;
        using var reader = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream("membership.sql")!);
        await using var command = source.CreateCommand(await reader.ReadToEndAsync(stopping));
        await command.ExecuteNonQueryAsync(stopping);

        async Task<bool> IsTrueAsync(string sql)
        {
            await using var question = source.CreateCommand(sql);
            return await question.ExecuteScalarAsync(stopping) is true or 1L;
        }
    }
}
