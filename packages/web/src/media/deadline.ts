/**
 * Waits no longer than `ms`. What comes later is undone: nobody has it.
 * @throws TypeError once the time is over, and what `promise` rejects with
 */
export async function within<T>(
  ms: number,
  promise: Promise<T>,
  undo: (late: T) => void = () => {},
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new TypeError(`nothing within ${ms} ms`));
    promise.then(undo, () => {});
  }, ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
