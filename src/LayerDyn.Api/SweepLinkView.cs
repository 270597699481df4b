namespace LayerDyn.Api;

/// <summary>A page about a sweep that is elsewhere, such as its traces.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Url">
/// Its address, in which <c>{sweep}</c> stands for the sweep's id, and <c>{from}</c> and <c>{to}</c> for its first and last moment, in milliseconds since 1970.
/// </param>
public sealed record SweepLinkView(string Name, string Url);
