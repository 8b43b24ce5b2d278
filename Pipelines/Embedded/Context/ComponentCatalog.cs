using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Runtime;

/// <summary>Finds the classes that contracts name, in assemblies that were registered.</summary>
public sealed class ComponentCatalog
{
    private readonly ConcurrentDictionary<string, Type> _mappings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Assembly, bool> _assemblies = new();

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        Check.NotNull(assembly, nameof(assembly));
        if (!_assemblies.TryAdd(assembly, true))
            return;
        foreach (Type type in assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CustomMappingFactoryAttributeAttribute>() is { } contract)
                _mappings.TryAdd(contract.ContractName, type);
        }
    }

    internal object CreateMapping(string contractName) => _mappings.TryGetValue(contractName, out Type type)
        ? Activator.CreateInstance(type)
        : throw new InvalidOperationException(
            $"Unable to locate an extension for the contract '{contractName}'. Ensure you have called "
            + $"{nameof(ComponentCatalog)}.{nameof(RegisterAssembly)} with the Assembly that contains a class decorated with a "
            + $"'{typeof(CustomMappingFactoryAttributeAttribute).FullName}'.");
}
