/** How components reach what lives outside of React: the SDK's state, and the tab's visit. */
import type { RoomClient, RoomState } from '@ottogi/client';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Language, LANGUAGES, type Texts } from '../i18n/index.ts';
import type { Visit, VisitState } from '../model/Visit.ts';

export interface AppValue {
  client: RoomClient;
  visit: Visit;
  language: Language;
  setLanguage: (language: Language) => void;
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
