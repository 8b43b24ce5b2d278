// Watches a folder and sorts the photos that arrive there by what is on them:
//
//     dotnet run -c Release --project Samples/Worker -- MODEL INBOX SORTED
//
// A photo of INBOX moves to the folder of SORTED that is called like its class; what is no photo, or damaged, moves to 'unreadable'.
// A better model is put into service by replacing the file: it is loaded while the old one goes on. Ctrl-C ends it after the photo
// under way.

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MLResNet;
using MLResNet.Samples.Worker;

if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: Worker MODEL INBOX SORTED");
    return 2;
}

try
{
    HostApplicationBuilder builder = Host.CreateApplicationBuilder();
    builder.Services.AddImageClassifier(args[0]);
    builder.Services.AddSingleton(new SortedFolder(args[1], args[2]));
    builder.Services.AddHostedService<PhotoSorter>();
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception error) when (error is MLResNetException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
