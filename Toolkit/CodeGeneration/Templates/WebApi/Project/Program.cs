// Names photos over HTTP:
//
//     dotnet run --project $project$ -- --urls http://127.0.0.1:5000
//     curl --data-binary @photo.jpg http://127.0.0.1:5000/classify
//
// The model is loaded again when its file changes.

using $namespace$;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddImageClassifier($name$.ModelPath);

WebApplication app = builder.Build();
app.MapImageClassifier("/classify");
app.Run();
