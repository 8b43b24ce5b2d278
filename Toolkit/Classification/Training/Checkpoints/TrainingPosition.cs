namespace MLResNet.Training.Checkpoints;

/// <summary>Where a training stands: an epoch, and what it has come to so far.</summary>
/// <param name="Epoch">The epoch under way, from 1; one more than there are epochs when the training is over.</param>
/// <param name="Step">Steps done in it.</param>
/// <param name="Images">Images seen in it.</param>
/// <param name="Correct">How many of them were recognised.</param>
/// <param name="Loss">The sum of its steps' losses.</param>
/// <param name="LearningRate">Learning rate of its last step.</param>
internal sealed record TrainingPosition(int Epoch, int Step, int Images, int Correct, double Loss, double LearningRate)
{
    /// <summary>Before the first step of an epoch.</summary>
    public static TrainingPosition StartOf(int epoch) => new(epoch, 0, 0, 0, 0, 0);
}
