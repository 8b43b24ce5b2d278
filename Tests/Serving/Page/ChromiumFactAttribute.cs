namespace MLResNet.Serving.Tests.Page;

/// <summary>A fact about a browser, on a machine that has one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Executable is null)
            Skip = "There is no Chromium on the PATH, nor does MLRESNET_CHROMIUM name one.";
    }
}
