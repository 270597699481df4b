namespace LayerDyn.Web.Security;

/// <summary>What a page of an endpoint may load and run, where that is more than nothing: metadata of the endpoint.</summary>
/// <param name="Text">The Content-Security-Policy.</param>
internal sealed record ContentPolicy(string Text);
