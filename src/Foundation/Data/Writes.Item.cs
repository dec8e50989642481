using Gonglian.Foundation.Callers;

namespace Gonglian.Foundation.Data;

/// <content>What stands in the writer's queue.</content>
public sealed partial class Writes
{
    private abstract class Item(Caller caller)
    {
        public Caller Caller { get; } = caller;

        public bool InBackground { get; init; }

        public abstract Task Run(AppDb db);

        public abstract void Refuse(Exception failure);

        public abstract void Succeed();

        public abstract void Fail(Exception broken);
    }

    private sealed class Item<T>(Caller caller, Func<AppDb, Task<T>> work) : Item(caller)
    {
        private readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? value;
        private Exception? refusal;

        public Task<T> Answer => source.Task;

        public override async Task Run(AppDb db) => (value, refusal) = (await work(db), null);

        public override void Refuse(Exception failure) => refusal = failure;

        public override void Succeed()
        {
            if (refusal is null)
                source.SetResult(value!);
            else
                source.SetException(refusal);
        }

        public override void Fail(Exception broken) => source.TrySetException(refusal ?? broken);
    }
}
