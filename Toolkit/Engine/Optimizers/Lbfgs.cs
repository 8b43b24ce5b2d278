using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Optimizers;

/// <summary>
/// Minimises a smooth function by limited-memory BFGS (Liu and Nocedal 1989, doi:10.1007/BF01589116): Newton's direction, the
/// second derivatives being estimated from how the gradient changed over the last steps.
/// </summary>
internal sealed class Lbfgs
{
    /// <summary>Steps that the second derivatives are estimated from.</summary>
    private const int Memory = 10;

    /// <summary>Lengths that are tried in a step's direction.</summary>
    private const int MostTrials = 30;

    // Wolfe's conditions: the function falls by this share of what its slope promises, and the slope flattens to this share.
    private const double Decrease = 1e-4, Flattening = 0.9;

    /// <summary>
    /// Close to the minimum, single precision cannot tell values apart by which gradients still differ clearly: there a value may
    /// rise by so much of itself if the slope says that it fell (the approximate Wolfe condition of Hager and Zhang 2005,
    /// doi:10.1137/030601880).
    /// </summary>
    private const double Noise = 1e-6;

    private readonly IObjective _objective;
    private readonly VectorArithmetic _vectors;
    private readonly Queue<Step> _steps = new();
    private readonly float[] _direction;
    private float[] _x;
    private float[] _gradient;
    private float[] _nextX;
    private float[] _nextGradient;
    private double _value;

    private Lbfgs(IObjective objective, float[] start, ThreadTeam team)
    {
        _objective = objective;
        _vectors = new VectorArithmetic(objective.Length, team);
        _x = (float[])start.Clone();
        _nextX = new float[start.Length];
        _gradient = new float[start.Length];
        _nextGradient = new float[start.Length];
        _direction = new float[start.Length];
    }

    /// <summary>Goes from <paramref name="x"/>, which it moves, to a minimum.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="x">Where to start; receives the minimum.</param>
    /// <param name="tolerance">Ends when the gradient's norm is no more than this.</param>
    /// <param name="mostIterations">Ends after so many steps in any case.</param>
    /// <param name="team">The threads to work on; the result does not depend on them.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    public static LbfgsResult Minimize(
        IObjective objective, float[] x, double tolerance, int mostIterations, ThreadTeam team, CancellationToken cancellationToken)
    {
        var search = new Lbfgs(objective, x, team);
        LbfgsResult result = search.Run(tolerance, mostIterations, cancellationToken);
        search._x.CopyTo(x, 0);
        return result;
    }

    private LbfgsResult Run(double tolerance, int mostIterations, CancellationToken cancellationToken)
    {
        _value = _objective.Evaluate(_x, _gradient);
        double norm = Math.Sqrt(_vectors.Dot(_gradient, _gradient));
        int iteration = 0;
        for (; norm > tolerance && iteration < mostIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FindDirection();
            // Nothing being known of second derivatives, the first step is no longer than 1.
            if (!Advance(firstLength: _steps.Count == 0 ? 1 / Math.Max(norm, 1) : 1))
                break; // as far as single precision goes
            norm = Math.Sqrt(_vectors.Dot(_gradient, _gradient));
        }
        return new LbfgsResult(_value, norm, iteration);
    }

    /// <summary>
    /// The direction is minus the estimated inverse of the second derivatives times the gradient: the two loops of Nocedal 1980.
    /// </summary>
    private void FindDirection()
    {
        _gradient.CopyTo(_direction, 0);
        _vectors.Scale(_direction, -1);
        Step[] steps = [.. _steps];
        double[] shares = new double[steps.Length];
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            shares[i] = _vectors.Dot(steps[i].Move, _direction) / steps[i].Curvature;
            _vectors.AddScaled(_direction, -shares[i], steps[i].Change, _direction);
        }
        if (steps.Length > 0)
        {
            Step last = steps[^1];
            _vectors.Scale(_direction, last.Curvature / _vectors.Dot(last.Change, last.Change));
        }
        for (int i = 0; i < steps.Length; i++)
        {
            double back = _vectors.Dot(steps[i].Change, _direction) / steps[i].Curvature;
            _vectors.AddScaled(_direction, shares[i] - back, steps[i].Move, _direction);
        }
    }

    /// <summary>
    /// Finds a length that meets Wolfe's conditions by doubling and halving, and goes there; false if none is found, as when
    /// rounding has used up all that the direction promises.
    /// </summary>
    private bool Advance(double firstLength)
    {
        double slope = _vectors.Dot(_gradient, _direction);
        double low = 0, high = double.PositiveInfinity, length = firstLength;
        for (int trial = 0; trial < MostTrials && slope < 0; trial++)
        {
            _vectors.AddScaled(_x, length, _direction, _nextX);
            double value = _objective.Evaluate(_nextX, _nextGradient);
            double nextSlope = _vectors.Dot(_nextGradient, _direction);
            bool falls = value <= _value + Decrease * length * slope
                || (value <= _value + Noise * Math.Abs(_value) && nextSlope <= (2 * Decrease - 1) * slope);
            if (!falls)
                high = length;
            else if (nextSlope < Flattening * slope)
                low = length;
            else
            {
                Accept(value);
                return true;
            }
            length = double.IsInfinity(high) ? 2 * length : (low + high) / 2;
        }
        return false;
    }

    private void Accept(double value)
    {
        Step step = _steps.Count == Memory ? _steps.Dequeue() : new Step(new float[_x.Length], new float[_x.Length]);
        _vectors.AddScaled(_nextX, -1, _x, step.Move);
        _vectors.AddScaled(_nextGradient, -1, _gradient, step.Change);
        step.Curvature = _vectors.Dot(step.Move, step.Change);
        if (step.Curvature > 0)
            _steps.Enqueue(step);
        (_x, _nextX) = (_nextX, _x);
        (_gradient, _nextGradient) = (_nextGradient, _gradient);
        _value = value;
    }

    /// <summary>One step, and how the gradient changed over it.</summary>
    private sealed record Step(float[] Move, float[] Change)
    {
        /// <summary>Move times change.</summary>
        public double Curvature { get; set; }
    }
}
