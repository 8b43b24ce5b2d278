namespace MLResNet.Engine.Regression;

/// <summary>
/// What a regression's logits are held against, row by row; may be asked by several threads for different rows.
/// </summary>
internal interface IRowLoss
{
    /// <summary>Turns a row's logits into the loss's gradient in place, and returns the row's part of the loss.</summary>
    double Differentiate(int row, Span<float> logits);

    /// <summary>Turns logits into probabilities in place.</summary>
    void Predict(Span<float> logits);
}
