using LayerDyn.Api.Specs;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Mvc;

namespace LayerDyn.Web.Api;

/// <summary><c>/validate</c>: checks a spec and says what it would do.</summary>
internal static class ValidationEndpoints
{
    // A grid may have a million positions on one axis; a view shows the first ones.
    private const int ShownLabels = 1000;

    public static void MapValidation(this IEndpointRouteBuilder api) => api.MapPost("/validate", ValidateAsync)
        .WithName("validate").WithTags("specs").WithSummary("Checks a spec: the grid and an estimate of its work, or every problem with its line")
        .Accepts<string>(Requests.YamlTypes[0], Requests.YamlTypes[1..]).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);

    private static async Task<ValidationView> ValidateAsync(HttpRequest request, SpecPlanner planner, string? variant, [FromQuery] string[]? set)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var plan = await planner.LoadAsync(await request.ReadYamlAsync(), set ?? [], variant, cancellation);
        var work = await planner.RunAsync(_ => plan.Estimate(), cancellation);
        return new ValidationView(
            true, plan.Id.Value, plan.Name, plan.PointCount, plan.Seeds,
            [.. plan.Axes.Select(axis => new AxisView(axis.Name, axis.Count, [.. axis.Labels.Take(ShownLabels)], axis.Sets))],
            [.. plan.Curves.Select(curve => curve.Name)],
            new WorkView(work.Steps, work.Measurements, work.Flops, work.Duration.TotalSeconds));
    }
}
