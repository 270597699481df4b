namespace LayerDyn.Web.Services;

/// <summary>Bounds on what the HTTP API takes, in the section <c>Api</c> of the configuration.</summary>
internal sealed class ApiOptions
{
    /// <summary>Longest body of a request, and so the longest spec, in bytes.</summary>
    public int MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Largest number of points of a grid.</summary>
    public long MaxPoints { get; set; } = 1_000_000;

    /// <summary>Deepest nesting of a spec.</summary>
    public int MaxDepth { get; set; } = 64;

    /// <summary>Largest number of values of a spec, with YAML aliases written out.</summary>
    public long MaxNodes { get; set; } = 100_000;

    /// <summary>
    /// Most bytes of memory that one point of a spec may take while it trains; 0 for what the largest slot of the cluster that the spec
    /// may use has to itself: its device's memory divided by the slots that share it.
    /// </summary>
    public long MaxPointBytes { get; set; }

    /// <summary>Most bytes of memory that the curves of a spec may take while they are drawn; 0 for a quarter of what the silo that answers has.</summary>
    public long MaxCurveBytes { get; set; }

    /// <summary>Most items of a page.</summary>
    public int MaxPageSize { get; set; } = 1000;

    /// <summary>Specs that are planned at the same time; the others wait. Planning takes a core.</summary>
    public int ConcurrentPlans { get; set; } = 2;

    /// <summary>Specs of one caller that wait for being planned; more are refused. A caller has one place at a time.</summary>
    public int MaxWaitingPlansPerCaller { get; set; } = 16;

    /// <summary>Longest time that a spec may take to plan, waiting for a place included.</summary>
    public TimeSpan PlanTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pages about a sweep that are elsewhere, such as its traces: the dashboard links to them.</summary>
    public IReadOnlyList<SweepLinkOptions> Links { get; set; } = [];

    /// <summary>Most event streams of a silo.</summary>
    public int MaxWatchers { get; set; } = 512;

    /// <summary>Most event streams of one caller at one address.</summary>
    public int MaxWatchersPerCaller { get; set; } = 64;

    /// <summary>Status events of a sweep are at least this far apart.</summary>
    public TimeSpan StatusEvery { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Curve events of a sweep are at least this far apart.</summary>
    public TimeSpan CurvesEvery { get; set; } = TimeSpan.FromMilliseconds(500);
}
