// A web service that names photos, with a page to try it:
//
//     dotnet run -c Release --project Samples/WebApi -- MODEL [--urls http://127.0.0.1:5000]
//     curl --data-binary @rose.jpg -H 'Content-Type: image/jpeg' http://127.0.0.1:5000/classify
//
// /explain draws a heat map, /model says what is in service, /healthz tells an orchestrator how it is. Limits and an API key are options:
// docs/serving.md. A better model is put into service by replacing the file.

using MLResNet;

if (args.Length == 0 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("Usage: WebApi MODEL [--urls http://127.0.0.1:5000]");
    return 2;
}

try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args[1..]);
    builder.Services.AddImageClassifier(args[0]);
    builder.Services.AddHealthChecks().AddImageClassifier();

    WebApplication app = builder.Build();
    app.MapImageClassifier("/classify");
    app.MapImageClassifierPage();
    app.MapHealthChecks("/healthz");
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (error is MLResNetException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
