using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Tests.Networks;

public sealed class FamilyOracleTests
{
    public static TheoryData<string> Names => [.. FamilyOracle.Numbers.Cases.Select(oracle => oracle.Name)];

    [Fact]
    public void The_oracle_knows_every_member() =>
        Assert.Empty(ResNetFamily.Ids.Except(FamilyOracle.Numbers.Cases.Select(oracle => oracle.Name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_and_multiply_adds_are_those_that_pytorch_counts(string name)
    {
        FamilyOracle.Case oracle = FamilyOracle.Numbers.Cases.Single(oracle => oracle.Name == name);

        Assert.Equal(oracle.Parameters, oracle.Spec().ParameterCount());
        Assert.Equal(oracle.MultiplyAdds, oracle.Spec().MultiplyAdds(oracle.Height, oracle.Width));
    }
}
