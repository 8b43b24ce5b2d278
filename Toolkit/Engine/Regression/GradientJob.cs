using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Regression;

/// <summary>Gradient = features transposed x errors, cut into blocks of features; each sums over all rows in order.</summary>
internal readonly unsafe struct GradientJob : IParallelJob
{
    private const int WantedColumns = 96;
    private const int RowsAtATime = 192;

    private readonly CpuKernels _kernels;
    private readonly Tensor _features;
    private readonly float* _errorPanels;
    private readonly int _classes;
    private readonly float* _gradient;
    private readonly int _columnsPerPart;

    /// <param name="kernels">Kernels.</param>
    /// <param name="features">[rows][1][1][columns].</param>
    /// <param name="errorPanels">The errors, [rows][classes], in panels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="gradient">[columns][classes], written.</param>
    public GradientJob(CpuKernels kernels, Tensor features, float* errorPanels, int classes, float* gradient)
    {
        _kernels = kernels;
        _features = features;
        _errorPanels = errorPanels;
        _classes = classes;
        _gradient = gradient;
        _columnsPerPart = ComputeContext.PartLength(features.Channels, WantedColumns, kernels.TileRows);
    }

    public int Parts => (_features.Channels + _columnsPerPart - 1) / _columnsPerPart;

    public void Execute(int part)
    {
        int columns = _features.Channels, width = _kernels.PanelWidth;
        int first = part * _columnsPerPart, count = Math.Min(_columnsPerPart, columns - first);
        float* gradient = _gradient + (nint)first * _classes;
        new Span<float>(gradient, count * _classes).Clear();
        for (int row = 0; row < _features.Batch; row += RowsAtATime)
        {
            int rows = Math.Min(RowsAtATime, _features.Batch - row);
            _kernels.MultiplyTransposed(
                _features.Pointer + (nint)row * columns + first, columns, count, rows, _errorPanels + (nint)row * width,
                (nint)_features.Batch * width, 0, _kernels.PanelCount(_classes), gradient, _classes, _classes);
        }
    }
}
