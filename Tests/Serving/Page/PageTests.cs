using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MLResNet.Serving.Tests.Page;

public sealed partial class PageTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly FilePayload Notes = new()
    {
        Name = "notes.txt", MimeType = "text/plain", Buffer = "<b>no image</b>"u8.ToArray(),
    };

    // A data transfer of one file, as a drop and a paste have.
    private const string Transfer = """
        ([name, type, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, { type }));
          return transfer;
        }
        """;

    // [y][x][channel]: what an image shows.
    private const string Pixels = """
        async image => {
          await image.decode();
          const { naturalWidth: width, naturalHeight: height } = image;
          const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
          context.drawImage(image, 0, 0);
          return [...context.getImageData(0, 0, width, height).data].filter((_, i) => i % 4 < 3);
        }
        """;

    [ChromiumFact]
    public async Task Chosen_photos_show_what_the_library_says_and_a_file_that_is_no_image_why_it_does_not()
    {
        await using Visit visit = await browser.VisitAsync();
        IPage page = visit.Page;

        await visit.ChooseAsync([Browser.Photos[0], Notes, .. Browser.Photos.Skip(1)]);

        Assert.Equal(
            [Browser.Photos[0].Name, Notes.Name, .. Browser.Photos.Skip(1).Select(photo => photo.Name)],
            await page.GetByRole(AriaRole.Heading, new() { Level = 3 }).AllTextContentsAsync());
        for (int i = 0; i < Browser.Photos.Count; i++)
        {
            ILocator card = visit.Card(Browser.Photos[i].Name);
            await Visit.AssertShowsAsync(browser.Expected(i), card);
            await Expect(card.Locator(".verdict")).ToHaveTextAsync(browser.Expected(i).Label);
        }
        ILocator refused = visit.Card(Notes.Name);
        await Expect(refused.Locator(".error")).ToHaveTextAsync(
            "The file is not an image that MLResNet recognises; use JPEG, PNG, BMP or GIF.");
        await Expect(refused.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("notes.txt: The file is not an image");
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync($"second.png: {browser.Expected(1).Label}, ");
        await Expect(page.Locator("[onerror], [src=x], b")).ToHaveCountAsync(0);
        await Expect(page).ToHaveTitleAsync("flowers · MLResNet");

        await refused.GetByRole(AriaRole.Button, new() { Name = "Remove notes.txt" }).ClickAsync();
        await Expect(visit.Cards).ToHaveCountAsync(Browser.Photos.Count);
        await Expect(visit.Card("second.png").GetByRole(AriaRole.Button, new() { Name = "Remove" })).ToBeFocusedAsync();
        visit.AssertQuiet();
    }

    [ChromiumTheory]
    [InlineData("drop")]
    [InlineData("paste")]
    public async Task Photos_can_be_dropped_and_pasted_anywhere(string way)
    {
        await using Visit visit = await browser.VisitAsync();
        FilePayload photo = Browser.Photos[1];
        IJSHandle transfer = await visit.Page.EvaluateHandleAsync(
            Transfer, new[] { photo.Name, photo.MimeType, Convert.ToBase64String(photo.Buffer) });

        if (way == "drop")
        {
            await visit.Page.DispatchEventAsync("header", "dragover", new { dataTransfer = transfer });
            await Expect(visit.Page.Locator("body")).ToHaveClassAsync("dragging");
            await visit.Page.DispatchEventAsync("header", "drop", new { dataTransfer = transfer });
        }
        else
        {
            await visit.Page.EvaluateAsync(
                "data => document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))", transfer);
        }
        await visit.RestAsync();

        await Visit.AssertShowsAsync(browser.Expected(1), visit.Card(photo.Name));
        visit.AssertQuiet();
    }

    [ChromiumFact]
    public async Task A_photo_of_the_camera_is_named_like_others_and_without_a_camera_there_is_no_button()
    {
        await using Visit visit = await browser.VisitAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Use the camera" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Camera" })
            .GetByRole(AriaRole.Button, new() { Name = "Take photo" }).ClickAsync();
        await visit.RestAsync();
        await Expect(visit.Card("Camera 1.jpg").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(5);
        bool isOff = await visit.Page.EvaluateAsync<bool>("() => document.querySelector('video').srcObject === null");
        Assert.True(isOff, "The camera is still on.");
        visit.AssertQuiet();

        await using Visit blind = await browser.VisitAsync(script: "navigator.mediaDevices.enumerateDevices = async () => [];");
        await Expect(blind.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("flowers");
        await Expect(blind.Page.GetByRole(AriaRole.Button, new() { Name = "Use the camera" })).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task Heat_maps_come_and_go_by_the_keyboard_alone()
    {
        await using Visit visit = await browser.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        (IPage page, FilePayload photo) = (visit.Page, Browser.Photos[1]);
        await page.Locator("input[type=file]").SetInputFilesAsync(photo);
        await visit.RestAsync();
        ILocator picture = page.GetByRole(AriaRole.Button, new() { Name = "Heat map of second.png" });
        ILocator heat = page.Locator(".heat");
        await page.Locator("body").PressAsync("Tab");
        await TabToAsync(picture);
        Assert.NotEqual("none", await picture.EvaluateAsync<string>("button => getComputedStyle(button).outlineStyle"));

        await page.Keyboard.PressAsync("Enter");
        await Expect(heat).ToBeVisibleAsync();
        await Expect(picture).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator(".legend")).ToContainTextAsync(browser.Expected(1).Label);
        Assert.Equal(Explained(photo, label: null), await heat.EvaluateAsync<int[]>(Pixels));

        // Pressed again it goes, and the next time it is there already.
        await page.Keyboard.PressAsync("Enter");
        await Expect(heat).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(heat).ToBeVisibleAsync();
        Assert.Single(visit.Requests, path => path.StartsWith("/explain", StringComparison.Ordinal));

        ScoredLabel third = browser.Expected(1).Top(3)[2];
        ILocator bar = page.Locator(".scores").GetByRole(AriaRole.Button).Nth(2);
        await TabToAsync(bar);
        await page.Keyboard.PressAsync("Enter");
        await Expect(bar).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(Explained(photo, third.Label), await heat.EvaluateAsync<int[]>(Pixels));
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync($"the heat map for {third.Label} lies over the photo");
        visit.AssertQuiet();

        async Task TabToAsync(ILocator target)
        {
            for (int i = 0; i < 20; i++)
            {
                if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                    return;
                await page.Keyboard.PressAsync("Tab");
            }
            Assert.Fail("The Tab key does not lead there.");
        }
    }

    [ChromiumFact]
    public async Task A_busy_server_is_asked_again_and_one_that_is_gone_takes_no_results_with_it()
    {
        await using Visit visit = await browser.VisitAsync();
        IPage page = visit.Page;
        int refusals = 0;
        await page.RouteAsync("**/classify?*", route => refusals++ == 0
            ? route.FulfillAsync(new()
            {
                Status = 503, ContentType = "application/problem+json", Body = """{"detail":"Busy."}""",
                Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
            })
            : route.ContinueAsync());
        await visit.ChooseAsync(Browser.Photos[0]);
        Assert.Equal(2, refusals);
        await Visit.AssertShowsAsync(browser.Expected(0), visit.Card(Browser.Photos[0].Name));

        await page.RouteAsync("**/*", route => route.AbortAsync());
        await visit.ChooseAsync(Browser.Photos[1]);
        await visit.Card(Browser.Photos[0].Name).Locator(".picture").ClickAsync();
        await visit.RestAsync();
        ILocator failed = visit.Card(Browser.Photos[1].Name);
        await Expect(failed.Locator(".error")).ToHaveTextAsync("The server did not answer. Is it still running?");
        await Expect(visit.Card(Browser.Photos[0].Name).Locator(".error")).ToBeVisibleAsync();
        await Visit.AssertShowsAsync(browser.Expected(0), visit.Card(Browser.Photos[0].Name));

        await page.UnrouteAllAsync();
        await failed.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await visit.RestAsync();
        await Visit.AssertShowsAsync(browser.Expected(1), failed);
        await Expect(failed.Locator(".error")).ToBeHiddenAsync();
        visit.AssertQuiet();
    }

    [ChromiumFact]
    public async Task The_key_is_asked_for_and_kept_all_labels_of_a_photo_are_marked_and_too_large_a_file_is_not_sent()
    {
        (ImageClassifier model, Server server) = await browser.ServeMultiLabelAsync(
            options => (options.ApiKey, options.MaxBodyBytes) = ("the key", 10_000));
        using ImageClassifier several = model;
        await using Server guarded = server;
        await using Visit visit = await browser.VisitAsync(server: guarded);
        IPage page = visit.Page;
        ILocator dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "This server asks for an API key" });
        ILocator key = dialog.GetByLabel("API key", new() { Exact = true });

        await key.FillAsync("another");
        await key.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The server did not accept that key.");
        await key.FillAsync("the key");
        await key.PressAsync("Enter");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("several");
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("several");
        await Expect(dialog).ToBeHiddenAsync();

        var large = new FilePayload { Name = "large.png", MimeType = "image/png", Buffer = new byte[10_001] };
        await visit.ChooseAsync([.. Browser.Photos, large]);

        for (int i = 0; i < Browser.Photos.Count; i++)
        {
            ILocator card = visit.Card(Browser.Photos[i].Name);
            Prediction expected = several.Predict(Browser.Photos[i].Buffer);
            await Visit.AssertShowsAsync(expected, card);
            Assert.Equal(expected.Labels, await VisibleMarksAsync(card));
            Assert.Equal(expected.Labels.Count == 0 ? ["No label applies"] : expected.Labels, await VerdictAsync(card));
        }
        await Expect(visit.Card("large.png").Locator(".error")).ToHaveTextAsync(LargeFile());
        Assert.Equal(Browser.Photos.Count, visit.Requests.Count(path => path.StartsWith("/classify", StringComparison.Ordinal)));
        visit.AssertQuiet();

        static async Task<IReadOnlyList<string>> VisibleMarksAsync(ILocator card) => await card.GetByRole(AriaRole.Button)
            .Filter(new() { Has = card.Page.Locator(".applies:not([hidden])") }).Locator(".label").AllTextContentsAsync();

        static async Task<IReadOnlyList<string>> VerdictAsync(ILocator card) =>
            await card.Locator(".verdict:not(:has(bdi)), .verdict bdi").AllTextContentsAsync();
    }

    [ChromiumTheory]
    [InlineData("desktop", 1280, 800, ColorScheme.Light, Media.Screen, 0.7, 1.0)]
    [InlineData("dark", 1280, 800, ColorScheme.Dark, Media.Screen, 0.0, 0.1)]
    [InlineData("phone", 390, 844, ColorScheme.Light, Media.Screen, 0.7, 1.0)]
    [InlineData("small phone in the dark", 320, 568, ColorScheme.Dark, Media.Screen, 0.0, 0.1)]
    [InlineData("print", 794, 1123, ColorScheme.Dark, Media.Print, 0.7, 1.0)]
    public async Task Nothing_is_wider_than_the_window_and_all_can_be_read(
        string name, int width, int height, ColorScheme colors, Media media, double darkest, double brightest)
    {
        await using Visit visit = await browser.VisitAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce,
        });
        IPage page = visit.Page;
        await Expect(page.Locator("#facts")).ToContainTextAsync("87.5 % accuracy");
        await visit.AssertFitsAsync();
        await page.GetByText("5 labels").ClickAsync();
        Assert.Equal(Browser.Labels, await page.GetByRole(AriaRole.List, new() { Name = "Labels of the model" })
            .GetByRole(AriaRole.Listitem).AllTextContentsAsync());
        await visit.ChooseAsync([.. Browser.Photos, Notes]);
        await page.Locator(".picture").First.ClickAsync();
        await visit.RestAsync();
        await page.EmulateMediaAsync(new() { Media = media });

        await visit.AssertFitsAsync();
        string folder = Path.Combine(Path.GetTempPath(), "mlresnet-page");
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        Assert.InRange(await LuminanceAsync("document.documentElement", "backgroundColor"), darkest, brightest);
        foreach (string selector in new[] { "h1", "#facts", "h3", ".verdict", ".percent", ".text .error", ".legend", "button.main" })
        {
            double text = await LuminanceAsync($"document.querySelector('{selector}')", "color");
            double back = await LuminanceAsync($"surface(document.querySelector('{selector}'))", "backgroundColor");
            // WCAG 2.2, 1.4.3.
            double contrast = (Math.Max(text, back) + 0.05) / (Math.Min(text, back) + 0.05);
            Assert.True(contrast >= 4.5, $"{selector} has a contrast of {contrast.ToString("F2", CultureInfo.InvariantCulture)}.");
        }
        visit.AssertQuiet();

        // The relative luminance of a colour, by WCAG 2.2.
        Task<double> LuminanceAsync(string element, string property) => page.EvaluateAsync<double>($$"""
            () => {
              const surface = node => getComputedStyle(node).backgroundColor === 'rgba(0, 0, 0, 0)' && node.parentElement
                ? surface(node.parentElement) : node;
              const [red, green, blue] = getComputedStyle({{element}}).{{property}}.match(/[\d.]+/g).map(Number)
                .map(value => value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
              return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            }
            """);
    }

    [ChromiumFact]
    public async Task A_screen_reader_finds_landmarks_headings_in_order_and_a_name_on_all_there_is_to_press()
    {
        await using Visit visit = await browser.VisitAsync();
        await visit.ChooseAsync([Browser.Photos[1], Notes]);
        IPage page = visit.Page;

        await Expect(page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("flowers");
        await Expect(page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Photos", Exact = true })
            .GetByRole(AriaRole.List).First.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        Assert.Equal("12233", string.Concat(await page.Locator("h1, h2, h3").And(page.Locator(":visible"))
            .EvaluateAllAsync<string[]>("headings => headings.map(heading => heading.tagName[1])")));
        string[] lines = (await page.Locator("body").AriaSnapshotAsync()).Split('\n');
        Assert.DoesNotContain(lines, line => NamelessButton().IsMatch(line));
        // Picture and cross of each photo, bars of the one that is an image; choose, camera, remove all.
        Assert.Equal(2 * 2 + 5 + 3, lines.Count(line => line.TrimStart().StartsWith("- button", StringComparison.Ordinal)));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Heat map of second.png" }))
            .ToHaveAccessibleDescriptionAsync("Shows which parts of the photo speak for this label.");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Heat map of notes.txt" })).ToBeDisabledAsync();
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
    }

    private int[] Explained(FilePayload photo, string? label) =>
        [.. browser.Model.Explain(photo.Buffer, label).Overlay().Pixels.ToArray().Select(sample => (int)sample)];

    [GeneratedRegex(@"^\s*- button(?! "")")]
    private static partial Regex NamelessButton();

    [GeneratedRegex("^This file has .* MB; the server takes up to .* MB\\.$")]
    private static partial Regex LargeFile();
}
