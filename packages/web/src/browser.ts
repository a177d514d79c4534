/** What the page needs of the browser, behind the small shapes that the models declare. */
import { type Brought, parseFragment } from './model/access.ts';
import type { KeyValue } from './model/memory.ts';
import { parseRoute } from './model/route.ts';
import type { Room } from './model/ShellView.ts';
import type { Address, Permissions } from './model/Visit.ts';

export const address: Address = {
  read: () => parseRoute(location.pathname, location.search),
  push: (url) => history.pushState(null, '', url),
  replace: (url) => history.replaceState(null, '', url),
  onTravel: (listener) => window.addEventListener('popstate', listener),
};

/** What the link carries, taken out of the address bar, from where it would be shown and copied. */
export function takeFragment(): Brought {
  const brought = parseFragment(location.hash);
  if (brought.access || brought.roomSecret !== null) {
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return brought;
}

/** A link is opened while the page is open already. */
export function onFragment(listener: (brought: Brought) => void): void {
  window.addEventListener('hashchange', () => listener(takeFragment()));
}

export const permissions: Permissions = {
  async isGranted(device) {
    try {
      const { state } = await navigator.permissions.query({ name: device });
      return state === 'granted';
    } catch {
      // A browser that does not say may ask, and a reload is no moment to be asked.
      return false;
    }
  },
  isSecure: () => window.isSecureContext,
};

/** As in the style sheets: below this the sidebar is a drawer, and the chat covers the call. */
export const NARROW = '(max-width: 59.99em)';

export const room: Room = {
  isNarrow: () => matchMedia(NARROW).matches,
};

/** Phones cannot share their screen. Without HTTPS nothing can, and the SDK says so when asked. */
export function canShareScreen(): boolean {
  return !window.isSecureContext || 'getDisplayMedia' in (navigator.mediaDevices ?? {});
}

/** The browser's storage; where it is forbidden or full, what is written lasts as long as the page. */
export function openStorage(kind: 'localStorage' | 'sessionStorage'): KeyValue {
  const unsaved = new Map<string, string>();
  return {
    getItem(key) {
      try {
        return unsaved.get(key) ?? window[kind].getItem(key);
      } catch {
        return null;
      }
    },
    setItem(key, value) {
      try {
        window[kind].setItem(key, value);
        unsaved.delete(key);
      } catch {
        unsaved.set(key, value);
      }
    },
  };
}

/** Lets a person choose one file; null if they do not. */
export function chooseFile(): Promise<File | null> {
  const input = document.createElement('input');
  input.type = 'file';
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
