/** Puts the page together: the SDK, this tab's models, and React on top. */
// First, so that what a component says of itself comes after it.
import './styles/tokens.css';
import './styles/base.css';
import { createSecret, RoomClient } from '@ottogi/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { address, onFragment, openStorage, permissions, room, takeFragment } from './browser.ts';
import { pageScreen } from './components/call/fullScreen.ts';
import type { AppParts } from './hooks/app.ts';
import { backgroundProcessor } from './media/background.ts';
import { applyCallPreferences } from './model/call/applyPreferences.ts';
import { CallView } from './model/call/CallView.ts';
import { Drafts } from './model/chat/Drafts.ts';
import { keepAccess } from './model/keepAccess.ts';
import { Memory } from './model/memory.ts';
import { Preferences } from './model/Preferences.ts';
import { ShellView } from './model/ShellView.ts';
import { Visit } from './model/Visit.ts';

const memory = new Memory(openStorage('localStorage'), openStorage('sessionStorage'));
const preferences = new Preferences(memory);
const brought = takeFragment();
if (brought.access) memory.keepAccess(brought.access);
const linked = address.read().room;
if (linked !== null && brought.roomSecret) memory.keepRoomSecret(linked, brought.roomSecret);
const { access } = memory;
const client = new RoomClient({
  secret: memory.secret(createSecret),
  ...(access && { access: access.value }),
  backgroundProcessor,
});
const parts: AppParts = {
  client,
  memory,
  preferences,
  visit: new Visit(client, address, memory, permissions),
  shell: new ShellView(preferences, room),
  callView: new CallView(client, pageScreen, preferences),
  drafts: new Drafts(memory),
};

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App parts={parts} />
  </StrictMode>,
);

applyCallPreferences(client, preferences);
const giveAccess = keepAccess(client, memory);
onFragment((opened) => {
  if (opened.access) giveAccess(opened.access);
  const { room: shown } = address.read();
  if (shown !== null && opened.roomSecret) void parts.visit.giveKey(shown, opened.roomSecret);
});
client.connect();
void parts.visit.start();
