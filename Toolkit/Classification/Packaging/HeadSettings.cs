using System.Text.Json.Serialization;

namespace MLResNet.Packaging;

/// <summary>How a head was fitted to a backbone's features.</summary>
/// <param name="Size">Side in pixels of the square that the backbone saw.</param>
/// <param name="L2">The penalty on the weights of standardised features.</param>
/// <param name="Mirrored">Whether the features of an image were averaged with those of its mirror image.</param>
/// <param name="BalancedClasses">Whether each class counted the same, however many images it has.</param>
/// <param name="Folds">
/// Parts of the training images that were held out, one after the other, to choose the penalty; 0 where validation images chose
/// it, or none were tried.
/// </param>
/// <param name="Trials">The penalties that were tried.</param>
/// <param name="Iterations">Steps of the last fit.</param>
/// <param name="GradientNorm">How close to the minimum it came: the norm of the gradient there.</param>
public sealed record HeadSettings(
    int Size, double L2, bool Mirrored, bool BalancedClasses, int Folds, IReadOnlyList<PenaltyTrial> Trials, int Iterations,
    double GradientNorm)
{
    /// <summary>Whether batch norms were given the statistics of the images first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AdaptedNorms { get; init; }
}
