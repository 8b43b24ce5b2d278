using System.Globalization;
using System.Text;
using MLResNet.Metrics;

namespace MLResNet;

public sealed partial class Evaluation
{
    /// <summary>The figures and a line for each class, to be printed in a fixed-width font.</summary>
    public override string ToString() => IsMultiLabel ? DescribeLabels() : DescribeClasses();

    private string DescribeLabels()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        text.AppendLine(invariant, $"accuracy   {Accuracy,6:P1}  "
            + $"95 % interval {AccuracyInterval.Low * 100:0.0} to {AccuracyInterval.High * 100:0.0} %; "
            + $"all labels right on {Correct} of {Images} images");
        text.AppendLine(invariant, $"macro F1   {MacroF1,6:0.000}  micro F1 {MicroF1:0.000}");
        text.AppendLine(invariant, $"mAP        {MeanAveragePrecision ?? 0,6:0.000}  mean average precision");
        text.AppendLine(invariant, $"Hamming    {HammingLoss,6:0.000}  share of wrong labels");
        text.AppendLine(invariant, $"log-loss   {LogLoss,6:0.000}  log-loss reduction {LogLossReduction:0.000}");
        text.AppendLine(invariant, $"ECE        {CalibrationError,6:0.000}  expected calibration error");
        if (Unreadable.Count > 0)
            text.AppendLine(invariant, $"unreadable {Unreadable.Count,6}");
        text.AppendLine();

        int width = Math.Max("label".Length, Labels.Max(label => label.Length));
        text.AppendLine(invariant, $"{"label".PadRight(width)}  images  threshold  precision  recall     F1     AP");
        foreach (ClassMetrics metrics in Classes)
        {
            text.AppendLine(invariant, $"{metrics.Label.PadRight(width)}  {metrics.Support,6}  {metrics.Threshold,9:0.000}"
                + $"  {metrics.Precision,9:0.000}  {metrics.Recall,6:0.000}  {metrics.F1,5:0.000}  {metrics.AveragePrecision,5:0.000}");
        }
        return text.ToString().TrimEnd();
    }

    private string DescribeClasses()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        text.AppendLine(invariant, $"accuracy   {Accuracy,6:P1}  "
            + $"95 % interval {AccuracyInterval.Low * 100:0.0} to {AccuracyInterval.High * 100:0.0} %; {Correct} of {Images} images");
        if (TopK > 1 && TopK < Labels.Count)
            text.AppendLine(invariant, $"{"top-" + TopK,-10} {TopKAccuracy,6:P1}");
        text.AppendLine(invariant, $"macro F1   {MacroF1,6:0.000}  micro F1 {MicroF1:0.000}");
        text.AppendLine(invariant, $"log-loss   {LogLoss,6:0.000}  log-loss reduction {LogLossReduction:0.000}");
        text.AppendLine(invariant, $"ECE        {CalibrationError,6:0.000}  expected calibration error");
        if (Unreadable.Count > 0)
            text.AppendLine(invariant, $"unreadable {Unreadable.Count,6}");
        text.AppendLine();

        int width = Math.Max("class".Length, Labels.Max(label => label.Length));
        text.AppendLine(invariant, $"{"class".PadRight(width)}  images  precision  recall     F1  most often taken for");
        for (int i = 0; i < Classes.Count; i++)
        {
            ClassMetrics metrics = Classes[i];
            string confused = Confusion.MostConfused(i) is var (label, count) ? $"  {label} ({count})" : "";
            text.AppendLine(invariant, $"{metrics.Label.PadRight(width)}  {metrics.Support,6}"
                + $"  {metrics.Precision,9:0.000}  {metrics.Recall,6:0.000}  {metrics.F1,5:0.000}{confused}");
        }
        return text.ToString().TrimEnd();
    }
}
