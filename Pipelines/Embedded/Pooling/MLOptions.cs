using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>The context that models are loaded and used in.</summary>
public class MLOptions
{
    private MLContext _context;

    public MLContext MLContext
    {
        get => _context ??= new MLContext();
        set => _context = value;
    }
}
