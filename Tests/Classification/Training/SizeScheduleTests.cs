using MLResNet.Training;

namespace MLResNet.Classification.Tests.Training;

public sealed class SizeScheduleTests
{
    [Theory]
    [InlineData(32, 64, 8, "32 32 32 32 48 48 64 64")]
    [InlineData(32, 64, 5, "32 48 48 64 64")]
    [InlineData(32, 64, 2, "48 64")]
    [InlineData(32, 64, 1, "64")]
    [InlineData(64, 64, 3, "64 64 64")]
    [InlineData(112, 224, 4, "112 112 160 224")]
    [InlineData(40, 50, 4, "40 40 40 50")]
    public void Sizes_grow_and_the_last_epochs_have_the_final_one(int start, int final, int epochs, string expected)
    {
        var schedule = new SizeSchedule(start, final, epochs);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(1, epochs).Select(schedule.SizeOf)));
        Assert.Equal(schedule.FinalEpochs, Enumerable.Range(1, epochs).Count(epoch => epoch > epochs - schedule.FinalEpochs));
    }

    [Fact]
    public void Sizes_never_shrink_and_never_leave_the_range()
    {
        foreach (int start in Enumerable.Range(16, 50))
        {
            foreach (int epochs in Enumerable.Range(1, 20))
            {
                var schedule = new SizeSchedule(start, 66, epochs);
                int[] sizes = [.. Enumerable.Range(1, epochs).Select(schedule.SizeOf)];
                Assert.Equal(sizes.Order(), sizes);
                Assert.All(sizes, size => Assert.InRange(size, start, 66));
                Assert.Equal(66, sizes[^1]);
            }
        }
    }
}
