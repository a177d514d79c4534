/** The answer to those who ask too often: RFC 6585, section 4. In both spellings, HTTP's in seconds. */
export function tooOften(retryAfterMs: number) {
  return {
    status: 429,
    headers: { 'retry-after': inSeconds(retryAfterMs), 'cache-control': 'no-store' },
    body: {
      code: 'tooManyRequests' as const,
      message: 'too many requests from this address: wait a bit',
      retryAfterMs,
    },
  };
}

/** As `Retry-After` has it (RFC 9110, section 10.2.3): rather too late than too early. */
export function inSeconds(ms: number): string {
  return String(Math.ceil(ms / 1000));
}
