/** Puts the page together: the SDK, this tab's visit, and React on top. */
import { RoomClient } from '@ottogi/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { address, openStorage, permissions } from './browser.ts';
import { Memory } from './model/memory.ts';
import { Visit } from './model/Visit.ts';
import './styles/tokens.css';
import './styles/base.css';

const client = new RoomClient();
const memory = new Memory(openStorage('localStorage'), openStorage('sessionStorage'));
const visit = new Visit(client, address, memory, permissions);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App client={client} visit={visit} memory={memory} />
  </StrictMode>,
);

client.connect();
void visit.start();
