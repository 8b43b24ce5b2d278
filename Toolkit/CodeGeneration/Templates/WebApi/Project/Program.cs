// Names photos over HTTP:
//
//     dotnet run --project $project$ -- --urls http://127.0.0.1:5000
//     curl --data-binary @photo.jpg http://127.0.0.1:5000/classify
//
// or open that address in a browser. The model is loaded again when its file changes.

using $namespace$;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddImageClassifier($name$.ModelPath);
builder.Services.AddHealthChecks().AddImageClassifier();

WebApplication app = builder.Build();
app.MapImageClassifier("/classify");
app.MapImageClassifierPage();
app.MapHealthChecks("/healthz");
app.Run();
