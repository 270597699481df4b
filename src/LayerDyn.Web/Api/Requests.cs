using LayerDyn.Sweeps.Specs;
using LayerDyn.Web.Services;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LayerDyn.Web.Api;

/// <summary>Reads the parts of a request that minimal APIs do not.</summary>
internal static class Requests
{
    /// <summary>
    /// What a spec may be sent as. The type is no formality: a page of another origin can send a form or plain text here without asking
    /// first, but not YAML.
    /// </summary>
    public static readonly string[] YamlTypes = ["text/yaml", "application/yaml", "text/x-yaml", "application/x-yaml"];

    /// <summary>A body in YAML.</summary>
    /// <exception cref="ProblemException">It is of another type, too large, or no UTF-8.</exception>
    public static async Task<string> ReadYamlAsync(this HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !YamlTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
            throw new BadHttpRequestException("not YAML", StatusCodes.Status415UnsupportedMediaType);
        int limit = request.HttpContext.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.MaxBodyBytes;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        if (body.Length > limit) throw new BadHttpRequestException("too large", StatusCodes.Status413PayloadTooLarge);
        try
        {
            return SpecText.Decode(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (FormatException error)
        {
            throw ProblemException.BadRequest(error.Message);
        }
    }

    /// <summary>How many items a page may have.</summary>
    /// <exception cref="ProblemException">The wish is out of range.</exception>
    public static int PageSize(int? limit, ApiOptions options) => limit is null
        ? Math.Min(100, options.MaxPageSize)
        : limit > 0 && limit <= options.MaxPageSize
            ? limit.Value
            : throw ProblemException.BadRequest($"limit must be from 1 to {options.MaxPageSize}");
}
