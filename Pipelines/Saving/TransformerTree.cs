using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Saving;

/// <summary>Goes through a model: chains, and chains in chains.</summary>
internal static class TransformerTree
{
    private static readonly TransformerScope[] SingleScopes =
        [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <summary>Puts transformers in the place of others; scopes are kept.</summary>
    /// <param name="root">The model.</param>
    /// <param name="replace">Gives what is to take the place of a transformer, or null to keep it.</param>
    public static ITransformer Replace(ITransformer root, Func<ITransformer, IReadOnlyList<int>, ITransformer?> replace) =>
        Replace(root, [], replace);

    private static ITransformer Replace(
        ITransformer node, int[] place, Func<ITransformer, IReadOnlyList<int>, ITransformer?> replace)
    {
        if (replace(node, place) is { } other)
            return other;
        if (!IsChain(node))
            return node;
        ITransformer[] before = [.. (IEnumerable<ITransformer>)node];
        ITransformer[] after = [.. before.Select((inner, i) => Replace(inner, [.. place, i], replace))];
        return before.SequenceEqual(after) ? node : new TransformerChain<ITransformer>(after, ScopesOf(node, before));
    }

    private static bool IsChain(ITransformer node) =>
        node.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(TransformerChain<>);

    // A chain tells its scopes only by what it becomes for each of them; a class of any last transformer has the method.
    private static TransformerScope[] ScopesOf(ITransformer chain, ITransformer[] inner)
    {
        MethodInfo modelFor = chain.GetType().GetMethod(nameof(TransformerChain<ITransformer>.GetModelFor))!;
        var scopes = new TransformerScope[inner.Length];
        foreach (TransformerScope scope in SingleScopes)
        {
            ITransformer[] kept = [.. (IEnumerable<ITransformer>)modelFor.Invoke(chain, [scope])!];
            int next = 0;
            for (int i = 0; i < inner.Length && next < kept.Length; i++)
            {
                if (!ReferenceEquals(inner[i], kept[next]))
                    continue;
                scopes[i] |= scope;
                next++;
            }
        }
        return scopes;
    }
}
