using MLResNet.Imaging;
using MLResNet.SampleData.Rendering;
using MLResNet.SampleData.Rendering.Parts;

namespace MLResNet.SampleData;

/// <summary>
/// A data set to try the toolkit with, drawn by this class: photos, as it were, of machine parts on a conveyor belt, as a
/// camera for visual inspection sees them. Bolts, nuts, washers and gears, all sound, and the defective parts to be sorted
/// out: nuts, washers and gears that burst open.
/// </summary>
/// <remarks>
/// Every picture is a function of (seed, class, index) alone, made with arithmetic that IEEE 754 defines to the last bit: the
/// same on every machine, on any number of threads.
/// </remarks>
public static partial class MachineParts
{
    private static readonly (string Name, Func<RandomStream, Part> Build)[] Kinds =
    [
        ("bolt", random => new Bolt(random)),
        ("defective", BuildDefective),
        ("gear", random => new Gear(random)),
        ("nut", random => new Nut(random)),
        ("washer", random => new Washer(random)),
    ];

    /// <summary>The class names, in ordinal order: bolt, defective, gear, nut, washer.</summary>
    public static IReadOnlyList<string> Classes { get; } = Array.AsReadOnly(Array.ConvertAll(Kinds, kind => kind.Name));

    /// <summary>Draws one picture.</summary>
    /// <param name="className">One of <see cref="Classes"/>.</param>
    /// <param name="index">Which picture of the class, 0 or more; a file bears its index in its name.</param>
    /// <param name="seed">Another seed, another data set.</param>
    /// <param name="size">Width and height in pixels, 16 to 1024; the scene is the same at every size.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or the size out of range.</exception>
    public static RgbImage Render(string className, int index, int seed = 1, int size = 96)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, SampleDataOptions.SmallestSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, SampleDataOptions.LargestSize);
        int kind = Array.FindIndex(Kinds, k => k.Name == className);
        if (kind < 0)
        {
            string known = string.Join(", ", Classes);
            throw new ArgumentException($"'{className}' is not a class of the sample data; they are {known}.", nameof(className));
        }

        return Scene.Photograph(new RandomStream(seed, kind, index), Kinds[kind].Build, size);
    }

    private static Part BuildDefective(RandomStream random)
    {
        RandomStream damage = random.Fork();
        return random.Integer(3) switch
        {
            0 => new Gear(random) { Fracture = new Fracture(damage, opening: 1.3f) }, // the gaps between teeth hide a narrow one
            1 => new Nut(random) { Fracture = new Fracture(damage) },
            _ => new Washer(random) { Fracture = new Fracture(damage) },
        };
    }
}
