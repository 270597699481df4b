using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LayerDyn.Web.Api;

/// <summary>
/// What the description of the API says beyond what its endpoints do. It is the same on every silo: <c>infra/docs/openapi.json</c> holds it,
/// from which the dashboard's types are made.
/// </summary>
internal static class OpenApi
{
    /// <summary>Names the product, and no address: paths are relative to where the description was read.</summary>
    public static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "LayerDyn", Version = "v1", License = new OpenApiLicense { Name = "MIT" } };
        document.Servers = [];
        return Task.CompletedTask;
    }

    /// <summary>What the API answers has every property, also those that have a default.</summary>
    public static Task Require(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type.Namespace?.StartsWith("LayerDyn.", StringComparison.Ordinal) == true && schema.Properties is { Count: > 0 } properties)
            schema.Required = new SortedSet<string>(properties.Keys, StringComparer.Ordinal);
        return Task.CompletedTask;
    }
}
