using MLResNet.Imaging;
using MLResNet.SampleData.Rendering.Optics;
using MLResNet.SampleData.Rendering.Parts;
using MLResNet.SampleData.Rendering.Setting;

namespace MLResNet.SampleData.Rendering;

/// <summary>A part on a belt, under lamps, before a camera.</summary>
internal static class Scene
{
    // Cells of the relief for each pixel of the picture, along a side: 1.45 where the camera looks straight down.
    private const float CellsPerPixel = 1.45f * Relief.Extent;

    /// <summary>Draws the scene and its photo. But for the sensor's noise, the scene is the same at every size.</summary>
    /// <param name="random">The stream of the picture, from its start.</param>
    /// <param name="build">Makes the part from a stream of its own.</param>
    /// <param name="size">Width and height in pixels.</param>
    public static RgbImage Photograph(RandomStream random, Func<RandomStream, Part> build, int size)
    {
        var part = new PlacedPart(build(random.Fork()), new Finish(random.Fork()), random.Fork());
        var belt = new Belt(random.Fork());
        var clutter = new Clutter(random.Fork());
        var lighting = new Lighting(random.Fork());
        var camera = new Camera(random.Fork());
        var sensor = new Sensor(random.Fork(), belt.Angle);
        RandomStream machine = random.Fork();
        Occluder? occluder = machine.Chance(0.3f) ? new Occluder(machine, belt.Angle, part.X, part.Y, 0.85f * part.Radius) : null;

        var relief = new Relief((int)(CellsPerPixel * size));
        belt.Lay(relief);
        clutter.Strew(relief);
        part.Place(relief);
        occluder?.Place(relief);
        Rgb[] light = new Shading(relief, lighting, belt.Color, camera.Eye).Shade();
        return sensor.Develop(camera.Expose(relief, light, size), size);
    }
}
