namespace LayerDyn.Browser.Tests;

/// <summary>A test that needs a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Places.Skip;
}
