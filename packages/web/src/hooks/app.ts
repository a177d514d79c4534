/** How components reach what lives outside of React: the SDK's state, and the page's own models. */
import type { RoomClient, RoomState } from '@ottogi/client';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Language, LANGUAGES, type Texts } from '../i18n/index.ts';
import type { CallView } from '../model/call/CallView.ts';
import type { Drafts } from '../model/chat/Drafts.ts';
import type { Memory } from '../model/memory.ts';
import type { Preferences, PreferenceValues } from '../model/Preferences.ts';
import type { ShellState, ShellView } from '../model/ShellView.ts';
import type { Visit, VisitState } from '../model/Visit.ts';

/** What there is one of in a tab, made in `main.tsx`. */
export interface AppParts {
  readonly client: RoomClient;
  readonly visit: Visit;
  readonly shell: ShellView;
  readonly callView: CallView;
  readonly drafts: Drafts;
  readonly preferences: Preferences;
  readonly memory: Memory;
}

export interface AppValue extends AppParts {
  readonly language: Language;
}

export const AppContext = createContext<AppValue | null>(null);

export function useApp(): AppValue {
  const app = useContext(AppContext);
  if (!app) throw new Error('Used outside of <AppContext>');
  return app;
}

export function useVisit(): Visit {
  return useApp().visit;
}

export function useTexts(): Texts {
  return LANGUAGES[useApp().language];
}

/** `select` has to give the same reference for the same state: pick parts, build nothing. */
export function useRoomState<T>(select: (state: RoomState) => T): T {
  const { client } = useApp();
  return useSyncExternalStore(client.subscribe, () => select(client.getSnapshot()));
}

/** As `useRoomState`, for the visit. */
export function useVisitState<T>(select: (state: VisitState) => T): T {
  const { visit } = useApp();
  return useSyncExternalStore(visit.subscribe, () => select(visit.getSnapshot()));
}

/** As `useRoomState`, for the frame of the page. */
export function useShellState<T>(select: (state: ShellState) => T): T {
  const { shell } = useApp();
  return useSyncExternalStore(shell.subscribe, () => select(shell.getSnapshot()));
}

/** What the person likes, and how to change it. */
export function usePreferences(): [PreferenceValues, Preferences['change']] {
  const { preferences } = useApp();
  const values = useSyncExternalStore(preferences.subscribe, preferences.getSnapshot);
  return [values, preferences.change];
}
