namespace MLResNet.Engine.Regression;

/// <summary>A linear layer from features to logits: the end of a network.</summary>
/// <param name="Inputs">Features an image.</param>
/// <param name="Outputs">Classes.</param>
/// <param name="Weight">[outputs][inputs].</param>
/// <param name="Bias">[outputs].</param>
public sealed record LinearHead(int Inputs, int Outputs, float[] Weight, float[] Bias);
