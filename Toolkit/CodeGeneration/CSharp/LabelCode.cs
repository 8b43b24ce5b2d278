using System.Text;

namespace MLResNet.CodeGeneration.CSharp;

/// <summary>The labels of a model as an enum and as strings.</summary>
/// <param name="labels">The labels, in the order of the model's scores.</param>
internal sealed class LabelCode(IReadOnlyList<string> labels)
{
    private readonly IReadOnlyList<string> _names = Identifier.ForEach(labels);

    /// <summary>The enum's member of a label.</summary>
    public string MemberOf(int index) => $"Label.{_names[index]}";

    /// <summary>The members with their labels as comments.</summary>
    public string Members
    {
        get
        {
            var code = new StringBuilder();
            for (int i = 0; i < labels.Count; i++)
            {
                code.Append(i > 0 ? "\n\n" : "")
                    .Append("/// <summary>").Append(Literal.Comment(labels[i])).Append("</summary>\n")
                    .Append(_names[i]).Append(" = ").Append(Literal.Of(i)).Append(',');
            }
            return code.ToString();
        }
    }

    /// <summary>The strings, one a line.</summary>
    public string Strings => string.Join('\n', labels.Select(label => $"{Literal.Of(label)},"));
}
