import type { ClientEvents } from '@ottogi/client';
import { expect, test } from 'vitest';
import { type PreferenceValues, readPreferences } from '../Preferences.ts';
import { CallView } from './CallView.ts';

function open() {
  let left: ((data: ClientEvents['left']) => void) | undefined;
  let restored: (() => void) | undefined;
  const calls: string[] = [];
  let values: PreferenceValues = readPreferences({});
  const view = new CallView(
    {
      on(event, listener) {
        if (event === 'left') left = listener as typeof left;
        return () => undefined;
      },
    },
    {
      fill: () => calls.push('fill'),
      restore: () => calls.push('restore'),
      onRestored: (listener) => {
        restored = listener;
      },
    },
    {
      getSnapshot: () => values,
      change(part) {
        values = { ...values, ...part };
      },
    },
  );
  const leave = () => left?.({ room: 'Lounge', reason: 'asked' });
  return { view, calls, leave, restored, kept: () => values.call.layout };
}

test('another layout lets go of what was pinned, and begins at the first page', () => {
  const { view, kept } = open();
  view.togglePin('a/camera');
  view.togglePin('b/screen');
  view.togglePin('a/camera');
  view.showPage(3);
  expect(view.getSnapshot()).toMatchObject({ pinned: ['b/screen'], page: 3 });
  view.toggleLayout();
  expect(view.getSnapshot()).toMatchObject({ layout: 'spotlight', pinned: [], page: 0 });
  expect(kept()).toBe('spotlight');
});

test('Escape, which the browser takes for itself, ends the full screen too', () => {
  const { view, calls, restored } = open();
  view.toggleFullScreen('a/camera');
  expect(view.getSnapshot().fullScreen).toBe('a/camera');
  restored?.();
  expect(view.getSnapshot().fullScreen).toBe('off');
  view.toggleFullScreen();
  view.toggleFullScreen();
  expect(calls).toEqual(['fill', 'fill', 'restore']);
});

test('leaving forgets this call, and keeps how one likes to look at calls', () => {
  const { view, calls, leave } = open();
  view.toggleLayout();
  view.togglePicture('person');
  view.togglePin('a/camera');
  view.toggleFullScreen();
  leave();
  expect(view.getSnapshot()).toMatchObject({
    layout: 'spotlight',
    pinned: [],
    fullScreen: 'off',
    hiddenPictures: new Set(['person']),
  });
  expect(calls).toEqual(['fill', 'restore']);
});
