using MLResNet.Engine.Layers;
using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Training;

public sealed partial class NetworkTrainer
{
    /// <summary>A copy of everything that the next step depends on, apart from the options.</summary>
    public TrainerState ExportState()
    {
        var moments = new Dictionary<string, IReadOnlyList<Parameter>>(StringComparer.Ordinal);
        foreach (var (name, values) in _optimizer.Moments)
            moments.Add(name, [.. _trained.Select((parameter, i) => Export(parameter, values[i]))]);
        return new TrainerState
        {
            Steps = Steps,
            Parameters = Current(),
            Average = _average is null ? null : Averaged(),
            Moments = moments,
        };
    }

    /// <summary>
    /// Goes on where the trainer that gave the state stood: with the same options, the same steps from here on come to the same
    /// bits.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The state is that of another network, of another optimizer or of a training with or without an average, unlike this one's
    /// options; nothing was changed.
    /// </exception>
    public void ImportState(TrainerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Check(state);
        for (int i = 0; i < _parameters.Length; i++)
        {
            string name = _parameters[i].Parameter.Name;
            _parameters[i].Import(state.Parameters[name].Values);
            if (_average is not null)
                _parameters[i].Import(state.Average![name].Values, _average.Values(i));
        }
        foreach (Parameter frozen in _frozen)
            state.Parameters[frozen.Name].Values.CopyTo(frozen.Values, 0);
        foreach (var (name, values) in _optimizer.Moments)
        {
            for (int i = 0; i < _trained.Length; i++)
                _trained[i].Import(state.Moments[name][i].Values, values[i]);
        }
        _optimizer.ContinueAfter(state.Steps);
    }

    private void Check(TrainerState state)
    {
        if (!state.Parameters.Spec.Equals(Spec) || state.Average is { } average && !average.Spec.Equals(Spec))
            throw new ArgumentException($"This is the state of '{state.Parameters.Spec.Id}', not of '{Spec.Id}'.", nameof(state));
        if (state.Average is null != _average is null)
            throw new ArgumentException("One of state and trainer has an average of the parameters, the other none.", nameof(state));
        if (state.Steps < 0)
            throw new ArgumentException($"A trainer cannot have taken {state.Steps} steps.", nameof(state));
        if (state.Moments.Count != _optimizer.Moments.Count || !_optimizer.Moments.All(moment => IsComplete(moment.Name)))
        {
            string names = string.Join(", ", _optimizer.Moments.Select(moment => moment.Name));
            throw new ArgumentException($"The optimizer has the moments {names} of each trained parameter; the state has others.", nameof(state));
        }

        bool IsComplete(string moment) =>
            state.Moments.TryGetValue(moment, out IReadOnlyList<Parameter>? values)
            && values.Count == _trained.Length
            && values.Zip(_trained).All(pair => pair.First.Name == pair.Second.Parameter.Name
                && pair.First.Values.Length == pair.Second.Values.Array.Length);
    }

    private NetworkParameters Current() => WithFrozen(_parameters.Select(parameter => Export(parameter, parameter.Values.Array)));

    private NetworkParameters Averaged() => WithFrozen(_parameters.Select((parameter, i) => Export(parameter, _average!.Values(i))));

    private NetworkParameters WithFrozen(IEnumerable<Parameter> trained) =>
        new(Spec, _frozen.Select(parameter => parameter.Clone()).Concat(trained));

    private static Parameter Export(LayerParameter parameter, ReadOnlySpan<float> source)
    {
        ParameterDescription description = parameter.Parameter.Description;
        float[] values = new float[description.Length];
        parameter.Export(source, values);
        return new Parameter(description, values);
    }
}
