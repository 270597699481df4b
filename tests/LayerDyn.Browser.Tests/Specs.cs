using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace LayerDyn.Browser.Tests;

/// <summary>Sweeps for the tests.</summary>
internal static class Specs
{
    /// <summary>Nine points, done in a second, with a map and lines.</summary>
    public const string Small = """
        name: browser-small
        description: two axes for the browser tests
        model: { kind: diagonal-linear, depth: 2 }
        init: { kind: balanced-constant, product: 0.01 }
        task: { kind: linear-teacher, coefficients: [1], samples: 16 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 400
        engine: both
        measure: { at: { every: 20 }, observables: [mode-strength, loss] }
        axes:
          depth: { values: [1, 2, 3], sets: model.depth }
          product: { values: [0.01, 0.02, 0.05], sets: init.product }
        curves:
          - { kind: heatmap, name: final-loss, x: product, y: depth, value: loss }
          - { kind: trajectory, name: strength, value: mode-strength, by: depth, x: time }
        """;

    /// <summary>Twelve points, six seeds each with very different losses: wide bands.</summary>
    public const string Seeds = """
        name: browser-seeds
        model: { kind: deep-linear, widths: [4, 4, 4] }
        init: { kind: normal, std: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.0001 }
        steps: 400
        measure: { at: { every: 40 }, observables: [loss] }
        axes:
          divisor: { values: [1, 4], sets: task.targetDivisor }
        seeds: 6
        curves:
          - { kind: trajectory, name: loss, value: loss, x: step }
          - { kind: trajectory, name: last, value: loss, x: divisor }
        """;

    /// <summary>One point that runs for some seconds alone.</summary>
    public const string Lonely = """
        name: browser-lonely
        model: { kind: deep-linear, widths: [8, 8, 8] }
        init: { kind: normal, std: 0.01 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.0001 }
        steps: 20000000
        measure: { at: { logPerDecade: 5 }, observables: [loss, layer-imbalance] }
        curves:
          - { kind: trajectory, name: loss, value: loss, x: step }
        """;

    /// <summary>Far more steps than a test waits for.</summary>
    public const string Long = """
        name: browser-long
        model: { kind: mlp, widths: [37, 400, 1], activation: relu, biases: true }
        init: { kind: normal, std: 0.01, biases: normal }
        task: { kind: multitask-sparse-parity, skills: 5, bits: 32, subset: 3, alpha: 0.6, targetScale: 5 }
        loss: mse-mean
        optimizer: { kind: sgd, learningRate: 0.05, batchSize: 2000 }
        steps: 1000000
        measure: { at: { logPerDecade: 5 }, observables: [loss] }
        seeds: 4
        curves:
          - { kind: trajectory, name: loss, value: loss, x: step }
        """;

    public static async Task<string> SubmitAsync(string address, string spec)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var response = await http.PostAsync("/api/v1/sweeps", new StringContent(spec, Encoding.UTF8, "text/yaml"));
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    public static async Task EndedAsync(string address, string sweep)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await http.GetFromJsonAsync<JsonElement>($"/api/v1/sweeps/{sweep}", limit.Token)).GetProperty("state").GetString() != "completed")
            await Task.Delay(100, limit.Token);
    }
}
