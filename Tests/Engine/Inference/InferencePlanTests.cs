using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Inference;

public sealed class InferencePlanTests
{
    public static TheoryData<string> Names => [.. FamilyOracle.Numbers.Cases.Select(oracle => oracle.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_member_computes_what_pytorch_computes(string name)
    {
        FamilyOracle.Case oracle = FamilyOracle.Numbers.Cases.Single(oracle => oracle.Name == name);
        ResNetSpec spec = oracle.Spec();
        int batch = FamilyOracle.Numbers.Batch;

        using InferencePlan plan = InferencePlan.Create(spec, OracleWeights.Parameters(spec));
        float[] logits = new float[batch * spec.Classes];
        plan.Run(OracleWeights.Pixels(batch, oracle.Height, oracle.Width), batch, oracle.Height, oracle.Width, logits);

        Assert.InRange(Closeness.Distance(logits, oracle.Logits), 0, Closeness.CloseEnough);
    }
}
