using LayerDyn.Grains.Hosting;
using LayerDyn.Grains.Lanes;
using LayerDyn.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Configuration.AddEnvironmentVariables("LAYERDYN_");
builder.Services.AddOptions<SiloOptions>().Bind(builder.Configuration.GetSection("Silo")).ValidateOnStart();
builder.Services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<SiloOptions>, SiloOptionsValidator>();
builder.Services.Configure<LaneOptions>(builder.Configuration.GetSection("Lanes"));
var options = builder.Configuration.GetSection("Silo").Get<SiloOptions>() ?? new SiloOptions();
builder.UseOrleans(silo => silo.AddClustering(options).AddLayerDyn(options.Store));
await builder.Build().RunAsync();
