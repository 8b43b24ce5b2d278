namespace MLResNet.Engine.Inference;

/// <summary>What a step does to maps of a given size.</summary>
/// <param name="Algorithm">How it is computed.</param>
/// <param name="Kernel">Side of the window.</param>
/// <param name="Stride">Pixels from window to window.</param>
/// <param name="MultiplyAdds">Of the whole batch, by the definition.</param>
/// <param name="WeightBytes">Bytes of weights read.</param>
internal readonly record struct StepWork(StepAlgorithm Algorithm, int Kernel = 1, int Stride = 1, long MultiplyAdds = 0, long WeightBytes = 0);
