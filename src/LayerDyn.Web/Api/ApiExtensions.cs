using LayerDyn.Api;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Api;

/// <summary>Adds the HTTP API to the silo.</summary>
internal static class ApiExtensions
{
    /// <summary>Its services.</summary>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection("Api"))
            .Validate(options => options is { MaxBodyBytes: > 0, MaxPoints: > 0, MaxDepth: > 0, MaxNodes: > 0, MaxPageSize: > 0, ConcurrentPlans: > 0, MaxWaitingPlansPerCaller: > 0, MaxWatchers: > 0, MaxWatchersPerCaller: > 0 },
                "Api: every limit must be at least 1")
            .Validate(options => options.MaxPointBytes >= 0, "Api:MaxPointBytes must be a number of bytes, or 0 for the share of the largest slot")
            .Validate(options => options.MaxCurveBytes >= 0, "Api:MaxCurveBytes must be a number of bytes, or 0 for a quarter of the silo's memory")
            .Validate(options => options.Links.All(link => link.IsValid),
                "Api:Links: each must have a Name, and a Url that begins with http:// or https:// and has nothing in braces but {sweep}, {from} and {to}")
            .ValidateOnStart();
        int maxBody = builder.Configuration.GetSection("Api").Get<ApiOptions>()?.MaxBodyBytes ?? new ApiOptions().MaxBodyBytes;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = maxBody);
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Detail ??= ApiErrors.Remedy(context.ProblemDetails.Status));
        services.AddExceptionHandler<ApiErrors>();
        services.AddOpenApi("v1", options => options.AddDocumentTransformer(OpenApi.Describe).AddSchemaTransformer(OpenApi.Require));
        services.AddSingleton(provider => new SpecMemory(provider.GetRequiredService<IOptions<ApiOptions>>(), provider.GetRequiredService<ClusterSlots>().Silos));
        services.AddHttpContextAccessor();
        services.AddSingleton<SpecPlanner>().AddSingleton<RecipeShelf>().AddSingleton<PaceTracker>();
        services.TryAddSingleton<IOtherRuns, NoOtherRuns>();
        services.AddSingleton<SweepViews>().AddSingleton<SweepCatalog>();
        services.AddSingleton<PointTables>().AddSingleton<RunningPoints>().AddSingleton<PointViews>().AddSingleton<SweepLogs>().AddSingleton<CurveViews>().AddSingleton<ClusterViews>();
        services.AddSingleton<SweepSubmitter>().AddSingleton<SweepFeed>().AddSingleton<Watchers>();
        services.AddSingleton<SiloLoad>().AddHostedService(provider => provider.GetRequiredService<SiloLoad>());
    }

    /// <summary>Its middleware.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>Its endpoints.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Roles.Read);
        app.MapHealth();
        var api = app.MapGroup("/api/v1").RequireAuthorization(Roles.Read);
        api.AddEndpointFilter((context, next) =>
        {
            Caller.Name = context.HttpContext.User.SignedInName() ?? "";
            return next(context);
        });
        api.MapSessions();
        api.MapAbout();
        api.MapRecipes();
        api.MapValidation();
        api.MapSweeps();
        api.MapSweepActions();
        api.MapDeletion();
        api.MapEvents();
        api.MapPoints();
        api.MapTable();
        api.MapCurves();
        api.MapReports();
        api.MapCluster();
    }
}
