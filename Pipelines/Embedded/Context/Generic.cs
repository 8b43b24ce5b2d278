using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Runtime;

/// <summary>Calls generic methods whose type is known only when the program runs.</summary>
internal static class Generic
{
    /// <summary>Calls a static method of <paramref name="owner"/>.</summary>
    public static TResult Call<TResult>(Type owner, string method, Type[] types, params object[] args)
    {
        MethodInfo generic = owner.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public);
        try
        {
            return (TResult)generic.MakeGenericMethod(types).Invoke(null, args);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }
}
