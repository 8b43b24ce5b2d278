using MLResNet.Engine.Networks;
using MLResNet.Imaging;

namespace MLResNet.Backbones.Importing;

/// <summary>What a weight file shows of the network that it was made for.</summary>
/// <param name="Spec">The network; of one class if the file has no classifier.</param>
/// <param name="Names">How the file calls its parameters.</param>
/// <param name="Preprocessing">How that origin feeds pictures to its networks.</param>
internal sealed record InferredNetwork(ResNetSpec Spec, WeightNames Names, ImagePreprocessing Preprocessing);
