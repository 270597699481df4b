using System.Text.RegularExpressions;

namespace LayerDyn.Web.Services;

/// <summary>A page about a sweep that is elsewhere, such as its traces, to which the dashboard links.</summary>
internal sealed partial class SweepLinkOptions
{
    /// <summary>What the link is called.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// Its address, in which <c>{sweep}</c> stands for the sweep's id, and <c>{from}</c> and <c>{to}</c> for its first and last moment, in milliseconds since 1970.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>Whether it has a name and an address of a page, with nothing else in braces.</summary>
    public bool IsValid => Name.Length > 0 && Place().Replace(Url, "0") is var url && !url.Contains('{', StringComparison.Ordinal) && !url.Contains('}', StringComparison.Ordinal)
        && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    [GeneratedRegex(@"\{(sweep|from|to)\}")]
    private static partial Regex Place();
}
