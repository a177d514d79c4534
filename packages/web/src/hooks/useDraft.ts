import { useSyncExternalStore } from 'react';
import type { Draft } from '../model/chat/Drafts.ts';
import { useApp } from './app.ts';

/** What is being written in a room, and how to change it. */
export function useDraft(roomId: string): [Draft, (change: Partial<Draft>) => void] {
  const { drafts } = useApp();
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.of(roomId));
  return [draft, (change) => drafts.change(roomId, change)];
}
