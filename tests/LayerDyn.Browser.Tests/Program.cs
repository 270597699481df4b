using LayerDyn.Browser.Tests.Studies;

// What needs a browser and is no test: infra/bench-dashboard.sh.
return await DashboardStudy.RunAsync();
