using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using MLResNet.Classification.Tests;
using MLResNet.Engine.Networks;
using MLResNet.Formats.Png;
using MLResNet.Packaging;

namespace MLResNet.Serving.Tests.Page;

/// <summary>A browser for all tests of the page, a server of a small model for it, and the model itself to compare with.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const int Size = 32;

    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Server? _server;

    /// <summary>Labels that a page could trip over.</summary>
    public static IReadOnlyList<string> Labels { get; } =
        ["<img src=x onerror=document.title='broken'>", "rosé & \"co\"", "وردة", "a/../b?c=1&d#e", new('m', 120)];

    /// <summary>Photos by their names, which are no more harmless than the labels.</summary>
    public static IReadOnlyList<FilePayload> Photos { get; } =
    [
        .. new[] { "<b>first</b>.png", "second.png", $"{new string('w', 150)}.png" }.Select((name, seed) => new FilePayload
        {
            Name = name, MimeType = "image/png", Buffer = PngEncoder.Encode(RandomNetwork.Picture(Size, seed)),
        }),
    ];

    public ImageClassifier Model { get; private set; } = null!;

    public Prediction Expected(int photo) => Model.Predict(Photos[photo].Buffer);

    public async Task InitializeAsync()
    {
        if (Chromium.Executable is null)
            return;
        string path = WriteModel("flowers", isMultiLabel: false);
        Model = ImageClassifier.Load(path);
        _server = await ServeAsync(path, _ => { });
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Executable,
            // Where tests run as root there is no sandbox; the camera is one that Chromium makes up, and need not be allowed by hand.
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        });
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Model?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Opens the page.</summary>
    /// <param name="options">The window and what its user prefers.</param>
    /// <param name="script">Runs before the page's own.</param>
    /// <param name="server">Another server.</param>
    internal async Task<Visit> VisitAsync(BrowserNewContextOptions? options = null, string? script = null, Server? server = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        if (script is not null)
            await context.AddInitScriptAsync(script);
        return await Visit.OpenAsync(context, (server ?? _server!).Address);
    }

    /// <summary>A model of which a photo has all labels that are as likely as not, and a server of it.</summary>
    internal async Task<(ImageClassifier Model, Server Server)> ServeMultiLabelAsync(Action<ImageClassifierEndpointOptions> configure)
    {
        string path = WriteModel("several", isMultiLabel: true);
        return (ImageClassifier.Load(path), await ServeAsync(path, configure));
    }

    private static Task<Server> ServeAsync(string path, Action<ImageClassifierEndpointOptions> configure) => Server.StartAsync(
        ImageClassifierServer.Create(path, ["http://127.0.0.1:0"], _ => { }, configure, NullLoggerProvider.Instance));

    private string WriteModel(string name, bool isMultiLabel)
    {
        string path = Path.Combine(_folder, $"{name}.mlresnet");
        ResNetSpec spec = RandomNetwork.Spec("basic-v2");
        ModelPackage package = RandomNetwork.Package(spec, Size);
        File.WriteAllBytes(path, (package with
        {
            Manifest = package.Manifest with
            {
                Labels = Labels,
                Thresholds = isMultiLabel ? [.. Labels.Select(_ => 0.5f)] : null,
                HeldOut = new ModelMetrics(Images: 8, Accuracy: 0.875, MacroF1: 0.875, LogLoss: 0.5),
            },
        }).ToBytes());
        return path;
    }
}
