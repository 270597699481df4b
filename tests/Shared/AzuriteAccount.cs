namespace LayerDyn.Tests.Shared;

/// <summary>The only account of an Azurite.</summary>
internal static class AzuriteAccount
{
    // Published: every Azurite has it.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>How to connect to the one that listens at an address.</summary>
    public static string ConnectionString(string address) =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};BlobEndpoint={address}/devstoreaccount1;";
}
