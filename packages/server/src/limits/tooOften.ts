/** The answer to those who ask too often: RFC 6585, section 4. In both spellings, HTTP's in seconds. */
export function tooOften(retryAfterMs: number) {
  return {
    status: 429,
    headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)), 'cache-control': 'no-store' },
    body: {
      code: 'tooManyRequests' as const,
      message: 'too many requests from this address: wait a bit',
      retryAfterMs,
    },
  };
}
