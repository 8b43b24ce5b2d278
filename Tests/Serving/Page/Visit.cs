using System.Globalization;
using Microsoft.Playwright;

namespace MLResNet.Serving.Tests.Page;

/// <summary>The page in a window of its own, and what must not happen there.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Paths of what was asked of the server so far.</summary>
    public List<string> Requests { get; } = [];

    public ILocator Cards => Page.GetByRole(AriaRole.Article);

    public static async Task<Visit> OpenAsync(IBrowserContext context, Uri address)
    {
        IPage page = await context.NewPageAsync();
        var visit = new Visit(context, page);
        page.PageError += (_, error) => visit.Complain(error);
        page.Console += (_, message) =>
        {
            // An answer that is no success is logged by the browser itself; it is what some tests want.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                visit.Complain(message.Text);
        };
        page.Dialog += (_, dialog) => visit.Complain(dialog.Message);
        page.Request += (_, request) =>
        {
            var target = new Uri(request.Url);
            if (target.Authority == address.Authority && target.Scheme == address.Scheme)
                visit.Note(target.PathAndQuery);
            else if (target.Scheme is not ("blob" or "data"))
                visit.Complain($"A request to {request.Url}");
        };
        await page.GotoAsync(address.ToString());
        return visit;
    }

    /// <summary>Chooses photos and waits until nothing is under way any more.</summary>
    public async Task ChooseAsync(params FilePayload[] photos)
    {
        IFileChooser chooser = await Page.RunAndWaitForFileChooserAsync(
            () => Page.GetByRole(AriaRole.Button, new() { Name = "Choose photos" }).ClickAsync());
        Assert.True(chooser.IsMultiple);
        await chooser.SetFilesAsync(photos);
        await RestAsync();
    }

    /// <summary>Waits until no card is busy; there must be one.</summary>
    public async Task RestAsync()
    {
        await Assertions.Expect(Cards.First).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
    }

    /// <summary>The card of the file of a name.</summary>
    public ILocator Card(string name) =>
        Cards.Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });

    /// <summary>That a card shows the five likeliest labels, as text, their percentages and bars of these lengths.</summary>
    public static async Task AssertShowsAsync(Prediction expected, ILocator card)
    {
        IReadOnlyList<ScoredLabel> top = expected.Top(5);
        Assert.Equal(top.Select(scored => scored.Label), await card.Locator(".label").AllTextContentsAsync());
        IReadOnlyList<string> percentages = await card.Locator(".percent").AllTextContentsAsync();
        double[] bars = await card.Locator(".bar i").EvaluateAllAsync<double[]>("bars => bars.map(bar => parseFloat(bar.style.width))");
        foreach ((ScoredLabel scored, string percentage, double bar) in top.Zip(percentages, bars))
        {
            if (percentage.StartsWith('<'))
                Assert.InRange(scored.Score, 0, 0.0005);
            else
                Assert.Equal(scored.Score * 100, double.Parse(percentage.TrimEnd('%', ' '), CultureInfo.InvariantCulture), 0.0501);
            Assert.Equal(scored.Score * 100, bar, 1e-3);
        }
    }

    /// <summary>That nothing is wider than the window.</summary>
    public async Task AssertFitsAsync()
    {
        int[] widths = await Page.EvaluateAsync<int[]>(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"The page is {widths[0]} pixels wide in a window of {widths[1]}.");
    }

    /// <summary>That the page has asked nobody but its server, and that the browser has found no fault with it.</summary>
    public void AssertQuiet()
    {
        lock (_complaints)
            Assert.Empty(_complaints);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Complain(string complaint)
    {
        lock (_complaints)
            _complaints.Add(complaint);
    }

    private void Note(string path)
    {
        lock (Requests)
            Requests.Add(path);
    }
}
