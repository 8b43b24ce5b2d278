namespace MLResNet.Engine.Training;

/// <summary>What images count in the loss of a label.</summary>
/// <param name="With">Those that have it, above 0.</param>
/// <param name="Without">Those that have not, above 0.</param>
public readonly record struct LabelWeights(float With, float Without)
{
    /// <summary>
    /// The weights under which those that have the label count as much together as those that have not, and one image 1 on
    /// average; 1 and 1 where there are none of one kind.
    /// </summary>
    /// <param name="with">How much there is that has the label: images, or their weights added up.</param>
    /// <param name="without">How much has not.</param>
    public static LabelWeights Balance(double with, double without) => with > 0 && without > 0
        ? new LabelWeights((float)((with + without) / (2 * with)), (float)((with + without) / (2 * without)))
        : new LabelWeights(1, 1);
}
