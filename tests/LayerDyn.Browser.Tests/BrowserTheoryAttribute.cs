namespace LayerDyn.Browser.Tests;

/// <summary>A test with data that needs a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Places.Skip;
}
