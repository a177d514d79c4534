/** Which browser this is, as far as the way to its permissions depends on it. */
export type BrowserName = 'chromium' | 'firefox' | 'safari' | 'ios' | 'other';

/** From `navigator.userAgent`, where every browser claims to be every other one too. */
export function browserName(userAgent: string): BrowserName {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrome\/|Chromium\//.test(userAgent)) return 'chromium';
  return /Safari\//.test(userAgent) ? 'safari' : 'other';
}
