namespace LayerDyn.Grains.Sweeps;

/// <summary>Who asked for what a grain does, as it travels with a call.</summary>
public static class Caller
{
    private const string Key = "layerdyn.caller";

    /// <summary>The name of the API's key; empty where nobody signed in, or nobody asked.</summary>
    public static string Name
    {
        get => RequestContext.Get(Key) as string ?? "";
        set => RequestContext.Set(Key, value);
    }
}
