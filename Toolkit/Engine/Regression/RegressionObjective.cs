using MLResNet.Engine.Kernels;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Regression;

/// <summary>
/// What logistic regression minimises: the loss of features x values, plus half the penalty times the sum of the squared weights;
/// biases, the last row of the values, are free.
/// </summary>
/// <remarks>
/// Variables are [width + 1][classes], as the features' matrix has its 1 in the last column. Both products, features x values and
/// features transposed x errors, read the one matrix as it lies; each of their sums is made in one order on any number of
/// threads.
/// </remarks>
internal sealed unsafe class RegressionObjective : IObjective, IDisposable
{
    private readonly ComputeContext _context;
    private readonly Tensor _features;
    private readonly IRowLoss _loss;
    private readonly int _classes;
    private readonly double _l2;
    private readonly AlignedBuffer _valuePanels;
    private readonly AlignedBuffer _errors;
    private readonly AlignedBuffer _errorPanels;
    private readonly double[] _losses;

    /// <param name="features">[rows][1][1][width + 1].</param>
    /// <param name="loss">What the rows are held against.</param>
    /// <param name="classes">Logits a row.</param>
    /// <param name="l2">The penalty, 0 or more.</param>
    /// <param name="context">Kernels and threads.</param>
    public RegressionObjective(Tensor features, IRowLoss loss, int classes, double l2, ComputeContext context)
    {
        _context = context;
        _features = features;
        _loss = loss;
        _classes = classes;
        _l2 = l2;
        _losses = new double[Rows];
        CpuKernels kernels = context.Kernels;
        _valuePanels = new AlignedBuffer(kernels.PanelsLength(Columns, classes));
        _errors = new AlignedBuffer((long)Rows * classes);
        _errorPanels = new AlignedBuffer(kernels.PanelsLength(Rows, classes));
    }

    public int Length => Columns * _classes;

    private int Rows => _features.Batch;

    private int Columns => _features.Channels;

    public double Evaluate(ReadOnlySpan<float> x, Span<float> gradient)
    {
        fixed (float* values = x, slope = gradient)
        fixed (double* losses = _losses)
        {
            PackValues(values);
            ErrorJob errors = new(
                _context.Kernels, _features, _valuePanels.Pointer, _classes, _loss, _errors.Pointer, _errorPanels.Pointer, losses);
            _context.Team.Run(errors.Parts, ref errors);
            GradientJob products = new(_context.Kernels, _features, _errorPanels.Pointer, _classes, slope);
            _context.Team.Run(products.Parts, ref products);
        }
        double loss = 0;
        for (int row = 0; row < Rows; row++)
            loss += _losses[row];
        return loss + Penalize(x, gradient);
    }

    /// <summary>The probability of each class for each row, [rows][classes].</summary>
    public void Predict(ReadOnlySpan<float> x, Span<float> probabilities)
    {
        fixed (float* values = x, output = probabilities)
        {
            PackValues(values);
            ProbabilityJob job = new(_context.Kernels, _features, _valuePanels.Pointer, _classes, _loss, output);
            _context.Team.Run(job.Parts, ref job);
        }
    }

    public void Dispose()
    {
        _valuePanels.Dispose();
        _errors.Dispose();
        _errorPanels.Dispose();
    }

    private void PackValues(float* values)
    {
        CpuKernels kernels = _context.Kernels;
        kernels.PackPanels(
            values, _classes, Columns, _classes, _valuePanels.Pointer, (nint)Columns * kernels.PanelWidth, 0,
            kernels.PanelCount(_classes));
    }

    private double Penalize(ReadOnlySpan<float> x, Span<float> gradient)
    {
        int weights = (Columns - 1) * _classes;
        double squares = 0;
        float l2 = (float)_l2;
        for (int i = 0; i < weights; i++)
        {
            squares += (double)x[i] * x[i];
            gradient[i] += l2 * x[i];
        }
        return _l2 / 2 * squares;
    }
}
