using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>A part with its finish and its pose on the belt.</summary>
internal sealed class PlacedPart
{
    private readonly Part _part;
    private readonly Finish _finish;
    private readonly float _cos, _sin, _leanX, _leanY;

    public PlacedPart(Part part, Finish finish, RandomStream pose)
    {
        _part = part;
        _finish = finish;
        Radius = pose.Uniform(0.62f, 0.88f);
        float play = 0.98f - Radius;
        X = pose.Uniform(-play, play);
        Y = pose.Uniform(-play, play);
        float angle = pose.Angle();
        _cos = Cos(angle);
        _sin = Sin(angle);

        // A part seldom lies quite flat: a chip or its own burr is under it.
        _leanX = pose.Uniform(-0.05f, 0.05f);
        _leanY = pose.Uniform(-0.05f, 0.05f);
    }

    public float X { get; }

    public float Y { get; }

    /// <summary>Radius of the circle about the part, in units of the belt's plane.</summary>
    public float Radius { get; }

    /// <summary>Puts the part on the relief.</summary>
    public void Place(Relief relief)
    {
        var (left, right) = relief.Cells(X, Radius);
        var (top, bottom) = relief.Cells(Y, Radius);
        for (int row = top; row < bottom; row++)
        {
            float dy = (relief.Coordinate(row) - Y) / Radius;
            for (int column = left; column < right; column++)
            {
                float dx = (relief.Coordinate(column) - X) / Radius;
                float x = _cos * dx + _sin * dy, y = _cos * dy - _sin * dx;
                PartPoint point = _part.At(x, y);
                if (point.Height <= 0) continue;
                float height = Radius * (point.Height + _leanX * x + _leanY * y + 0.02f + _finish.Marks(x, y));
                int at = row * relief.Side + column;
                if (height <= relief.Heights[at]) continue;
                relief.Heights[at] = height;
                relief.Materials[at] = _finish.At(x, y, point);
            }
        }
    }
}
