// Names each photo that comes into a folder, until it is stopped:
//
//     dotnet run --project $project$ -- --Photos FOLDER
//
// The model is loaded again when its file changes.

using $namespace$;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddImageClassifier($name$.ModelPath);
builder.Services.AddHostedService<Worker>();
await builder.Build().RunAsync();
